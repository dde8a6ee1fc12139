/** Filters by what people can do, and how well. */
import { ok, type Result } from "../../model/fault.ts";
import { comparing, readyComparison, textOfComparison, type Comparison } from "../expressions/comparison.ts";
import { quote } from "../expressions/cursor.ts";
import { allOf, anyOf, conditionOf } from "../expressions/logic.ts";
import { knownName, readList, readNames, type Name } from "../expressions/names.ts";
import type { Condition, FilterKind, Scene } from "../kinds.ts";
import { given } from "../parameters.ts";

/** Somebody has the capability, with a value that compares so. */
function has(name: Name, comparison: Comparison | undefined, { organisation }: Scene): Result<Condition> {
  const known = knownName("capability", name, organisation);
  if (!known.ok) return known;
  const holders = organisation.holdersOf("capability", known.value) ?? new Set();
  if (!comparison) {
    return ok({ text: `capability(${quote(known.value)})`, test: ({ id }) => holders.has(id) });
  }
  const ids = organisation.idsOf("capability", known.value);
  const meant = new Set(organisation.callingsOf("capability", ids));
  const compares = comparing(comparison);
  return ok({
    text: `capability(${quote(known.value)}, ${textOfComparison(comparison)})`,
    test: ({ id, capabilities }) =>
      holders.has(id) &&
      capabilities.some(({ name: held, value }) => value !== undefined && meant.has(held) && compares(value)),
  });
}

/** Mizzen's own: presence, value, any and all. */
const CAPABILITY: FilterKind = {
  part: "filter",
  name: "capability",
  aliases: ["years", "level"],
  description: "Who has the capability, perhaps with a value that compares so",
  parameters: [
    {
      name: "name",
      description: "the capability, by id or name; several with &, | and !",
      type: "names",
      of: "capability",
    },
    { name: "any", description: "one of these capabilities", type: "list", of: "capability" },
    { name: "all", description: "all of these capabilities", type: "list", of: "capability" },
    { name: "is", description: "what its value has to be: >= 5, != junior, or gold", type: "comparison" },
  ],
  positional: ["name"],
  compared: "is",
  check: (parameters) =>
    ["name", "any", "all"].some((name) => given(parameters, name) !== undefined)
      ? []
      : [
          {
            path: ["parameters"],
            message: '"capability" needs one of the parameters "name", "any" and "all".',
          },
        ],
  prepare(parameters, scene) {
    const is = given(parameters, "is");
    const comparison = is === undefined ? undefined : readyComparison(is);
    if (comparison && !comparison.ok) return comparison;
    const one = (name: Name): Result<Condition> => has(name, comparison?.value, scene);
    const conditions: Condition[] = [];
    const name = given(parameters, "name");
    if (name !== undefined) {
      const names = readNames(name);
      const condition = names.ok ? conditionOf(names.value, one) : names;
      if (!condition.ok) return condition;
      conditions.push(condition.value);
    }
    for (const [parameter, join] of [
      ["any", anyOf],
      ["all", allOf],
    ] as const) {
      const text = given(parameters, parameter);
      if (text === undefined) continue;
      const names = readList(text);
      if (!names.ok) return names;
      const each: Condition[] = [];
      for (const found of names.value) {
        const condition = one(found);
        if (!condition.ok) return condition;
        each.push(condition.value);
      }
      conditions.push(join(each));
    }
    const [first] = conditions;
    return ok(conditions.length === 1 && first ? first : allOf(conditions));
  },
};

/** YAWL's: an expression of capabilities. */
const CAPABILITY_FILTER: FilterKind = {
  part: "filter",
  name: "CapabilityFilter",
  description: "Who has the capabilities that an expression asks for",
  parameters: [
    {
      name: "Capability",
      description: "the capability, by id or name; several with &, | and !",
      type: "names",
      of: "capability",
      required: true,
    },
  ],
  positional: ["Capability"],
  prepare({ Capability = "" }, scene) {
    const names = readNames(Capability);
    return names.ok ? conditionOf(names.value, (name) => has(name, undefined, scene)) : names;
  },
};

/** Filters by capability. */
export const BY_CAPABILITY: readonly FilterKind[] = [CAPABILITY, CAPABILITY_FILTER];
