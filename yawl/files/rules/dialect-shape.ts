/** The shape of rules in YAML and JSON; `docs/rules.md` explains it. */
import { z } from "zod";
import { unicodeProblem } from "../../data/xml/names.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import { ACTIONS, RUNS, TARGETS } from "../../rules/program.ts";
import { CONDITION_LANGUAGES } from "../../rules/rule-set.ts";
import { RULE_TYPE_NAMES, RULE_TYPES, type RuleType } from "../../rules/rule-types.ts";
import type { Path } from "../dialect/places.ts";
import { keysOf } from "../dialect/schema.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { factsShape } from "./facts-shape.ts";

const LONGEST_CONDITION = 10_000;

/** Files of YAWL have to be able to hold it. */
const written = z
  .string()
  .refine((value) => unicodeProblem(value) === undefined, "has a character that XML cannot hold");

const conditionText = written.trim().min(1).max(LONGEST_CONDITION);

/** A condition: a text of the rules' own language, or of another one that is named. */
export const conditionShape = z.union([
  conditionText,
  z
    .strictObject({
      rule: conditionText.optional(),
      xpath: conditionText.optional(),
      jsonata: conditionText.optional(),
      xquery: conditionText.optional(),
    })
    .refine((value) => Object.keys(value).length === 1, "it must name one language"),
]);

const worklet = written
  .trim()
  .min(1)
  .max(1_000)
  .regex(/^[^\s;,]+$/, "is no name of a specification");
const worklets = z.union([worklet, z.array(worklet).min(1).max(100)]);
const target = z.enum(TARGETS);

const stepShape = z
  .strictObject({
    suspend: target.optional(),
    continue: target.optional(),
    restart: target.optional(),
    complete: target.optional(),
    fail: target.optional(),
    remove: target.optional(),
    rollback: target.optional(),
    compensate: worklets.optional(),
    select: worklets.optional(),
  })
  .refine(
    (value) => Object.keys(value).length === 1,
    `it must be one of ${[...ACTIONS, ...RUNS].join(", ")}`,
  );

/** What a rule concludes: a step, or several in their order. */
export const programShape = z.union([stepShape, z.array(stepShape).max(100)]);

const data = z
  .custom<JsonObject>(isJsonObject, "must be an object")
  .meta({ type: "object", additionalProperties: true });

const id = z.int().min(0).max(999_999_999);
/** Shape of what a rule is for, in words. */
export const descriptionShape = written.trim().min(1).max(10_000);

const ruleShape = z.strictObject({
  id: id.optional().meta({ description: "made when it is not given" }),
  description: descriptionShape.optional(),
  if: conditionShape,
  // oxlint-disable-next-line unicorn/no-thenable -- the word that people read there; nobody awaits a rule
  then: programShape.optional().meta({ description: "without it nothing is done" }),
  cornerstone: data.optional().meta({ description: "data of the case that the rule was made for" }),
  facts: factsShape.optional(),
  get except() {
    return z.array(ruleShape).min(1).optional().meta({
      description: "asked when this rule is satisfied; the first one that is decides instead of it",
    });
  },
});

const defaultShape = z.union([z.literal("none"), ruleShape.omit({ except: true }).partial({ if: true })]);

const treeShape = z.strictObject({
  default: defaultShape
    .optional()
    .meta({ description: "what holds where no rule does; `none`: the first rule is the root" }),
  rules: z.array(ruleShape).optional(),
});

const byTask = z.record(z.string().min(1).max(1_000), treeShape);

/** Rules by their type; those of items by task. */
export const rulesShape = z.strictObject({
  mizzen: z.literal(1).optional(),
  for: z
    .strictObject({
      specification: written.min(1).max(1_000).optional(),
      process: written.min(1).max(1_000).optional(),
      version: written.min(1).max(100).optional(),
      identifier: written.min(1).max(1_000).optional(),
    })
    .optional(),
  language: z
    .enum(CONDITION_LANGUAGES)
    .optional()
    .meta({ description: "of conditions that are plain texts" }),
  selection: byTask.optional(),
  casePreConstraint: treeShape.optional(),
  casePostConstraint: treeShape.optional(),
  itemPreConstraint: byTask.optional(),
  itemPostConstraint: byTask.optional(),
  itemAbort: byTask.optional(),
  timeout: byTask.optional(),
  resourceUnavailable: byTask.optional(),
  constraintViolation: byTask.optional(),
  caseExternal: treeShape.optional(),
  itemExternal: byTask.optional(),
} satisfies Readonly<Record<keyof typeof RULE_TYPES | "mizzen" | "for" | "language", z.ZodType>>);

/** A condition as a file writes it. */
export type DialectCondition = z.output<typeof conditionShape>;
/** A conclusion as a file writes it. */
export type DialectProgram = z.output<typeof programShape>;
/** A rule as a file writes it. */
export type DialectRule = z.output<typeof ruleShape>;
/** A tree of rules as a file writes it. */
export type DialectTree = z.output<typeof treeShape>;
/** All rules of a file. */
export type DialectRules = z.output<typeof rulesShape>;

let made: JsonObject | undefined;

/** The keys that the object at a place of a file may have. */
export function ruleKeysAt(path: Path): readonly string[] {
  made ??= jsonSchemaOf(rulesShape);
  return keysOf(made, path);
}

/** A tree of a file, and where it stands. */
export interface TreeInFile {
  readonly type: RuleType;
  readonly task: string | undefined;
  readonly tree: DialectTree;
  readonly path: Path;
}

/** The trees of a file with their types and tasks. */
export function treesIn(rules: DialectRules): readonly TreeInFile[] {
  return RULE_TYPE_NAMES.flatMap((type): readonly TreeInFile[] => {
    const given = rules[type];
    if (given === undefined) return [];
    if (RULE_TYPES[type].of === "case") return [{ type, task: undefined, tree: given, path: [type] }];
    return Object.entries(given as Readonly<Record<string, DialectTree>>).map(([task, tree]) => ({
      type,
      task,
      tree,
      path: [type, task],
    }));
  });
}
