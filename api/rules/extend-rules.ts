/** Adding a rule to those that are stored, and asking them. */
import { fromText, toText } from "../../store/json-text.ts";
import { findRules } from "../../store/rules.ts";
import { programSource } from "../../yawl/files/rules/dialect-write.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { conditionProblems } from "../../yawl/rules/condition.ts";
import type { NewRule } from "../../yawl/rules/extend.ts";
import type { Facts } from "../../yawl/rules/facts.ts";
import { programProblems } from "../../yawl/rules/legal.ts";
import type { Program } from "../../yawl/rules/program.ts";
import { NO_RULES, type Condition } from "../../yawl/rules/rule-set.ts";
import { RULE_TYPES, type RuleType } from "../../yawl/rules/rule-types.ts";
import { roomOf, type Room, type Subject } from "../../yawl/rules/seen.ts";
import type { Decided, Verdict } from "../../yawl/rules/walk.ts";
import { faultProblem, Problem } from "../http/problem.ts";
import type { ProblemError } from "../http/problem.ts";
import { checkMayChange } from "../specifications/ownership.ts";
import type { Designer } from "../specifications/ownership.ts";
import { findHandled } from "./cornerstone.ts";
import { checkSize, save, unknownWorklets, type RulesContext } from "./store-rules.ts";
import { findSubject } from "./subject.ts";

/** A rule as it is sent. */
export interface RuleInput {
  readonly caseId?: string | undefined;
  readonly workItemId?: string | undefined;
  readonly ruleType: RuleType;
  readonly task?: string | undefined;
  readonly condition: Condition;
  readonly conclusion: Program;
  readonly description?: string | undefined;
  readonly replaces?: number | undefined;
  /** nodes whose cornerstones may be decided otherwise */
  readonly accept: readonly number[];
}

interface AddOptions {
  readonly version: string | undefined;
  readonly dryRun: boolean;
}

/** @throws Problem `conflict` with the changes that the caller has not accepted */
export async function addNode(
  id: string,
  input: RuleInput,
  designer: Designer,
  context: RulesContext,
  { version, dryRun }: AddOptions,
): Promise<Record<string, unknown>> {
  const handled = await findHandled(input);
  if (handled.specificationId !== id)
    throw misplaced(input, `it is of the specification "${handled.specificationId}", not of "${id}"`);
  if (version !== undefined && version !== handled.version)
    throw misplaced(input, `it runs version ${handled.version}, not ${version}`);
  const subject = await findSubject(context.catalogue, id, handled.version);
  await checkMayChange(id, designer, context.deployment.sharing);
  const task = taskOf(input, handled.task);
  const room = roomFor(subject, input.ruleType, task);
  await checkRule(input, room);
  const known = await findRules(id, subject.version);
  const rule: NewRule = {
    type: input.ruleType,
    condition: input.condition,
    conclusion: input.conclusion,
    cornerstone: handled.cornerstone,
    ...(task !== undefined && { task }),
    ...(input.description !== undefined && { description: input.description }),
    ...(input.replaces !== undefined && { replaces: input.replaces }),
  };
  const added = await context.deployment.reader.addRule(toText(known?.rules ?? NO_RULES), rule, subject);
  if (!added.ok) throw faultProblem(added.fault);
  const changes = added.changes.map(({ cornerstone, before, after }) => ({
    cornerstone,
    before: represent(before),
    after: represent(after),
  }));
  const refused = changes.filter(({ cornerstone }) => !input.accept.includes(cornerstone));
  if (refused.length > 0 && !dryRun)
    throw new Problem(
      "conflict",
      `The rule would change what is decided for ${refused.length} stored ${refused.length === 1 ? "case" : "cases"}: those of the rules ${refused
        .slice(0, 20)
        .map(({ cornerstone }) => cornerstone)
        .join(", ")}. Make its condition narrower, or name them in "accept".`,
      { members: { changes: refused } },
    );
  checkSize(added.rules);
  const revision = (known?.revision ?? 0) + 1;
  if (!dryRun) await save(subject, fromText(added.rules), revision, designer);
  return {
    version: subject.version,
    revision: dryRun ? (known?.revision ?? 0) : revision,
    node: added.node,
    before: represent(added.before),
    after: represent(added.after),
    changes,
    stored: !dryRun,
  };
}

function misplaced({ workItemId }: RuleInput, message: string): Problem {
  const pointer = workItemId === undefined ? "/caseId" : "/workItemId";
  return new Problem("invalid-data", "The case that the rule is made for is another one's.", {
    errors: [{ pointer, message }],
  });
}

function taskOf({ ruleType, task }: RuleInput, ofItem: string | undefined): string | undefined {
  if (RULE_TYPES[ruleType].of === "case") return task;
  if (task !== undefined && ofItem !== undefined && task !== ofItem)
    throw invalid([{ pointer: "/task", message: `the work item is one of the task "${ofItem}"` }]);
  return task ?? ofItem;
}

/** What trees of the type see. @throws Problem when there is no such task, or one too much or too few */
function roomFor(subject: Subject, type: RuleType, task: string | undefined): Room {
  const { of } = RULE_TYPES[type];
  if (of === "case" && task !== undefined)
    throw invalid([{ pointer: "/task", message: `rules of ${type} are for the case, not for a task` }]);
  if (of === "task" && task === undefined)
    throw invalid([{ pointer: "/task", message: `rules of ${type} are for a task: it has to be named` }]);
  const room = roomOf(subject, task);
  if (!room) throw invalid([{ pointer: "/task", message: `there is no task "${task}" in "${subject.id}"` }]);
  return room;
}

async function checkRule({ ruleType, condition, conclusion }: RuleInput, room: Room): Promise<void> {
  const uses = conclusion.flatMap((step, index) =>
    "worklets" in step ? step.worklets.map((name) => ({ name, index })) : [],
  );
  const unknown = new Set(
    (await unknownWorklets(uses.map(({ name }) => ({ name, place: { element: name } })))).map(
      ({ element }) => element,
    ),
  );
  const errors: readonly ProblemError[] = [
    ...conditionProblems(condition, room)
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => ({ pointer: "/condition", message })),
    ...programProblems(conclusion, ruleType)
      .filter(({ severity }) => severity === "error")
      .map(({ step, message }) => ({ pointer: `/conclusion/${step}`, message })),
    ...uses
      .filter(({ name }) => unknown.has(name))
      .map(({ name, index }) => ({
        pointer: `/conclusion/${index}`,
        message: `There is no specification "${name}".`,
      })),
  ];
  if (errors.length > 0) throw invalid(errors);
}

function invalid(errors: readonly ProblemError[]): Problem {
  return new Problem("invalid-data", "The rule is not as it should be.", { errors });
}

/** What the rules would conclude. */
export async function tryRules(
  id: string,
  version: string | undefined,
  question: {
    readonly ruleType: RuleType;
    readonly task?: string | undefined;
    readonly data: JsonObject;
    readonly facts?: Facts | undefined;
  },
  { catalogue, deployment }: RulesContext,
): Promise<Record<string, unknown>> {
  const subject = await findSubject(catalogue, id, version);
  const { ruleType, task, data, facts } = question;
  roomFor(subject, ruleType, task);
  const known = await findRules(id, subject.version);
  const { verdict, description } = await deployment.reader.askRules(
    toText(known?.rules ?? NO_RULES),
    { type: ruleType, data, ...(task !== undefined && { task }), ...(facts && { facts }) },
    subject,
  );
  return {
    version: subject.version,
    revision: known?.revision ?? 0,
    ...represent(verdict),
    ...(description !== undefined && { description }),
  };
}

/** A verdict as the API shows it. */
function represent(verdict: Verdict | Decided): Record<string, unknown> {
  switch (verdict.answer) {
    case "concluded":
      return { ...verdict, conclusion: programSource(verdict.conclusion) };
    case "condition-failed": {
      const { fault, ...rest } = verdict;
      return { ...rest, problem: { type: fault.type, message: fault.message } };
    }
    case "nothing-held":
    case "no-tree":
      return { ...verdict };
  }
}
