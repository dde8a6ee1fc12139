/** How the timers of tasks stand, as predicates ask for it (T5 in docs/semantics.md). */
import type { TimerState } from "../../data/expressions/language.ts";
import type { LinkedNet } from "../../net/linked.ts";
import { netInstance, type CaseState } from "../state.ts";

/**
 * State of a task's timer in a net instance: `active` while it, or that of one of its instances, runs or stands; then `expired` if
 * one expired in this round of the task, else `closed`; `dormant` before, and for tasks without a timer.
 * @param name of the task, or its id where no task with a timer has that name
 */
export function timerState(state: CaseState, { tasks }: LinkedNet, key: string, name: string): TimerState {
  const timed = [...tasks.values()].filter(({ task }) => task.timer !== undefined);
  const found = timed.find(({ task }) => task.name === name) ?? timed.find(({ id }) => id === name);
  if (!found) return "dormant";
  const runs = Object.values(state.pending).some(
    (pending) => pending.kind === "timer" && pending.net === key && pending.task === found.id,
  );
  if (runs) return "active";
  const { timers } = netInstance(state, key);
  return timers && Object.hasOwn(timers, found.id) ? (timers[found.id] ?? "dormant") : "dormant";
}
