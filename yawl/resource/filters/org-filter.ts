/** YAWL's filter by position and group. */
import { ok } from "../../model/fault.ts";
import { allOf } from "../expressions/logic.ts";
import type { Condition, FilterKind } from "../kinds.ts";
import { given } from "../parameters.ts";
import { heldCondition } from "./held.ts";

/** `OrgFilter` of `.yawl` files; with both parameters both have to hold. */
export const ORG_FILTER: FilterKind = {
  part: "filter",
  name: "OrgFilter",
  description: "Who holds the position and is in the group",
  parameters: [
    {
      name: "Position",
      description: "the position, by id or name; several with &, | and !",
      type: "names",
      of: "position",
    },
    {
      name: "OrgGroup",
      description: "the group, by id or name; several with &, | and !",
      type: "names",
      of: "group",
    },
  ],
  check: (parameters) =>
    (given(parameters, "Position") ?? given(parameters, "OrgGroup"))
      ? []
      : [
          {
            path: ["parameters"],
            message: '"OrgFilter" needs one of the parameters "Position" and "OrgGroup".',
          },
        ],
  prepare(parameters, scene) {
    const conditions: Condition[] = [];
    for (const [parameter, kind] of [
      ["Position", "position"],
      ["OrgGroup", "group"],
    ] as const) {
      const text = given(parameters, parameter);
      if (text === undefined) continue;
      const condition = heldCondition(kind, text, scene);
      if (!condition.ok) return condition;
      conditions.push(condition.value);
    }
    const [first] = conditions;
    return ok(conditions.length === 1 && first ? first : allOf(conditions));
  },
};
