/** What the key of a net instance says of its place. Keys are paths of tasks from the root net, each a composite one. */
import type { CompiledSpecification, CompiledTask } from "./compiled.ts";

/** Where a net instance is in the specification. */
export interface Place {
  /** id of the net that it is an instance of */
  readonly net: string;
  /** composite tasks on the way to it, the outermost first */
  readonly around: readonly CompiledTask[];
}

/** Reads the key; the net instance itself may be gone already. */
export function placeOf({ nets, rootNet }: CompiledSpecification, key: string): Place {
  let net = rootNet;
  const around: CompiledTask[] = [];
  const path = key.slice(rootNet.length + 1);
  for (const part of path === "" ? [] : path.split("/")) {
    const task = taskIn(nets, net, part) ?? taskIn(nets, net, part.replace(/\.\d+$/, ""));
    if (!task) continue;
    around.push(task);
    net = task.decomposition ?? net;
  }
  return { net, around };
}

function taskIn(nets: CompiledSpecification["nets"], net: string, id: string): CompiledTask | undefined {
  const tasks = Object.hasOwn(nets, net) ? nets[net]?.tasks : undefined;
  return tasks && Object.hasOwn(tasks, id) ? tasks[id] : undefined;
}
