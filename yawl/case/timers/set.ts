/** Timers are set: when a task is enabled, when its work is started, when its net is entered, when its call is to wait. */
import { ok, type Result } from "../../model/fault.ts";
import { revised } from "../../model/revised.ts";
import type { PersonItem } from "../../work/item.ts";
import { timerOf, type PendingTimer } from "../pending.ts";
import { itemOf } from "../state.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";
import { timesOf, type Moment, type Times } from "./times.ts";

/** Whether the task has a timer that runs in this case. */
export function isTimed(step: CaseStep, { linked }: TaskAt): boolean {
  return linked.task.timer !== undefined && step.has("timers");
}

/** Whether the timer of a task that is to begin could be set; asked before anything of it has happened. */
export function mayTime(step: CaseStep, at: TaskAt, moment: Moment = "enabled"): Result<undefined> {
  if (!isTimed(step, at)) return ok(undefined);
  const times = timesOf(step, at, moment);
  return times.ok ? ok(undefined) : times;
}

/** A timer as it begins; nothing where the times say nothing. */
export function timerFrom(
  { key, linked }: TaskAt,
  of: string,
  { expires, reminders }: Times,
): PendingTimer | undefined {
  const due = reminders[0] ?? expires;
  if (due === undefined) return undefined;
  return {
    kind: "timer",
    of,
    net: key,
    task: linked.id,
    due,
    ...(expires === undefined ? {} : { expires }),
    ...(reminders.length > 0 ? { reminders } : {}),
    ...(linked.task.timer?.pauses ? { pauses: true } : {}),
  };
}

/**
 * Begins the timer of work that is offered or started, unless it runs already: one from the offer goes on over the start (T3).
 * @returns the item with its deadline
 */
export function timed(step: CaseStep, at: TaskAt, item: PersonItem, moment: Moment): PersonItem {
  if (!isTimed(step, at) || timerOf(step.state.pending, item.id)) return item;
  const timer = begun(step, at, item.id, moment);
  if (!timer) return item;
  step.emit({ type: "timer-set", timer });
  return timer.expires === undefined ? item : revised(item, { deadline: timer.expires });
}

/** The timer of a composite task's net, or of a call that waits. */
export function begin(step: CaseStep, at: TaskAt, of: string): PendingTimer | undefined {
  if (!isTimed(step, at)) return undefined;
  // such a task starts when it is enabled: either moment is now
  const timer = begun(step, at, of, "enabled") ?? begun(step, at, of, "started");
  if (timer?.expires === undefined) return undefined;
  // nobody has it, who could be reminded
  const { reminders: _, ...rest } = timer;
  return { ...rest, due: timer.expires };
}

/** What has begun goes on without a timer that cannot be set; the log says so. */
function begun(step: CaseStep, at: TaskAt, of: string, moment: Moment): PendingTimer | undefined {
  const times = timesOf(step, at, moment);
  if (times.ok) return times.value && timerFrom(at, of, times.value);
  step.emit({ type: "timer-failed", net: at.key, task: at.linked.id, of, fault: times.fault });
  return undefined;
}

/** Timers that stand while their case or item is suspended follow what this step suspended and resumed (T6). */
export function followSuspensions(step: CaseStep): void {
  if (!step.has("timers")) return;
  const { events } = step;
  const isCaseChanged = events.some(({ type }) => type === "case-suspended" || type === "case-resumed");
  const items = new Set(
    events.flatMap((event) =>
      event.type === "item" && event.move !== "timer-paused" ? [event.item.id] : [],
    ),
  );
  if (!isCaseChanged && items.size === 0) return;
  for (const pending of Object.values(step.state.pending)) {
    if (pending.kind !== "timer" || !pending.pauses) continue;
    if (isCaseChanged || items.has(pending.of)) follow(step, pending);
  }
}

function follow(step: CaseStep, timer: PendingTimer): void {
  const item = itemOf(step.state, timer.of);
  const stands = step.state.status === "suspended" || item?.status === "suspended";
  if (stands === (timer.pausedAt !== undefined)) return;
  const next = stands ? { ...timer, pausedAt: step.now } : resumed(timer, step.now);
  step.emit({ type: "timer-set", timer: next });
  if (item) showDeadline(step, item.id, next);
}

/** It goes on with what was left. */
function resumed({ pausedAt, ...timer }: PendingTimer, now: number): PendingTimer {
  const stood = now - (pausedAt ?? now);
  const { due, expires, reminders } = timer;
  return {
    ...timer,
    due: due + stood,
    ...(expires === undefined ? {} : { expires: expires + stood }),
    ...(reminders ? { reminders: reminders.map((each) => each + stood) } : {}),
  };
}

function showDeadline(step: CaseStep, id: string, { expires, pausedAt }: PendingTimer): void {
  const item = itemOf(step.state, id);
  if (!item || expires === undefined) return;
  const move = pausedAt === undefined ? "timer-resumed" : "timer-paused";
  if (item.kind === "call") {
    const call = { ...item.call, delayedUntil: expires };
    step.emit({ type: "item", move, item: revised(item, { call }) });
    return;
  }
  const { deadline: _, ...rest } = item;
  step.emit({ type: "item", move, item: pausedAt === undefined ? { ...rest, deadline: expires } : rest });
}
