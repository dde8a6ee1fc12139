/** Parameters of filters, constraints and allocators: what each may be, and what is wrong with one. */
import { didYouMean } from "../model/near.ts";
import type { AnyKind, ParameterKind, Parameters, Problem } from "./kinds.ts";

const WHOLE = /^\d{1,9}$/;

/** A whole number from 0 as a parameter has it. */
export function wholeOf(text: string): number | undefined {
  return WHOLE.test(text.trim()) ? Number(text.trim()) : undefined;
}

/** The parameter, or nothing where it is blank: `.yawl` files write parameters that were not filled in. */
export function given(parameters: Parameters, name: string): string | undefined {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  return value === undefined || value.trim() === "" ? undefined : value;
}

/** What is wrong with the parameters of a kind; tasks are looked for among `tasks` where they are known. */
export function parameterProblems(
  kind: AnyKind,
  parameters: Parameters,
  problemOf: (parameter: ParameterKind, text: string) => string | undefined,
): readonly Problem[] {
  const problems: Problem[] = [];
  const names = kind.parameters.map(({ name }) => name);
  for (const name of Object.keys(parameters)) {
    if (names.includes(name)) continue;
    const known = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}.`;
    const message = `"${kind.name}" has no parameter "${name}".${didYouMean(name, names) || ` ${known}`}`;
    problems.push({ path: ["parameters", name], message });
  }
  for (const parameter of kind.parameters) {
    const value = given(parameters, parameter.name);
    if (value !== undefined) {
      const message = problemOf(parameter, value);
      if (message !== undefined) problems.push({ path: ["parameters", parameter.name], message });
    } else if (parameter.required) {
      const message = `"${kind.name}" needs the parameter "${parameter.name}": ${parameter.description}.`;
      problems.push({ path: ["parameters", parameter.name], message });
    }
  }
  return problems.length > 0 ? problems : (kind.check?.(parameters) ?? []);
}
