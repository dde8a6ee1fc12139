/** Several decisions at once: each sees what those before it gave to whom. */
import type { Decision } from "../work/decision.ts";
import { historyOf, queueOf, type History, type Loads, type Queues } from "./loads.ts";

/** Loads that grow with the decisions that are made on them. */
export interface Tally {
  /** as they are by now: what the next decision gets */
  readonly loads: Loads;
  /**
   * Counts what was decided, if it gives the item to somebody.
   * @param at epoch milliseconds
   * @param isOther it is about another task: it counts for queues, and not as having done this one
   */
  count(decision: Decision, at: number, isOther?: boolean): void;
}

/** Loads to count decisions into; those that were read stay as they are. */
export function tallyOf(loads: Loads): Tally {
  const queues = copyOf<Queues>(loads.queues);
  const history = copyOf<History>(loads.history);
  const counted = { queues, history };
  return {
    loads: counted,
    count(decision, at, isOther = false) {
      if (decision.kind !== "allocated") return;
      const { to } = decision;
      const queue = queueOf(counted, to);
      queues[to] = decision.start
        ? { ...queue, started: queue.started + 1 }
        : { ...queue, allocated: queue.allocated + 1 };
      if (isOther) return;
      const past = historyOf(counted, to);
      history[to] = {
        ...past,
        allocated: past.allocated + 1,
        inHand: (past.inHand ?? 0) + 1,
        lastAllocatedAt: Math.max(at, past.lastAllocatedAt ?? at),
      };
    },
  };
}

/** Without a prototype, so that any id is a key like any other. */
function copyOf<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, record);
}
