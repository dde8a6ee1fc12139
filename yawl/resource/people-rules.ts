/** What an upload asks of the filters, constraints and allocators of a deployment. */
import type { PeopleRules } from "../model/people-rules.ts";
import { leavesOf } from "./expressions/logic.ts";
import { parametersOf, readWhere } from "./expressions/where.ts";
import type { AnyKind, Filters, Parameters } from "./kinds.ts";
import { given } from "./parameters.ts";
import { kindsOf, OWN_KINDS, problemsOf, type Registry } from "./registry.ts";
import { isVariable, variablesNamed } from "./variables.ts";

/** The kinds of a registry, for the checks of specifications and their compilation. */
export function peopleRules(registry: Registry = OWN_KINDS): PeopleRules {
  return {
    problemsOf: (part, selector) => problemsOf(part, selector, undefined, registry),
    tasksOf(part, { name, parameters }) {
      const kind = kindsOf(registry, part).find(name);
      return kind ? [...new Set(tasksNamed(kind, parameters, registry.filters))] : [];
    },
    variablesOf(part, { name, parameters }, which) {
      const kind = kindsOf(registry, part).find(name);
      return kind ? [...new Set(variablesNamed(kind, parameters, which))] : [];
    },
  };
}

/** Tasks that parameters name, those of the conditions in an expression included; a variable is none. */
function tasksNamed(kind: AnyKind, parameters: Parameters, filters: Filters): readonly string[] {
  return kind.parameters.flatMap(({ name, type }) => {
    const text = given(parameters, name);
    if (text === undefined || isVariable(text)) return [];
    if (type === "task") return [text];
    const logic = type === "expression" ? readWhere(text) : undefined;
    if (!logic?.ok) return [];
    return leavesOf(logic.value).flatMap((term) => {
      const inner = filters.find(term.filter);
      const named = inner && parametersOf(term, inner);
      return inner && named?.ok ? tasksNamed(inner, named.value, filters) : [];
    });
  });
}
