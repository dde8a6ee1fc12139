/**
 * When a task is enabled, and which tokens it takes when it fires (SEMANTICS 1 and 3 in docs/semantics.md; YAWL paper 2005,
 * joins).
 */
import type { LinkedNet, LinkedTask } from "./linked.ts";
import { tokens, type Marking } from "./marking.ts";
import { orJoinDecision } from "./or-join/or-join.ts";

/** `undecided`: an OR-join whose future is too large to look through (see `or-join.ts`); it has to wait. */
export type JoinState = "satisfied" | "waits" | "undecided";

/**
 * How the join of a task that is not busy stands.
 * @param busy gives the ids of the tasks of this net instance that are busy; the OR-join counts them as places with a token
 */
export function joinState(
  net: LinkedNet,
  { task }: LinkedTask,
  marking: Marking,
  busy: () => readonly string[],
): JoinState {
  switch (task.join) {
    case "and":
      return task.from.length > 0 && areMarked(marking, task.from) ? "satisfied" : "waits";
    case "xor":
      return isOneMarked(marking, task.from) ? "satisfied" : "waits";
    case "or": {
      if (!isOneMarked(marking, task.from)) return "waits";
      if (areMarked(marking, task.from)) return "satisfied";
      const { kind } = orJoinDecision(net, task, marking, busy());
      if (kind === "undecided") return kind;
      return kind === "enabled" ? "satisfied" : "waits";
    }
  }
}

function isOneMarked(marking: Marking, conditions: readonly string[]): boolean {
  for (const condition of conditions) if (tokens(marking, condition) > 0) return true;
  return false;
}

function areMarked(marking: Marking, conditions: readonly string[]): boolean {
  for (const condition of conditions) if (tokens(marking, condition) === 0) return false;
  return true;
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
  if (task.join === "and" || task.from.length === 1) return task.from;
  const marked = task.from.filter((condition) => tokens(marking, condition) > 0);
  if (task.join === "or" || marked.length <= 1) return marked;
  const chosen = marked[draw(marked.length)];
  return chosen === undefined ? [] : [chosen];
}
