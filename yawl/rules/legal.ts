/**
 * Which steps a rule of a type may conclude, and on what (T9 in docs/semantics.md): one table, which `docs/rules.md` shows. What a
 * type has no word for is refused when rules are stored.
 */
import {
  ACTIONS,
  RUNS,
  TARGETS,
  textOfStep,
  type Action,
  type Program,
  type Step,
  type Target,
} from "./program.ts";
import type { RuleType } from "./rule-types.ts";

/** Legal steps of a type. */
type Row = Readonly<Record<Action, readonly Target[]>> & {
  readonly compensate: boolean;
  readonly select: boolean;
};

const CASES = ["case", "ancestorCases", "allCases"] as const;
const ITEM_AND_CASES = ["item", ...CASES] as const;
const ITEM = ["item"] as const;

/** There is no item. */
const OF_CASE: Row = {
  suspend: CASES,
  continue: CASES,
  remove: CASES,
  restart: [],
  complete: [],
  fail: [],
  rollback: [],
  compensate: true,
  select: false,
};

/** There is an item that has not ended. */
const OF_ITEM: Row = {
  suspend: ITEM_AND_CASES,
  continue: ITEM_AND_CASES,
  remove: ITEM_AND_CASES,
  restart: ITEM,
  complete: ITEM,
  fail: ITEM,
  rollback: ITEM,
  compensate: true,
  select: false,
};

/** Rule type x step x target. */
export const LEGAL: Readonly<Record<RuleType, Row>> = {
  selection: {
    suspend: [],
    continue: [],
    remove: [],
    restart: [],
    complete: [],
    fail: [],
    rollback: [],
    compensate: false,
    select: true,
  },
  casePreConstraint: OF_CASE,
  casePostConstraint: OF_CASE,
  caseExternal: OF_CASE,
  // nobody has begun the item: there is nothing to begin again, and nothing before it to go back to
  itemPreConstraint: { ...OF_ITEM, restart: [], rollback: [] },
  // the item is complete: `continue` lets that stand
  itemPostConstraint: { ...OF_ITEM, complete: [] },
  itemAbort: OF_ITEM,
  timeout: OF_ITEM,
  resourceUnavailable: OF_ITEM,
  constraintViolation: OF_ITEM,
  itemExternal: OF_ITEM,
};

/** What is wrong with a step of a program. */
export interface ProgramProblem {
  /** number of the step, from 0 */
  readonly step: number;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** Steps that a program may have. */
const MOST_STEPS = 100;

/** Everything that is wrong with a program of a rule of the type. */
export function programProblems(program: Program, type: RuleType): readonly ProgramProblem[] {
  if (program.length > MOST_STEPS) return [error(MOST_STEPS, `A program has at most ${MOST_STEPS} steps.`)];
  const illegal = program.flatMap((step, index) => {
    const message = illegality(step, type);
    return message === undefined ? [] : [error(index, message)];
  });
  // what becomes of suspended work is only worth saying of steps that are legal
  return illegal.length > 0 ? illegal : effectProblems(program);
}

function error(step: number, message: string): ProgramProblem {
  return { step, severity: "error", message };
}

function illegality(step: Step, type: RuleType): string | undefined {
  const row = LEGAL[type];
  if (!("target" in step)) {
    if (step.worklets.length === 0) return `"${step.action}" names no worklet.`;
    return row[step.action]
      ? undefined
      : `A rule of ${type} cannot ${step.action} worklets; it can ${allowed(row)}.`;
  }
  const targets = row[step.action];
  if (targets.includes(step.target)) return undefined;
  const instead = targets.length > 0 ? `${step.action} ${targets.join(", ")}` : `only ${allowed(row)}`;
  return `A rule of ${type} cannot ${textOfStep(step)}; it can ${instead}.`;
}

function allowed(row: Row): string {
  return [...ACTIONS.filter((action) => row[action].length > 0), ...RUNS.filter((run) => row[run])].join(
    ", ",
  );
}

/** What a step that ends something ends with it: an item is in its case, which is one of its own ancestors and of all cases. */
const WITHIN: Readonly<Record<Target, readonly Target[]>> = {
  item: ["item"],
  case: ["item", "case"],
  ancestorCases: ["item", "case", "ancestorCases"],
  allCases: ["item", "case", "allCases"],
};

/** Goes through the steps, and says what comes too late and what stays suspended. */
function effectProblems(program: Program): readonly ProgramProblem[] {
  const problems: ProgramProblem[] = [];
  /** by target, the step that suspended it */
  const suspended = new Map<Target, number>();
  /** by target, the step that ended it */
  const ended = new Map<Target, number>();
  for (const [index, step] of program.entries()) {
    if (!("target" in step)) continue;
    const { action, target } = step;
    const before = ended.get(target);
    if (before !== undefined) {
      const what = program[before];
      problems.push(
        error(index, `"${textOfStep(step)}" comes too late: "${what ? textOfStep(what) : ""}" is before it.`),
      );
      continue;
    }
    switch (action) {
      case "suspend":
        if (!suspended.has(target)) suspended.set(target, index);
        break;
      case "continue":
        if (!suspended.delete(target))
          problems.push({
            step: index,
            severity: "warning",
            message: `"${textOfStep(step)}" does nothing: no step before it has suspended just that.`,
          });
        break;
      case "restart":
        suspended.delete(target);
        break;
      case "complete":
      case "fail":
      case "remove":
      case "rollback":
        for (const each of WITHIN[target]) {
          suspended.delete(each);
          ended.set(each, index);
        }
        break;
    }
  }
  for (const target of TARGETS) {
    const index = suspended.get(target);
    if (index !== undefined)
      problems.push(
        error(
          index,
          `The program would end with something suspended: "suspend ${target}" is never undone; "continue ${target}" or a step that ends it is missing.`,
        ),
      );
  }
  return problems;
}
