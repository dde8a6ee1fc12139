/** The filter that puts other filters together. */
import { WHERE, WHERE_EXPRESSION } from "../../model/people-rules.ts";
import { leavesOf } from "../expressions/logic.ts";
import { parametersOf, readWhere, whereCondition } from "../expressions/where.ts";
import type { FilterKind } from "../kinds.ts";

/** `where` of an offer in the dialect. */
export const WHERE_FILTER: FilterKind = {
  part: "filter",
  name: WHERE,
  description: "Who fits an expression of conditions, each a filter",
  parameters: [
    {
      name: WHERE_EXPRESSION,
      description: "conditions with &, | and !, such as role(clerk) & open <= 3",
      type: "expression",
      required: true,
    },
  ],
  needs({ [WHERE_EXPRESSION]: expression = "" }, filters) {
    const logic = readWhere(expression);
    if (!logic.ok) return [];
    const needs = leavesOf(logic.value).flatMap((term) => {
      const kind = filters.find(term.filter);
      const parameters = kind && parametersOf(term, kind);
      return parameters?.ok ? (kind?.needs?.(parameters.value, filters) ?? []) : [];
    });
    return [...new Set(needs)];
  },
  prepare({ [WHERE_EXPRESSION]: expression = "" }, scene) {
    const logic = readWhere(expression);
    return logic.ok ? whereCondition(logic.value, scene) : logic;
  },
};
