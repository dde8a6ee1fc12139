/** Where a case stands, as the API and `mizzen run --json` say it, by the nets of its specification. */
import type { Standing } from "../yawl/draw/sketch.ts";
import { isJsonObject } from "../yawl/model/json.ts";
import type { Net, Specification } from "../yawl/model/specification.ts";

/**
 * Tokens and busy tasks by the id of the net. Several instances of one net become one, with all their tokens.
 * @param content an object with `marking` (net instance, condition, count) and perhaps `busy` (net instance, tasks)
 * @returns nothing when the content is no such object
 */
export function readStandings(
  content: unknown,
  specification: Specification,
): ReadonlyMap<string, Standing> | undefined {
  if (!isJsonObject(content) || !isJsonObject(content["marking"])) return undefined;
  const { marking, busy } = content;
  const standings = new Map<string, { marking: Record<string, number>; busy: string[] }>();
  for (const [key, tokens] of Object.entries(marking)) {
    const net = netOfInstance(key, specification);
    if (!net || !isJsonObject(tokens)) return undefined;
    const standing = standings.get(net.id) ?? { marking: {}, busy: [] };
    standings.set(net.id, standing);
    for (const [condition, count] of Object.entries(tokens)) {
      if (typeof count === "number") standing.marking[condition] = (standing.marking[condition] ?? 0) + count;
    }
    const tasks = isJsonObject(busy) ? busy[key] : undefined;
    for (const task of Array.isArray(tasks) ? tasks : []) {
      if (typeof task === "string") standing.busy.push(task);
    }
  }
  return standings;
}

/** The net of an instance: its key is a path of tasks, `Root/Task` or `Root/Task.2`. */
function netOfInstance(key: string, { rootNet, decompositions }: Specification): Net | undefined {
  const netCalled = (id: string | undefined): Net | undefined =>
    decompositions.find((each): each is Net => each.kind === "net" && each.id === id);
  if (key === rootNet) return netCalled(rootNet);
  if (!key.startsWith(`${rootNet}/`)) return undefined;
  let net = netCalled(rootNet);
  for (const segment of key.slice(rootNet.length + 1).split("/")) {
    const taskCalled = (id: string) => net?.tasks.find((task) => task.id === id);
    net = netCalled((taskCalled(segment) ?? taskCalled(segment.replace(/\.\d+$/, "")))?.decomposition);
  }
  return net;
}
