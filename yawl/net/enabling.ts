/** When a task is enabled, and which tokens it takes when it fires (SEMANTICS 1 and 3; YAWL paper 2005, joins). */
import type { LinkedNet, LinkedTask } from "./linked.ts";
import { tokens, type Marking } from "./marking.ts";
import { orJoinEnabled } from "./orjoin.ts";

/**
 * Whether the join of a task that is not busy is satisfied.
 * @param busy ids of the tasks of this net instance that are busy; the OR-join counts them as places with a token
 */
export function joinSatisfied(
  net: LinkedNet,
  { task }: LinkedTask,
  marking: Marking,
  busy: readonly string[],
): boolean {
  switch (task.join) {
    case "and":
      return task.from.length > 0 && task.from.every((condition) => tokens(marking, condition) > 0);
    case "xor":
      return task.from.some((condition) => tokens(marking, condition) > 0);
    case "or": {
      const marked = task.from.filter((condition) => tokens(marking, condition) > 0).length;
      if (marked === 0) return false;
      return marked === task.from.length || orJoinEnabled(net, task, marking, busy);
    }
  }
}

/**
 * The conditions from which a firing takes one token each: all (AND), all marked (OR), one of the marked (XOR).
 * @param draw gives a number from 0 to below n; the choice of an XOR-join among several marked conditions is free
 */
export function tokensToTake(
  { task }: LinkedTask,
  marking: Marking,
  draw: (n: number) => number,
): readonly string[] {
  if (task.join === "and") return task.from;
  const marked = task.from.filter((condition) => tokens(marking, condition) > 0);
  if (task.join === "or" || marked.length <= 1) return marked;
  const chosen = marked[draw(marked.length)];
  return chosen === undefined ? [] : [chosen];
}
