/** The start of a work item: it fires its task. */
import { taskOf } from "../net/linked.ts";
import { ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { Actor } from "../work/command.ts";
import type { ItemStatus, WorkItem } from "../work/item.ts";
import { inputOf, startInstances, take } from "./fire.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep } from "./case-step.ts";

/**
 * Starting fires the task: it takes the tokens, and whoever else could have had them is withdrawn (SEMANTICS 4). An item
 * that was reallocated, or that is an instance of a multiple-instance task, has fired already.
 */
export function start(step: CaseStep, item: WorkItem, status: ItemStatus, by: Actor): Result<undefined> {
  const linked = taskOf(step.netFor(item.net), item.task);
  const instance = netInstance(step.state, item.net);
  if (runOf(instance, item.task)?.phase !== "enabled") return started(step, item, status, by);
  if (linked.task.instances) return startContested(step, item, status, by);
  let { data } = item;
  if (item.dataVersion !== instance.dataVersion || isBlank(data)) {
    const input = inputOf(step, item.net, item.task);
    if (!input.ok) return input;
    data = input.value;
  }
  take(step, item.net, linked, [item.id]);
  return started(step, data === item.data ? item : { ...item, data }, status, by);
}

function started(step: CaseStep, item: WorkItem, status: ItemStatus, by: Actor): Result<undefined> {
  step.emit({
    type: "item",
    move: "started",
    item: { ...item, status, startedAt: item.startedAt ?? step.now },
    by: by.participant,
  });
  return ok(undefined);
}

/** A preview that failed left no data; the mappings are tried again, so that their fault is seen. */
function isBlank(data: JsonObject): boolean {
  return Object.keys(data).length === 0;
}

/**
 * A multiple-instance task in a deferred choice was offered as one item. Whoever starts it decides the choice: the item becomes
 * the first instance, which is theirs and started, and the others are made beside it.
 */
function startContested(step: CaseStep, item: WorkItem, status: ItemStatus, by: Actor): Result<undefined> {
  const linked = taskOf(step.netFor(item.net), item.task);
  const made = startInstances(step, item.net, linked, item.id);
  if (!made.ok) return made;
  if (made.value) return started(step, { ...item, instance: 1, data: made.value }, status, by);
  step.emit({
    type: "item",
    move: "withdrawn",
    item: { ...item, status: "cancelled", endedAt: step.now, reason: "There is nothing to do." },
    by: by.participant,
  });
  return ok(undefined);
}
