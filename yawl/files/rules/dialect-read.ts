/**
 * Reads rules in YAML or JSON. There a tree is lists: of the rules of a list the first that is satisfied decides, unless one of
 * its exceptions does, which are a list themselves.
 */
import { fault, ok, type FaultDetail, type Result } from "../../model/fault.ts";
import type { Program, Step } from "../../rules/program.ts";
import { ACTIONS, RUNS } from "../../rules/program.ts";
import { ALWAYS, type Condition, type RuleNode, type RulesFor, type RuleTree } from "../../rules/rule-set.ts";
import { readDocument } from "../dialect/document.ts";
import type { Path, Places } from "../dialect/places.ts";
import {
  ruleKeysAt,
  rulesShape,
  treesIn,
  type DialectCondition,
  type DialectProgram,
  type DialectRule,
  type DialectRules,
  type DialectTree,
} from "./dialect-shape.ts";
import { factsOf } from "./facts-shape.ts";
import { refusedRules, type RuleFile } from "./rule-file.ts";

/** Characters of a file. */
const MAX_LENGTH = 2_000_000;
/** Exceptions within each other. */
const DEEPEST = 40;

type Language = Condition["language"];

/** Faults: `too-large`; `invalid-specification` with every finding at its place. */
export function readRuleDocument(text: string): Result<RuleFile> {
  if (text.length > MAX_LENGTH) return fault("too-large", `The file has more than ${MAX_LENGTH} characters.`);
  const read = readDocument(text, rulesShape, ruleKeysAt);
  if (!read.ok) return refusedRules(read.details, read.details.length);
  const { content, places } = read;
  const readTrees = treesIn(content).map(({ type, task, tree, path }) => {
    const reader = new TreeReader(content.language ?? "rule", places);
    return { made: reader.read(tree, path), path, reader, of: { type, ...(task !== undefined && { task }) } };
  });
  const errors = readTrees.flatMap(({ reader }) => reader.errors);
  if (errors.length > 0) return refusedRules(errors, errors.length);
  const about = aboutOf(content);
  return ok({
    rules: {
      ...(about && { for: about }),
      trees: readTrees.map(({ made, of }): RuleTree => ({ ...of, ...made })),
    },
    warnings: [],
    placeOf: ({ tree, node, part, step }) => {
      const at = tree === undefined ? undefined : readTrees[tree];
      const rule = node === undefined ? undefined : at?.reader.paths[node];
      const key = part && (part === "condition" ? "if" : "then");
      const path = [...(rule ?? at?.path ?? ["for"]), ...(key ? [key] : [])];
      const inside = step !== undefined && Array.isArray(places.nodeAt(path)) ? [...path, step] : path;
      return { element: inside.join("/"), ...places.of(step === undefined ? path : [...path, step]) };
    },
  });
}

function aboutOf({ for: about }: DialectRules): RulesFor | undefined {
  if (!about) return undefined;
  const { specification, process, version, identifier } = about;
  const name = specification ?? process;
  return {
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(identifier !== undefined && { identifier }),
    ...(process !== undefined && specification === undefined && { isProcess: true as const }),
  };
}

/** What a list of rules becomes: nodes that name each other. */
class TreeReader {
  readonly errors: FaultDetail[] = [];
  /** by the number of the node in the list */
  readonly paths: Path[] = [];
  readonly #language: Language;
  readonly #places: Places;
  readonly #nodes: (RuleNode | undefined)[] = [];
  readonly #taken = new Set<number>();
  #next = 0;

  constructor(language: Language, places: Places) {
    this.#language = language;
    this.#places = places;
  }

  read(tree: DialectTree, path: Path): Pick<RuleTree, "root" | "nodes"> {
    const { default: first = {}, rules = [] } = tree;
    this.#take(tree, path);
    let root: number | undefined;
    if (first === "none") root = this.#list(rules, [...path, "rules"], 0);
    else {
      const at = this.#place(path.concat("default"));
      const id = this.#idOf(first.id);
      const onTrue = this.#list(rules, [...path, "rules"], 0);
      const condition = first.if === undefined ? ALWAYS : conditionOf(first.if, this.#language);
      this.#nodes[at] = nodeOf({ ...first, id }, condition, { onTrue });
      root = id;
    }
    if (root === undefined) this.#complain(path, "The tree has neither a rule nor a default one.");
    return { root: root ?? 0, nodes: this.#nodes.filter((node) => node !== undefined) };
  }

  /** Ids that are given come first, so that none that is made is one of them. */
  #take(tree: DialectTree, path: Path): void {
    const take = (id: number | undefined, at: Path): void => {
      if (id === undefined) return;
      if (this.#taken.has(id)) this.#complain([...at, "id"], `There is a rule ${id} before.`);
      this.#taken.add(id);
    };
    if (tree.default !== "none") take(tree.default?.id, [...path, "default"]);
    const lists: { rules: readonly DialectRule[]; at: Path }[] = [
      { rules: tree.rules ?? [], at: [...path, "rules"] },
    ];
    for (let list = lists.pop(); list; list = lists.pop())
      for (const [index, rule] of list.rules.entries()) {
        take(rule.id, [...list.at, index]);
        if (rule.except) lists.push({ rules: rule.except, at: [...list.at, index, "except"] });
      }
  }

  /** @returns the id of the first */
  #list(rules: readonly DialectRule[], path: Path, depth: number): number | undefined {
    if (rules.length === 0) return undefined;
    if (depth > DEEPEST) {
      this.#complain(path, `More than ${DEEPEST} lists of exceptions are within each other.`);
      return undefined;
    }
    const made = rules.map((rule, index) => {
      const at = this.#place([...path, index]);
      const id = this.#idOf(rule.id);
      return { rule, at, id, onTrue: this.#list(rule.except ?? [], [...path, index, "except"], depth + 1) };
    });
    for (const [index, { rule, at, id, onTrue }] of made.entries())
      this.#nodes[at] = nodeOf({ ...rule, id }, conditionOf(rule.if, this.#language), {
        onTrue,
        onFalse: made[index + 1]?.id,
      });
    return made[0]?.id;
  }

  #place(path: Path): number {
    this.#nodes.push(undefined);
    return this.paths.push(path) - 1;
  }

  #idOf(given: number | undefined): number {
    if (given !== undefined) return given;
    while (this.#taken.has(this.#next)) this.#next += 1;
    this.#taken.add(this.#next);
    return this.#next;
  }

  #complain(path: Path, message: string): void {
    this.errors.push({ element: path.join("/"), ...this.#places.of(path), message });
  }
}

function nodeOf(
  {
    id,
    then,
    description,
    cornerstone,
    facts,
  }: Omit<DialectRule, "if" | "id" | "except"> & { readonly id: number },
  condition: Condition,
  { onTrue, onFalse }: { readonly onTrue?: number | undefined; readonly onFalse?: number | undefined },
): RuleNode {
  const hasCornerstone = cornerstone !== undefined || facts !== undefined;
  return {
    id,
    condition,
    conclusion: then === undefined ? [] : programOf(then),
    ...(hasCornerstone && {
      cornerstone: { data: cornerstone ?? {}, ...(facts && { facts: factsOf(facts) }) },
    }),
    ...(description !== undefined && { description }),
    ...(onTrue !== undefined && { onTrue }),
    ...(onFalse !== undefined && { onFalse }),
  };
}

/** A condition as JSON has it. */
export function conditionOf(given: DialectCondition, language: Language = "rule"): Condition {
  if (typeof given === "string") return { language, text: given };
  const { rule, xpath, jsonata, xquery } = given;
  if (xpath !== undefined) return { language: "xpath", text: xpath };
  if (jsonata !== undefined) return { language: "jsonata", text: jsonata };
  if (xquery !== undefined) return { language: "xquery", text: xquery };
  return { language: "rule", text: rule ?? "" };
}

/** A program as JSON has it. */
export function programOf(given: DialectProgram): Program {
  return (Array.isArray(given) ? given : [given]).flatMap((step): readonly Step[] => {
    for (const action of ACTIONS) {
      const target = step[action];
      if (target !== undefined) return [{ action, target }];
    }
    for (const action of RUNS) {
      const names = step[action];
      if (names !== undefined) return [{ action, worklets: typeof names === "string" ? [names] : names }];
    }
    return [];
  });
}
