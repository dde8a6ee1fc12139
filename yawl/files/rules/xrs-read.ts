/**
 * Reader of YAWL's rule files (`.xrs`), by their schema and by the files that there are: steps of conclusions also as `<_1>`, a
 * conclusion also as the text of a worklet's name, `null` for one that does nothing.
 */
import { parseXmlDocument } from "slimdom";
import { fromXml } from "../../data/xml/convert.ts";
import { ok, type Result } from "../../model/fault.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Facts } from "../../rules/facts.ts";
import { ACTIONS, RUNS, TARGETS, type Program, type Step, type Target } from "../../rules/program.ts";
import type { Condition, Cornerstone, RuleNode, RulesFor, RuleTree } from "../../rules/rule-set.ts";
import { RULE_TYPE_NAMES, RULE_TYPES, type RuleType } from "../../rules/rule-types.ts";
import { parseExpression } from "../reader/expressions.ts";
import { Findings, quoted } from "../reader/findings.ts";
import { Part } from "../reader/part.ts";
import { parseXml } from "../xml/parse.ts";
import { isFacts } from "./facts-shape.ts";
import { refusedRules, type PlaceInFile, type RuleFile } from "./rule-file.ts";
import { linked, type Linked } from "./xrs-links.ts";

/** Names that conclusions of files have for an item. */
const ITEM_NAMES: ReadonlySet<string> = new Set(["workitem", "item"]);

/** A tree with the parts that it was read from. */
interface TreeParts {
  readonly tree: RuleTree;
  readonly part: Part;
  readonly nodes: readonly { readonly part: Part; readonly steps: readonly Part[] }[];
}

/**
 * Reads a rule file.
 *
 * Faults: those of `parseXml`; `invalid-specification` with every finding at its line: elements that are missing, numbers and words
 * that are none, nodes that are no tree.
 */
export function readXrs(text: string): Result<RuleFile> {
  const parsed = parseXml(text);
  if (!parsed.ok) return parsed;
  const findings = new Findings();
  const root = new Part(parsed.value, parsed.value.root, findings);
  if (root.element.name !== "spec" && root.element.name !== "process") {
    root.error(`A rule file begins with <spec> or <process>, this file with <${root.element.name}>.`);
    return refusedRules(findings.errors, findings.errorCount);
  }
  const about = readAbout(root);
  const trees = RULE_TYPE_NAMES.flatMap((type) => readTrees(root, type));
  refuseTwins(trees);
  root.recordUnread();
  if (findings.errorCount > 0) return refusedRules(findings.errors, findings.errorCount);
  return ok({
    rules: { for: about, trees: trees.map(({ tree }) => tree) },
    warnings: findings.warnings.map((detail) =>
      detail.code === "not-understood" ? { ...detail, message: "This is not taken over." } : detail,
    ),
    placeOf: ({ tree, node, part, step }) => {
      const of = tree === undefined ? undefined : trees[tree];
      const at = node === undefined ? undefined : of?.nodes[node];
      if (at && step !== undefined) return placeOf(at.steps[step] ?? at.part.one("conclusion") ?? at.part);
      return placeOf((at && part && at.part.one(part)) ?? at?.part ?? of?.part ?? root);
    },
  });
}

function placeOf(part: Part): PlaceInFile {
  return { element: part.path, ...part.place };
}

function readAbout(root: Part): RulesFor {
  if (root.element.name === "process") return { name: root.requiredAttribute("name"), isProcess: true };
  const identifier = root.attribute("identifier")?.trim();
  const version = root.attribute("version")?.trim();
  return {
    name: root.requiredAttribute("uri"),
    ...(version && { version }),
    ...(identifier && { identifier }),
  };
}

function readTrees(root: Part, type: RuleType): readonly TreeParts[] {
  const { of, path } = RULE_TYPES[type];
  let part: Part | undefined = root;
  for (const name of path) part = part?.one(name);
  if (!part) return [];
  const tasks = part.all("task");
  if (of === "task") {
    if (tasks.length === 0) part.error(`<${part.element.name}> has no <task>.`);
    return tasks.flatMap((each) => readTree(each, type, each.requiredAttribute("name")));
  }
  const [only] = tasks;
  if (!only) return readTree(part, type, undefined);
  only.warn(`The rules of ${type} are for the case; that they stand in a <task> is not kept.`);
  only.attribute("name");
  return readTree(only, type, undefined);
}

function readTree(part: Part, type: RuleType, task: string | undefined): readonly TreeParts[] {
  const before = part.findings.errorCount;
  const nodes = part.all("ruleNode").map((each) => readNode(each));
  if (nodes.length === 0) part.error(`<${part.element.name}> has no <ruleNode>.`);
  if (part.findings.errorCount > before) return [];
  const found = linked(nodes.map(({ part: of, link }) => ({ part: of, link })));
  if (found === undefined) return [];
  const tree: RuleTree = {
    type,
    ...(task !== undefined && { task }),
    root: found.root,
    nodes: nodes.map(({ node, link }) => ({
      ...node,
      ...(link.onTrue !== undefined && { onTrue: link.onTrue }),
      ...(link.onFalse !== undefined && { onFalse: link.onFalse }),
    })),
  };
  return [{ tree, part, nodes: nodes.map(({ part: of, steps }) => ({ part: of, steps })) }];
}

function refuseTwins(trees: readonly TreeParts[]): void {
  const seen = new Set<string>();
  for (const { tree, part } of trees) {
    const key = `${tree.type} ${tree.task ?? ""}`;
    if (seen.has(key)) part.error(`There are rules of ${tree.type} for ${tree.task} before.`);
    seen.add(key);
  }
}

interface ReadNode {
  readonly part: Part;
  readonly node: Omit<RuleNode, "onTrue" | "onFalse">;
  readonly link: Linked;
  readonly steps: readonly Part[];
}

function readNode(part: Part): ReadNode {
  const id = number(part, "id", 0);
  const link = {
    id,
    parent: number(part, "parent", -1),
    ...reference("onTrue", number(part, "trueChild", -1)),
    ...reference("onFalse", number(part, "falseChild", -1)),
  };
  const condition = readCondition(part.requiredText("condition"));
  const conclusion = part.required("conclusion");
  const { program, steps, written } = conclusion ? readConclusion(conclusion) : NOTHING;
  const stone = part.one("cornerstone");
  const cornerstone = stone && readCornerstone(stone);
  const description = part.textOf("description");
  return {
    part,
    link,
    steps,
    node: {
      id,
      condition,
      conclusion: program,
      ...(cornerstone && { cornerstone }),
      ...(description !== undefined && { description }),
      ...(written && { written }),
    },
  };
}

function number(part: Part, name: string, least: 0 | -1): number {
  const text = part.requiredText(name);
  if (/^-?\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  const what = least === 0 ? "a whole number from 0" : "the number of a node, or -1 for none";
  if (text !== "") part.one(name)?.error(`<${name}> is ${what}; it says ${quoted(text)}.`);
  return -1;
}

function reference<Name extends "onTrue" | "onFalse">(
  name: Name,
  id: number,
): { readonly [key in Name]?: number } {
  return id < 0 ? {} : ({ [name]: id } as { readonly [key in Name]: number });
}

/** A condition; one of another language has a mark in front, as expressions of `.yawl` files have. */
function readCondition(text: string): Condition {
  const marked = text.startsWith("(:mizzen ") ? parseExpression(text) : undefined;
  if (!marked || marked.language === "variable") return { language: "rule", text };
  return { language: marked.language, text: marked.text };
}

interface Conclusion {
  readonly program: Program;
  readonly steps: readonly Part[];
  readonly written?: "text" | "numbered";
}

const NOTHING: Conclusion = { program: [], steps: [] };

function readConclusion(part: Part): Conclusion {
  const numbered = part.element.children
    .map(({ name }) => name)
    .filter((name) => /^_\d{1,6}$/.test(name))
    .toSorted((one, other) => Number(one.slice(1)) - Number(other.slice(1)))
    .flatMap((name) => part.all(name));
  const steps = numbered.length > 0 ? numbered : inOrder(part.all("step"));
  if (numbered.length > 0 && part.all("step").length > 0)
    part.error("The conclusion has steps of two forms: <step> and <_1>.");
  const text = part.text;
  if (steps.length > 0) {
    if (text !== "") part.error(`The conclusion has steps and the text ${quoted(text)}.`);
    return {
      program: steps.flatMap(readStep),
      steps,
      ...(numbered.length > 0 && { written: "numbered" as const }),
    };
  }
  if (text === "" || text === "null") return NOTHING;
  return { program: [{ action: "select", worklets: worklets(text) }], steps: [], written: "text" };
}

/** By their index; steps of which one has none stand in their order. */
function inOrder(steps: readonly Part[]): readonly Part[] {
  const indexes = steps.map((step) => {
    const text = step.attribute("index")?.trim();
    if (text === undefined) return undefined;
    if (/^\d{1,6}$/.test(text)) return Number(text);
    step.error(`The index of a step is a whole number; it says ${quoted(text)}.`);
    return undefined;
  });
  if (indexes.includes(undefined)) return steps;
  for (const [at, index] of indexes.entries())
    if (indexes.indexOf(index) < at) steps[at]?.error(`There is a step with the index ${index} before.`);
  return [...steps.entries()]
    .toSorted(([one], [other]) => (indexes[one] ?? 0) - (indexes[other] ?? 0))
    .map(([, step]) => step);
}

function readStep(part: Part): readonly Step[] {
  const word = part.requiredText("action").toLowerCase();
  const target = part.requiredText("target");
  const run = RUNS.find((each) => each === word);
  if (run) return [{ action: run, worklets: worklets(target) }];
  const action = ACTIONS.find((each) => each === word);
  const on = targetNamed(target);
  if (!action && word !== "")
    part
      .one("action")
      ?.error(`<action> is one of ${[...ACTIONS, ...RUNS].join(", ")}; it says ${quoted(word)}.`);
  if (!on && action && target !== "")
    part
      .one("target")
      ?.error(
        `The target of "${word}" is workitem, case, ancestorCases or allCases; it says ${quoted(target)}.`,
      );
  // what is wrong has been said
  return action && on ? [{ action, target: on }] : [{ action: "suspend", target: "item" }];
}

function targetNamed(text: string): Target | undefined {
  const plain = text.toLowerCase();
  return ITEM_NAMES.has(plain) ? "item" : TARGETS.find((each) => each.toLowerCase() === plain);
}

/** Several worklets stand one after the other with semicolons. */
function worklets(text: string): readonly string[] {
  return text.split(/[;,\s]+/).filter((name) => name !== "");
}

function readCornerstone(part: Part): Cornerstone | undefined {
  const facts: Facts | undefined = part.extra("facts", isFacts);
  const kept: JsonObject | undefined = part.extra("data", isJsonObject);
  const data = kept ?? dataOf(part);
  part.whole();
  if (!data) return undefined;
  return { data, ...(facts && { facts }) };
}

/** What a cornerstone has in it, as XML of which nothing is known; `undefined`: nothing. */
function dataOf(part: Part): JsonObject | undefined {
  if (part.element.children.length === 0) {
    if (part.text !== "") part.error(`A cornerstone has elements in it, not the text ${quoted(part.text)}.`);
    return undefined;
  }
  const element = parseXmlDocument(part.source).documentElement;
  const found = element && fromXml(element, { kind: "any" }, {});
  if (!found) return undefined;
  if (!found.ok) {
    part.error(found.fault.message);
    return undefined;
  }
  const value: Json | undefined = found.value;
  if (!isJsonObject(value)) return undefined;
  // the namespace of the file is no data
  const { "@xmlns": namespace, ...data } = value;
  return namespace === undefined || namespace === part.element.namespace ? data : value;
}
