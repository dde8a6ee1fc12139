/** The timers of a case, as lists and pages show them. */
import type { PendingTimer } from "../case/pending.ts";
import type { CaseState } from "../case/state.ts";

/** A timer of a task. */
export interface TimerView {
  /** key of the net instance, and id of the task in it */
  readonly net: string;
  readonly task: string;
  /** the work item that it is for; none for a composite task, and for one that has ended */
  readonly item?: string;
  readonly state: "active" | "paused" | "closed" | "expired";
  /** when it expires, or reminds where it only does that; epoch milliseconds; none for one that has ended */
  readonly due?: number;
}

/** How many timers that run are shown: those that are due next. */
const MOST_SHOWN = 100;

/** The timers of a case: those that run, the next first, then how those of tasks ended that have none running. */
export function timersOf({ pending, nets, items }: CaseState): readonly TimerView[] {
  const running: PendingTimer[] = [];
  for (const each of Object.values(pending)) if (each.kind === "timer") running.push(each);
  const shown = running
    .toSorted((a, b) => endOf(a) - endOf(b))
    .slice(0, MOST_SHOWN)
    .map((timer): TimerView => ({
      net: timer.net,
      task: timer.task,
      ...(Object.hasOwn(items, timer.of) ? { item: timer.of } : {}),
      state: timer.pausedAt === undefined ? "active" : "paused",
      due: endOf(timer),
    }));
  const ended = Object.values(nets).flatMap(({ key, timers = {} }) =>
    Object.entries(timers)
      .filter(([task]) => !running.some((timer) => timer.net === key && timer.task === task))
      .map(([task, state]): TimerView => ({ net: key, task, state })),
  );
  return [...shown, ...ended];
}

function endOf({ expires, due }: PendingTimer): number {
  return expires ?? due;
}

/** The timers of a case after a step, where it changed them. */
export function changedTimers(
  before: CaseState | undefined,
  after: CaseState,
): readonly TimerView[] | undefined {
  if (before?.pending === after.pending && before.nets === after.nets) return undefined;
  const [earlier, now] = [before ? timersOf(before) : [], timersOf(after)];
  const isSame =
    earlier.length === now.length && now.every((timer, index) => isSameTimer(timer, earlier[index]));
  return isSame ? undefined : now;
}

function isSameTimer(one: TimerView, other: TimerView | undefined): boolean {
  return (
    one.net === other?.net &&
    one.task === other.task &&
    one.item === other.item &&
    one.state === other.state &&
    one.due === other.due
  );
}
