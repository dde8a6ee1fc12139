/** What is wrong with the parameters of a filter, constraint or allocator, as far as it can be said without an organisation. */
import { didYouMean } from "../model/near.ts";
import { readComparison } from "./expressions/comparison.ts";
import { placeOf } from "./expressions/cursor.ts";
import { leavesOf } from "./expressions/logic.ts";
import { readList, readNames } from "./expressions/names.ts";
import { parametersOf, readWhere, type Term } from "./expressions/where.ts";
import type { AnyKind, Filters, ParameterKind, Parameters, Problem } from "./kinds.ts";
import { given, wholeOf } from "./parameters.ts";
import { isVariable } from "./variables.ts";

/** What there is besides. */
export interface Known {
  /** ids of the tasks that may be named; `undefined`: they are not looked at */
  readonly tasks: ReadonlySet<string> | undefined;
  /** filters that an expression may name */
  readonly filters: Filters & { unknown(name: string): string };
}

/** All that is wrong with the parameters of a kind. */
export function parameterProblems(kind: AnyKind, parameters: Parameters, known: Known): readonly Problem[] {
  const problems: Problem[] = [];
  const names = kind.parameters.map(({ name }) => name);
  for (const name of Object.keys(parameters)) {
    if (names.includes(name)) continue;
    const has = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
    const message = `"${kind.name}" has no parameter "${name}".${didYouMean(name, names) || ` ${has}`}`;
    problems.push({ path: ["parameters", name], message });
  }
  for (const parameter of kind.parameters) {
    const value = given(parameters, parameter.name);
    const path = ["parameters", parameter.name];
    if (value !== undefined) {
      // a variable of the net: its value is looked at when the item is distributed
      if (isVariable(value) && parameter.type !== "expression") continue;
      for (const message of valueProblems(parameter, value, known)) problems.push({ path, message });
    } else if (parameter.required) {
      const message = `"${kind.name}" needs the parameter "${parameter.name}": ${parameter.description}.`;
      problems.push({ path, message });
    }
  }
  return problems.length > 0 ? problems : (kind.check?.(parameters) ?? []);
}

function valueProblems(parameter: ParameterKind, text: string, known: Known): readonly string[] {
  switch (parameter.type) {
    case "text":
      return [];
    case "whole":
      return wholeOf(text) === undefined ? [`"${text}" is no whole number from 0.`] : [];
    case "task":
      return known.tasks === undefined || known.tasks.has(text)
        ? []
        : [`There is no task "${text}".${didYouMean(text, known.tasks)}`];
    case "choice": {
      const choices = parameter.choices ?? [];
      if (choices.includes(text)) return [];
      return [`"${text}" is none of: ${choices.join(", ")}.${didYouMean(text, choices)}`];
    }
    case "names":
      return messageOf(readNames(text));
    case "list":
      return messageOf(readList(text));
    case "comparison":
      return messageOf(readComparison(text));
    case "expression":
      return whereProblems(text, known);
  }
}

function messageOf(
  result: { readonly ok: true } | { readonly ok: false; readonly fault: { readonly message: string } },
): readonly string[] {
  return result.ok ? [] : [result.fault.message];
}

function whereProblems(text: string, known: Known): readonly string[] {
  const logic = readWhere(text);
  if (!logic.ok) return [logic.fault.message];
  return leavesOf(logic.value).flatMap((term) =>
    termProblems(term, known).map((message) => `${placeOf(text, term.at)}: ${message}`),
  );
}

function termProblems(term: Term, known: Known): readonly string[] {
  const kind = known.filters.find(term.filter);
  if (!kind) return [known.filters.unknown(term.filter)];
  const parameters = parametersOf(term, kind);
  if (!parameters.ok) return [parameters.fault.message];
  return parameterProblems(kind, parameters.value, known).map(({ message }) => message);
}
