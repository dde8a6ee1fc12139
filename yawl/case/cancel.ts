/** Removing what runs: a task of a cancellation set, a nested net, the whole case. */
import { revised } from "../model/revised.ts";
import type { ItemMove } from "./events.ts";
import { releaseBlocks } from "./instances/blocks.ts";
import { itemOf, netInstance, runOf } from "./state.ts";
import type { CaseStep, TaskAt } from "./tasks/kind.ts";
import { offeredToNobody } from "../work/distribution.ts";
import { causeOf, type Why } from "./why.ts";

/** Ends a work item that nobody may complete any more; it leaves every inbox. */
export function endItem(step: CaseStep, id: string, move: ItemMove, why: Why): void {
  const item = itemOf(step.state, id);
  if (!item) return;
  step.emit({
    type: "item",
    move,
    item: revised(offeredToNobody(item), {
      status: "cancelled" as const,
      offeredTo: [],
      endedAt: step.now,
      reason: why.reason,
      ...causeOf(step, why),
    }),
  });
}

/**
 * Stops a busy task: its items and nested nets go, its tokens are gone already.
 * @param why the instance that it is in is not needed any more
 */
export function cancelTask(step: CaseStep, at: TaskAt, why?: Why): void {
  const { key, linked, kind } = at;
  const run = runOf(netInstance(step.state, key), linked.id);
  if (run?.phase !== "busy") return;
  const own = why ?? { reason: `Task "${linked.id}" was cancelled.` };
  for (const id of run.running) kind.cancel(step, at, id, own);
  if (run.multi && step.state.blocks) releaseBlocks(step, key, linked.id, own);
  step.emit({ type: "task-cancelled", net: key, task: linked.id });
  // it may be enabled by tokens that came while it was busy
  step.touch(key, linked.task.from);
}

/** Removes a net instance with everything in it. @param why it is an instance that is not needed any more */
export function cancelNet(step: CaseStep, key: string, why?: Why): void {
  const instance = netInstance(step.state, key);
  for (const task of Object.keys(instance.tasks).toSorted()) {
    const run = runOf(netInstance(step.state, key), task);
    if (run?.phase === "busy") cancelTask(step, step.find({ net: key, task }), why);
    else if (run?.phase === "enabled") {
      endItem(step, run.item, "withdrawn", why ?? { reason: `The net "${instance.net}" has ended.` });
    }
  }
  step.emit({ type: "net-exited", net: key });
}
