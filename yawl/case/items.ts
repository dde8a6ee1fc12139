/** Work items come and go with their tasks: created when a task is enabled, distributed, withdrawn when it no longer is. */
import type { CompiledTask } from "../net/compiled.ts";
import { netOf, type LinkedTask } from "../net/linked.ts";
import type { JsonObject } from "../model/json.ts";
import { distribution, type Demand, type Found } from "../work/distribution.ts";
import type { WorkItem } from "../work/item.ts";
import { beginCall } from "./calls.ts";
import { endItem } from "./cancel.ts";
import { fillLabel, netScope, valueOf } from "./dataflow.ts";
import { inputOf } from "./fire.ts";
import { pendingOf } from "./pending.ts";
import { itemOf, netInstance, runOf } from "./state.ts";
import type { CaseStep } from "./case-step.ts";

/** Makes the item of a task that is enabled and waits for somebody; the tokens stay until it is started. */
export function offerTask(step: CaseStep, key: string, linked: LinkedTask): void {
  // a preview: the mappings are evaluated again at the start if the data has changed by then
  const preview = linked.task.instances ? undefined : inputOf(step, key, linked.id);
  const item = createItem(step, key, linked, preview?.ok ? preview.value : {});
  step.emit({ type: "task-enabled", net: key, task: linked.id, item });
}

/**
 * @returns the id of the new item. An effect calls its connector or distributes it, unless an administrator has to offer it
 */
export function createItem(
  step: CaseStep,
  key: string,
  linked: LinkedTask,
  data: JsonObject,
  instance?: number,
): string {
  const net = netInstance(step.state, key);
  const { task } = linked;
  const scope = netScope(netOf(step.linked, net.net).net, net.data, step);
  const item: WorkItem = {
    id: `${step.state.id}.${step.state.lastItem + 1}`,
    net: key,
    task: task.id,
    name: task.label ? fillLabel(task.label, scope) : task.name,
    status: "unoffered",
    ...(instance === undefined ? {} : { instance }),
    offeredTo: [],
    data,
    dataVersion: net.dataVersion,
    enabledAt: step.now,
  };
  if (linked.kind === "call") {
    beginCall(step, "created", { ...item, startedAt: step.now }, "started", undefined);
    return item.id;
  }
  const demand = demandOf(task, net.data);
  step.emit({
    type: "item",
    move: "created",
    item,
    ...(demand ? { asks: { demand, since: step.now } } : {}),
  });
  return item.id;
}

/** Whom the task's resourcing asks for; none when an administrator offers it (offer by the user in YAWL's terms). */
export function demandOf({ resourcing }: CompiledTask, data: JsonObject): Demand | undefined {
  const set = resourcing?.offer.to;
  if (!resourcing || resourcing.offer.initiator !== "system" || !set) return undefined;
  const named = { participant: [] as string[], role: [] as string[] };
  for (const { name, refersTo } of set.variables ?? []) {
    const value = valueOf(data, name);
    const entries = Array.isArray(value) ? value : [value];
    for (const entry of entries) if (typeof entry === "string") named[refersTo].push(entry);
  }
  const bySystem = resourcing.allocate.initiator === "system";
  return {
    set,
    participants: [...set.participants, ...named.participant],
    roles: [...set.roles, ...named.role],
    ...(bySystem ? { allocator: resourcing.allocate.allocator ?? { name: "random", parameters: {} } } : {}),
    ...(bySystem && resourcing.start.initiator === "system" ? { start: true } : {}),
  };
}

/** The organisation has answered whom an item goes to. An item that does not look for people any more stays as it is. */
export function distributeItem(step: CaseStep, { item: id, people }: Found): void {
  const item = itemOf(step.state, id);
  const pending = pendingOf(step.state.pending, `people:${id}`);
  if (!item || pending?.kind !== "people") return;
  step.emit({ type: "item", ...distribution(item, people, pending.since) });
}

/** A task is no longer enabled: somebody else's start took its tokens, or they were removed. */
export function withdrawTask(step: CaseStep, key: string, task: string): void {
  const run = runOf(netInstance(step.state, key), task);
  if (run?.phase === "enabled") {
    endItem(step, run.item, "withdrawn", "The work is no longer needed.");
  }
  step.emit({ type: "task-withdrawn", net: key, task });
}
