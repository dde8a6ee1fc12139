/** Removing what runs: a task of a cancellation set, a nested net, the whole case. */
import { taskOf } from "../net/linked.ts";
import type { ItemMove } from "./events.ts";
import { itemOf, netInstance, runOf } from "./state.ts";
import type { CaseStep } from "./case-step.ts";

/** Ends a work item that nobody may complete any more; it leaves every inbox. */
export function endItem(step: CaseStep, id: string, move: ItemMove, reason: string, by?: string): void {
  const item = itemOf(step.state, id);
  if (!item) return;
  step.emit({
    type: "item",
    move,
    item: {
      ...item,
      status: "cancelled",
      offeredTo: [],
      endedAt: step.now,
      reason,
      ...(by === undefined ? {} : { endedBy: by }),
    },
    ...(by === undefined ? {} : { by }),
  });
}

/** Stops a busy task: its items and nested nets go, its tokens are gone already. */
export function cancelTask(step: CaseStep, key: string, task: string): void {
  const run = runOf(netInstance(step.state, key), task);
  if (run?.phase !== "busy") return;
  for (const id of run.running) {
    if (Object.hasOwn(step.state.nets, id)) cancelNet(step, id);
    else endItem(step, id, "cancelled", `Task "${task}" was cancelled.`);
  }
  step.emit({ type: "task-cancelled", net: key, task });
  // it may be enabled by tokens that came while it was busy
  step.touch(key, taskOf(step.netFor(key), task).task.from);
}

/** Removes a net instance with everything in it. */
export function cancelNet(step: CaseStep, key: string): void {
  const instance = netInstance(step.state, key);
  for (const task of Object.keys(instance.tasks).toSorted()) {
    const run = runOf(netInstance(step.state, key), task);
    if (run?.phase === "busy") cancelTask(step, key, task);
    else if (run?.phase === "enabled") {
      endItem(step, run.item, "withdrawn", `The net "${instance.net}" has ended.`);
    }
  }
  step.emit({ type: "net-exited", net: key });
}
