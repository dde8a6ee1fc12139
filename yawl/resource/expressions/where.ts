/**
 * Conditions on people, put together from filters: `capability("Contract Law") & (years("Contract Law") >= 5 | group(Legal))`.
 *
 * A condition is the name of a filter, with arguments in parentheses where it takes some, and a comparison behind it where it
 * can be compared. Arguments are values for its first parameters, `parameter = value`, or a comparison (`>= 5`).
 */
import { fault, ok, type Result } from "../../model/fault.ts";
import type { Condition, FilterKind, Parameters, Scene } from "../kinds.ts";
import { missingVariable } from "../variables.ts";
import { comparedAt, signAt, textOfComparison, valueAt, type Comparison } from "./comparison.ts";
import { quote, type Cursor } from "./cursor.ts";
import { conditionOf, readLogic, type Logic } from "./logic.ts";

/** An argument: a value, with the parameter that it is for if it says so. */
interface Argument {
  readonly parameter?: string;
  readonly value: string;
  readonly isVariable: boolean;
}

/** A condition as it is written. */
export interface Term {
  readonly filter: string;
  readonly arguments: readonly Argument[];
  readonly comparison?: Comparison;
  /** index of its first character */
  readonly at: number;
}

const NAME = /[A-Za-z][A-Za-z0-9_-]*/y;
const NAMED = /[A-Za-z][A-Za-z0-9_-]*(?=\s*=)/y;

/** Reads an expression; a fault names the place. */
export function readWhere(text: string): Result<Logic<Term>> {
  return readLogic(text, termAt);
}

function termAt(cursor: Cursor): Term {
  cursor.peek();
  const { at } = cursor;
  const filter = cursor.match(NAME);
  if (filter === undefined) cursor.fail("the name of a condition is missing");
  const found: Argument[] = [];
  let comparison: Comparison | undefined;
  if (cursor.take("(")) {
    if (!cursor.take(")")) {
      do {
        const compared = comparisonAt(cursor);
        if (compared && comparison) cursor.fail(`"${filter}" is compared twice`);
        comparison ??= compared;
        if (!compared) found.push(argumentAt(cursor, filter));
      } while (cursor.take(","));
      cursor.expect(")", `the arguments of "${filter}"`);
    }
  }
  const behind = comparisonAt(cursor);
  if (behind && comparison) cursor.fail(`"${filter}" is compared twice`);
  const compared = behind ?? comparison;
  return { filter, arguments: found, at, ...(compared ? { comparison: compared } : {}) };
}

function comparisonAt(cursor: Cursor): Comparison | undefined {
  const sign = signAt(cursor);
  return sign && comparedAt(cursor, sign);
}

function argumentAt(cursor: Cursor, filter: string): Argument {
  const parameter = cursor.match(NAMED);
  if (parameter !== undefined) cursor.expect("=", `"${parameter}"`);
  const isVariable = cursor.peek() === "$";
  const value = valueAt(cursor, parameter === undefined ? `"${filter}("` : `"${parameter} ="`);
  return { value, isVariable, ...(parameter === undefined ? {} : { parameter }) };
}

/** The parameters of a filter that a term gives it; a fault when it takes no such argument. */
export function parametersOf(
  { filter, arguments: given, comparison }: Term,
  kind: FilterKind,
): Result<Parameters> {
  const parameters: Record<string, string> = {};
  const free = [...(kind.positional ?? [])];
  const values = new Map<string, Argument[]>();
  for (const argument of given) {
    const parameter = argument.parameter ?? (free.length > 1 ? free.shift() : free[0]);
    if (parameter === undefined) {
      return fault(
        "invalid-specification",
        `"${filter}" takes no argument "${argument.value}" without a name.`,
      );
    }
    values.set(parameter, [...(values.get(parameter) ?? []), argument]);
  }
  for (const [parameter, all] of values) {
    const type = kind.parameters.find(({ name }) => name === parameter)?.type;
    const texts = all.map(({ value, isVariable }) => (isVariable ? value : quote(value)));
    const [first = ""] = all.map(({ value }) => value);
    if (type === "names") parameters[parameter] = texts.join(" | ");
    else if (type === "list") parameters[parameter] = texts.join(", ");
    else if (all.length > 1) {
      return fault("invalid-specification", `"${filter}" takes one "${parameter}", not ${all.length}.`);
    } else parameters[parameter] = first;
  }
  if (comparison) {
    if (kind.compared === undefined) {
      return fault(
        "invalid-specification",
        `"${filter}" has no value to compare with ${quote(comparison.value)}.`,
      );
    }
    parameters[kind.compared] = textOfComparison(comparison);
  }
  return ok(parameters);
}

/** The condition that an expression stands for, for one decision. */
export function whereCondition(logic: Logic<Term>, scene: Scene): Result<Condition> {
  return conditionOf(logic, (term) => {
    const kind = scene.filters.find(term.filter);
    if (!kind) return fault("invalid-specification", `There is no condition "${term.filter}".`);
    const parameters = parametersOf(term, kind);
    if (!parameters.ok) return parameters;
    return missingVariable(kind, parameters.value) ?? kind.prepare(parameters.value, scene);
  });
}
