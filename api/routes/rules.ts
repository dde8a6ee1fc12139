/** Ripple-down rules of specifications: stored, shown, extended, tried. */
import { z } from "zod";
import { conditionOf, programOf } from "../../yawl/files/rules/dialect-read.ts";
import { conditionShape, descriptionShape, programShape } from "../../yawl/files/rules/dialect-shape.ts";
import { factsOf, factsShape } from "../../yawl/files/rules/facts-shape.ts";
import { RULE_TYPE_NAMES, ruleTypeNamed } from "../../yawl/rules/rule-types.ts";
import { ANY_ID, DATA } from "../http/fields.ts";
import { callerOf, route, UPLOAD } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { addNode, tryRules } from "../rules/extend-rules.ts";
import {
  deleteRules,
  putRules,
  showRules,
  XML_TYPES,
  YAML_TYPES,
  type RulesContext,
} from "../rules/store-rules.ts";
import { designerFrom } from "../specifications/ownership.ts";
import { DESIGNERS, RULE_READERS } from "./access.ts";

const TAG = "rules";
const PATH = "/api/v1/specifications/{id}/rules";
const FORMS: readonly [string, ...string[]] = ["application/json", ...XML_TYPES, ...YAML_TYPES];

const ONE = z.object({ id: ANY_ID });
const VERSION = { version: ANY_ID.optional().meta({ description: "the newest when left out" }) };
const FLAG = z.enum(["true", "false"]).optional();
const DRY_RUN = FLAG.meta({ description: "true: checks only, nothing is stored" });

const RULE_TYPE = z
  .string()
  .max(100)
  .transform((name, context) => {
    const type = ruleTypeNamed(name);
    if (type) return type;
    context.addIssue({ code: "custom", message: `it must be one of ${RULE_TYPE_NAMES.join(", ")}` });
    return z.NEVER;
  })
  .meta({
    type: "string",
    enum: [...RULE_TYPE_NAMES],
    description: "YAWL's names, such as ItemSelection, are taken, too",
  });
const NODE_ID = z.int().min(0);

const FINDING = z.object({
  severity: z.enum(["warning", "note"]).optional(),
  code: z.string().optional(),
  element: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  message: z.string(),
});
const STORED = z.object({
  specificationId: z.string(),
  version: z.string(),
  revision: z.int().meta({ description: "counts up with every change of the rules" }),
  trees: z.int(),
  rules: z.int(),
  checks: z.array(FINDING),
});
const VERDICT = {
  answer: z.enum(["concluded", "nothing-held", "condition-failed", "no-tree"]),
  node: z.int().optional().meta({ description: "the rule that decided, or the one whose condition failed" }),
  conclusion: z.array(DATA).optional(),
  path: z.array(z.object({ node: z.int(), satisfied: z.boolean() })).optional(),
  problem: z.object({ type: z.string(), message: z.string() }).optional(),
};
const CHANGE = z.object({
  cornerstone: z.int().meta({ description: "the rule whose case is decided otherwise" }),
  before: z.object(VERDICT),
  after: z.object(VERDICT),
});
const ADDED = z.object({
  version: z.string(),
  revision: z.int(),
  node: z.int(),
  before: z.object(VERDICT),
  after: z.object(VERDICT),
  changes: z.array(CHANGE),
  stored: z.boolean(),
});

const NEW_RULE = z
  .strictObject({
    caseId: ANY_ID.optional(),
    workItemId: ANY_ID.optional(),
    ruleType: RULE_TYPE,
    task: ANY_ID.optional().meta({ description: "that of the work item, when left out" }),
    condition: conditionShape,
    conclusion: programShape,
    description: descriptionShape.optional(),
    replaces: NODE_ID.optional().meta({
      description: "this rule is changed, instead of another one hung in",
    }),
    accept: z
      .array(NODE_ID)
      .max(10_000)
      .default([])
      .meta({ description: "rules whose cases may be decided otherwise from now on" }),
  })
  .refine(({ caseId, workItemId }) => caseId !== undefined || workItemId !== undefined, {
    path: ["caseId"],
    message: "caseId or workItemId is needed: a rule is made for a case",
  });

const QUESTION = z.strictObject({
  ruleType: RULE_TYPE,
  task: ANY_ID.optional(),
  data: DATA,
  facts: factsShape.optional(),
});

export function rulesRoutes(context: RulesContext): readonly Route[] {
  return [
    route({
      method: "put",
      path: PATH,
      access: DESIGNERS,
      tag: TAG,
      summary: "Replace the rules of a version, by an .xrs file or by rules in YAML or JSON",
      parameters: ONE,
      query: z.strictObject({
        ...VERSION,
        dryRun: DRY_RUN,
        worklets: z.enum(["now", "later"]).optional().meta({
          description: "later: specifications that conclusions name and that are not there are warnings",
        }),
      }),
      body: UPLOAD,
      accepts: FORMS,
      answers: { 200: STORED, 201: STORED },
      problems: ["invalid-specification", "conflict"],
      async handler(request) {
        const { parameters, body, query } = request;
        const designer = designerFrom(callerOf(request));
        const { isNew, answer } = await putRules(parameters.id, body, designer, context, {
          version: query.version,
          dryRun: query.dryRun === "true",
          workletsLater: query.worklets === "later",
        });
        return { status: isNew ? 201 : 200, body: answer };
      },
    }),
    route({
      method: "get",
      path: PATH,
      access: RULE_READERS,
      tag: TAG,
      summary: "The rules of a version, in the form that Accept names: JSON, YAML, or an .xrs file as XML",
      parameters: ONE,
      query: z.strictObject(VERSION),
      answers: { 200: FORMS },
      problems: ["not-acceptable"],
      handler: async ({ parameters: { id }, query: { version }, preferred }) =>
        showRules(id, version, preferred, context),
    }),
    route({
      method: "delete",
      path: PATH,
      access: DESIGNERS,
      tag: TAG,
      summary: "Remove the rules of a version",
      parameters: ONE,
      query: z.strictObject(VERSION),
      answers: { 204: "" },
      async handler(request) {
        const { parameters, query } = request;
        await deleteRules(parameters.id, query.version, designerFrom(callerOf(request)), context);
        return { status: 204 };
      },
    }),
    route({
      method: "post",
      path: `${PATH}/nodes`,
      access: DESIGNERS,
      tag: TAG,
      summary:
        "Add a rule for a case that was handled wrongly; it is tried over all cases that rules were made for",
      parameters: ONE,
      query: z.strictObject({ ...VERSION, dryRun: DRY_RUN }),
      body: NEW_RULE,
      answers: { 200: ADDED, 201: ADDED },
      problems: ["conflict", "predicate-failed"],
      async handler(request) {
        const { parameters, body, query } = request;
        const { condition, conclusion, ...rest } = body;
        const isDryRun = query.dryRun === "true";
        const answer = await addNode(
          parameters.id,
          { ...rest, condition: conditionOf(condition), conclusion: programOf(conclusion) },
          designerFrom(callerOf(request)),
          context,
          { version: query.version, dryRun: isDryRun },
        );
        return { status: isDryRun ? 200 : 201, body: answer };
      },
    }),
    route({
      method: "post",
      path: `${PATH}/try`,
      access: DESIGNERS,
      tag: TAG,
      summary: "What the rules would conclude for some data, with the path through their tree",
      parameters: ONE,
      query: z.strictObject(VERSION),
      body: QUESTION,
      answers: {
        200: z.object({
          version: z.string(),
          revision: z.int(),
          ...VERDICT,
          description: z.string().optional(),
        }),
      },
      async handler({ parameters: { id }, query: { version }, body }) {
        const { facts, ...question } = body;
        const asked = { ...question, ...(facts && { facts: factsOf(facts) }) };
        return { status: 200, body: await tryRules(id, version, asked, context) };
      },
    }),
  ];
}
