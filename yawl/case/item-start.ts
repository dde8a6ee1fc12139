/** The start of a work item: it fires its task. */
import { ok, type Result } from "../model/fault.ts";
import { revised } from "../model/revised.ts";
import type { ItemStatus, PersonItem } from "../work/item.ts";
import { timerOf } from "./pending.ts";
import { netInstance, runOf } from "./state.ts";
import type { CaseStep, StartedAs, TaskAt } from "./tasks/kind.ts";
import { mayTime, timed } from "./timers/set.ts";

/**
 * Starts an item. One that was reallocated, or that is an instance of a multiple-instance task, has fired already.
 * @param by who starts it; nobody when the engine does
 */
export function start(
  step: CaseStep,
  item: PersonItem,
  status: ItemStatus,
  by: string | undefined,
): Result<undefined> {
  const at = step.find(item);
  const timer = isBegunAnew(step, item) ? ok(undefined) : mayTime(step, at, "started");
  if (!timer.ok) return timer;
  const isEnabled = runOf(netInstance(step.state, item.net), item.task)?.phase === "enabled";
  if (!isEnabled) return started(step, at, item, status, by);
  const begun = at.kind.start(step, at, item);
  if (!begun.ok) return begun;
  if (begun.value) return started(step, at, item, status, by, begun.value);
  step.emit({
    type: "item",
    move: "withdrawn",
    item: { ...item, status: "cancelled", endedAt: step.now, reason: "There is nothing to do." },
    ...(by === undefined ? {} : { by }),
  });
  return ok(undefined);
}

/** Its timer runs, or its time has begun before: work that was handed on gets no further time. */
function isBegunAnew(step: CaseStep, { id, startedAt }: PersonItem): boolean {
  return startedAt !== undefined || timerOf(step.state.pending, id) !== undefined;
}

function started(
  step: CaseStep,
  at: TaskAt,
  item: PersonItem,
  status: ItemStatus,
  by: string | undefined,
  as?: StartedAs,
): Result<undefined> {
  const next: { -readonly [Key in keyof PersonItem]: PersonItem[Key] } = revised(item, {
    status,
    startedAt: item.startedAt ?? step.now,
  });
  if (as) next.data = as.data;
  if (as?.instance !== undefined) next.instance = as.instance;
  // what stood for all instances is one of them from now on
  const one = as?.instance === undefined ? next : timed(step, at, next, "enabled");
  const run = isBegunAnew(step, item) ? one : timed(step, at, one, "started");
  step.emit({ type: "item", move: "started", item: run, ...(by === undefined ? {} : { by }) });
  return ok(undefined);
}
