/**
 * The instant of a timer has come: somebody is reminded, a delayed call is made, or the time for something is over. What waits
 * for people is skipped then, what they have begun is completed with what they saved, and a composite task ends with what its
 * net has (T1, T2). What cannot be ended stays as it is, and says so.
 */
import { beginCall } from "../calls.ts";
import { expireItem } from "../item-end.ts";
import { expireNet } from "../net-exit.ts";
import { hold } from "../instances/hold.ts";
import { review } from "../instances/review.ts";
import { fault, ok, type Fault, type Result } from "../../model/fault.ts";
import { instantText } from "../../time/instant.ts";
import type { CallItem, PersonItem } from "../../work/item.ts";
import type { PendingTimer } from "../pending.ts";
import { itemOf, netInstance } from "../state.ts";
import type { CaseStep } from "../tasks/kind.ts";

/**
 * Does what the timer is for at an instant that has come. The clock is not asked: in a replay it may be another one.
 * @param at the instant; when it is not that which the timer has now, it was set anew, and nothing happens
 */
export function timerDue(step: CaseStep, timer: PendingTimer, at: number | undefined): void {
  if (timer.pausedAt !== undefined || timer.due !== at) return;
  if (timer.expires !== at) {
    remind(step, timer);
    return;
  }
  step.emit({ type: "timer-expired", timer });
  const done = endExpired(step, timer.of);
  if (done.ok) return;
  // whether one more instance may complete is decided elsewhere
  hold(step, { kind: "expiry", of: timer.of });
  review(step, step.find(timer));
}

/** What comes next is set. */
function remind(step: CaseStep, before: PendingTimer): void {
  const { reminders: [, ...later] = [], ...timer } = before;
  const item = itemOf(step.state, timer.of);
  if (item) {
    const reason =
      timer.expires === undefined
        ? "Its work is not done."
        : `Its time is over at ${instantText(timer.expires)}.`;
    step.emit({ type: "item", move: "reminded", item, reason });
  }
  const due = later[0] ?? timer.expires;
  if (due === undefined) step.emit({ type: "timer-done", timer: before });
  else
    step.emit({
      type: "timer-set",
      timer: { ...timer, due, ...(later.length > 0 ? { reminders: later } : {}) },
    });
}

/**
 * Ends what a timer guarded that has expired; nothing where it has ended in the meantime.
 * @param of id of a work item, or key of a net instance
 * @returns only the fault `needs-permit`: it is to be tried again later
 */
export function endExpired(step: CaseStep, of: string): Result<undefined> {
  const item = itemOf(step.state, of);
  if (item?.kind === "call") return callNow(step, item);
  const isNet = Object.hasOwn(step.state.nets, of);
  if (!item && !isNet) return ok(undefined);
  const done = step.attempt(() => (item ? expireItem(step, item) : expireNet(step, of)));
  if (done.ok || done.fault.type === "needs-permit") return done;
  if (item) noteOverdue(step, item, done.fault);
  else noteNetOverdue(step, of, done.fault);
  return ok(undefined);
}

/** The call that was delayed is made. */
function callNow(step: CaseStep, item: CallItem): Result<undefined> {
  const { call, ...rest } = item;
  if (call.delayedUntil !== undefined) beginCall(step, step.find(item), "called", rest, call);
  return ok(undefined);
}

const CANNOT_END = "Its time is over, and it could not be ended:";

/** It stays with whoever has it, and can still be completed. */
function noteOverdue(step: CaseStep, item: PersonItem, { message, details }: Fault): void {
  const failure = {
    type: "timer-expired",
    message: `${CANNOT_END} ${message}`,
    ...(details ? { details: { errors: details.map((detail) => ({ ...detail })) } } : {}),
    at: step.now,
  };
  step.emit({ type: "item", move: "overdue", item: { ...item, failure } });
}

/** Its net goes on, and ends it when it is done. */
function noteNetOverdue(step: CaseStep, key: string, { type, message, details }: Fault): void {
  const { parent } = netInstance(step.state, key);
  if (!parent) return;
  const failed = fault(type, `${CANNOT_END} ${message}`, details);
  step.emit({ type: "task-failed", net: parent.net, task: parent.task, fault: failed.fault });
}
