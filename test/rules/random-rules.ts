/** Random rules for property tests. */
import fc from "fast-check";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import type { Program, Step } from "../../yawl/rules/program.ts";
import type { Condition, Cornerstone, RuleNode, RuleSet, RuleTree } from "../../yawl/rules/rule-set.ts";
import { RULE_TYPE_NAMES, RULE_TYPES, type RuleType } from "../../yawl/rules/rule-types.ts";
import type { Subject } from "../../yawl/rules/seen.ts";

const VARIABLES = ["a", "b", "c"] as const;
const TASKS = ["one", "two"] as const;

const room = {
  root: "Net",
  variables: VARIABLES.map((name): Variable => ({ name, type: { kind: "any" } })),
};

/** What the rules are for. */
export const SUBJECT: Subject = {
  id: "random",
  version: "1.0",
  types: {},
  case: room,
  tasks: Object.fromEntries(TASKS.map((task) => [task, room])),
};

/** Data with small numbers, so that conditions hold now and then; sometimes a value is missing. */
export const data: fc.Arbitrary<JsonObject> = fc.record(
  { a: fc.nat(3), b: fc.nat(3), c: fc.nat(3) },
  { requiredKeys: ["a", "b"] },
);

/** Conditions, some of which fail where `c` has no value. */
export const condition: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...VARIABLES), fc.constantFrom("=", "<", ">=", "!="), fc.nat(3))
      .map(([name, sign, number]): Condition => ({ language: "rule", text: `${name} ${sign} ${number}` })),
  },
  {
    weight: 1,
    arbitrary: fc.nat(3).map((number): Condition => ({ language: "xpath", text: `$a = ${number}` })),
  },
  {
    weight: 1,
    arbitrary: fc.nat(3).map((number): Condition => ({ language: "xquery", text: `/Net/b = ${number}` })),
  },
  {
    weight: 1,
    arbitrary: fc.nat(3).map((number): Condition => ({ language: "jsonata", text: `a < ${number}` })),
  },
  { weight: 1, arbitrary: fc.constant<Condition>({ language: "rule", text: "True" }) },
);

const worklets = fc.array(fc.constantFrom("W1", "W2", "UID_3"), { minLength: 1, maxLength: 3 });

/** Programs that are legal for some type or other. */
export const program: fc.Arbitrary<Program> = fc.array(
  fc.oneof(
    fc.record({
      action: fc.constantFrom("suspend", "continue", "remove"),
      target: fc.constantFrom("item", "case", "ancestorCases", "allCases"),
    } as const),
    fc.record({ action: fc.constantFrom("compensate", "select"), worklets } as const),
  ) as fc.Arbitrary<Step>,
  { maxLength: 4 },
);

/** Texts that XML and YAML have to be careful with; files do not keep white space around them. */
const text = fc
  .oneof(fc.string(), fc.constantFrom("a & b < c", "]]>", "- x: {", "true", "1.0", "\u00e9\u{1F600}", "a\nb"))
  // oxlint-disable-next-line no-control-regex -- XML cannot hold them
  .map((raw) => raw.replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, " ").trim());

const stones: fc.Arbitrary<Cornerstone | undefined> = fc
  .option(
    fc.record(
      {
        data: fc.oneof(
          data,
          fc.dictionary(fc.constantFrom("a", "x y", "z"), fc.jsonValue({ maxDepth: 2 }), {
            maxKeys: 3,
          }) as fc.Arbitrary<JsonObject>,
          fc.dictionary(fc.constantFrom("a", "b"), text),
        ),
        facts: fc.record({ now: fc.nat(), item: fc.record({ task: fc.constantFrom(...TASKS) }) }),
      },
      { requiredKeys: ["data"] },
    ),
    { nil: undefined },
  )
  .map((stone) => (stone === undefined ? undefined : (JSON.parse(JSON.stringify(stone)) as Cornerstone)));

/** A tree of any form: each node hangs on a free branch of one before it. */
export function tree(type: RuleType, task: string | undefined): fc.Arbitrary<RuleTree> {
  const node = fc.record({
    condition,
    conclusion: program,
    cornerstone: stones,
    description: fc.option(text, { nil: undefined }),
    under: fc.nat(),
    onTrue: fc.boolean(),
    step: fc.integer({ min: 1, max: 3 }),
  });
  return fc.array(node, { minLength: 1, maxLength: 12 }).map((raw): RuleTree => {
    const nodes: (RuleNode & { onTrue?: number; onFalse?: number })[] = [];
    let id = -1;
    for (const { under, onTrue, step, cornerstone, description, ...content } of raw) {
      id += step;
      const free = nodes.flatMap((each) => [
        ...(each.onTrue === undefined ? [{ each, branch: "onTrue" as const }] : []),
        ...(each.onFalse === undefined ? [{ each, branch: "onFalse" as const }] : []),
      ]);
      const wanted = free.filter(({ branch }) => branch === (onTrue ? "onTrue" : "onFalse"));
      const place = (wanted.length > 0 ? wanted : free)[
        under % Math.max(1, (wanted.length > 0 ? wanted : free).length)
      ];
      if (place) place.each[place.branch] = id;
      nodes.push({
        id,
        ...content,
        ...(cornerstone && { cornerstone }),
        ...(description ? { description } : {}),
      });
    }
    return { type, ...(task !== undefined && { task }), root: nodes[0]?.id ?? 0, nodes };
  });
}

/** Rules of several types. */
export const ruleSet: fc.Arbitrary<RuleSet> = fc
  .subarray(
    RULE_TYPE_NAMES.flatMap((type): readonly Pick<RuleTree, "type" | "task">[] =>
      RULE_TYPES[type].of === "case" ? [{ type }] : TASKS.map((task) => ({ type, task })),
    ),
    { maxLength: 4 },
  )
  .chain((places) => fc.tuple(...places.map(({ type, task }) => tree(type, task))))
  .map((trees): RuleSet => ({ for: { name: "random", version: "1.0" }, trees }));
