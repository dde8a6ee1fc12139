/**
 * Adding a rule for a case that was handled wrongly (T7 in docs/semantics.md), and what that changes for the cases that rules were
 * made for before.
 */
import { fault, ok, type Result } from "../model/fault.ts";
import { canonical } from "../model/json.ts";
import { conditionHolds } from "./condition.ts";
import type { Program } from "./program.ts";
import {
  ALWAYS,
  nameOfTree,
  nodesOf,
  treeOf,
  type Condition,
  type Cornerstone,
  type RuleNode,
  type RuleSet,
  type RuleTree,
} from "./rule-set.ts";
import type { RuleType } from "./rule-types.ts";
import { roomOf, seenOf, type Room, type Seen, type Subject } from "./seen.ts";
import { askTree, decided, type Decided, type Verdict } from "./walk.ts";

/** Nodes of one tree. */
export const MOST_NODES = 10_000;

/** A rule to be added. */
export interface NewRule {
  readonly type: RuleType;
  readonly task?: string;
  readonly condition: Condition;
  readonly conclusion: Program;
  readonly description?: string;
  /** the case that it is made for */
  readonly cornerstone: Cornerstone;
  /** instead of a new node: this node is changed, and stays where it is */
  readonly replaces?: number;
}

/** A stored case that would be decided otherwise. */
export interface Change {
  /** the node whose cornerstone it is */
  readonly cornerstone: number;
  readonly before: Decided;
  readonly after: Decided;
}

/** What came of adding a rule. */
export interface Extended {
  readonly rules: RuleSet;
  readonly node: number;
  /** the new rule's own case, before and now */
  readonly before: Verdict;
  readonly after: Verdict;
  /** the other cornerstones of the tree that are decided otherwise now */
  readonly changes: readonly Change[];
}

/**
 * Adds a rule: under the node that was asked last for its cornerstone, on the true branch if that was satisfied, else on the false
 * branch. Where there is no tree it gets one with a default node that concludes nothing.
 *
 * Faults: `predicate-failed` when a condition cannot be evaluated for the case; `invalid-data` when the new one does not hold for
 * it, or the case does not come to the node that is to be replaced; `not-found` for a node or task that is not there; `too-large`.
 */
export function addRule(rules: RuleSet, rule: NewRule, subject: Subject): Result<Extended> {
  const room = roomOf(subject, rule.task);
  if (!room) return fault("not-found", `There is no task "${rule.task}" in ${subject.id}.`);
  const seen = seeing(rule.cornerstone, room, subject);
  const itself = conditionHolds(rule.condition, seen);
  if (!itself.ok) return itself;
  if (!itself.value)
    return fault("invalid-data", "The new rule's condition does not hold for the case that it is made for.");
  const known = treeOf(rules, rule.type, rule.task);
  const before = askTree(known, seen);
  if (before.answer === "condition-failed" && before.node !== rule.replaces) {
    const { message, ...rest } = before.fault;
    return {
      ok: false,
      fault: { ...rest, message: `The condition of the rule ${before.node} failed for the case: ${message}` },
    };
  }
  const tree = known ?? newTree(rule);
  const changed =
    rule.replaces === undefined ? hung(tree, rule, before, seen) : replaced(tree, rule, rule.replaces);
  if (!changed.ok) return changed;
  const { tree: newer, node } = changed.value;
  const after = askTree(newer, seen);
  if (!("node" in after) || after.node !== node)
    return fault(
      "invalid-data",
      `The case is not decided by the rule ${node}: other rules stand before it or take exception to it.`,
    );
  const others = newer.nodes.filter(({ id }) => id !== node);
  return ok({
    rules: withTree(rules, newer),
    node,
    before,
    after,
    changes: changesFor(others, { room, subject, before: tree, after: newer, node }),
  });
}

function seeing({ data, facts }: Cornerstone, room: Room, { types }: Subject): Seen {
  return seenOf(data, room, types, facts);
}

function newTree({ type, task }: NewRule): RuleTree {
  return {
    type,
    ...(task !== undefined && { task }),
    root: 0,
    nodes: [{ id: 0, condition: ALWAYS, conclusion: [] }],
  };
}

type Placed = Result<{ readonly tree: RuleTree; readonly node: number }>;

function hung(tree: RuleTree, rule: NewRule, before: Verdict, seen: Seen): Placed {
  if (tree.nodes.length >= MOST_NODES)
    return fault("too-large", `The tree of ${nameOfTree(tree)} has ${MOST_NODES} rules, which is the most.`);
  const walked = before.answer === "no-tree" ? askTree(tree, seen) : before;
  const last = "path" in walked ? walked.path.at(-1) : undefined;
  if (!last) throw new Error(`the tree of ${nameOfTree(tree)} has no root`);
  const id = 1 + tree.nodes.reduce((most, node) => Math.max(most, node.id), 0);
  const nodes = tree.nodes.map((node): RuleNode => {
    if (node.id !== last.node) return node;
    return last.satisfied ? { ...node, onTrue: id } : { ...node, onFalse: id };
  });
  return ok({ tree: { ...tree, nodes: [...nodes, { id, ...contentOf(rule) }] }, node: id });
}

function replaced(tree: RuleTree, rule: NewRule, id: number): Placed {
  if (!nodesOf(tree).has(id))
    return fault("not-found", `There is no rule ${id} in the tree of ${nameOfTree(tree)}.`);
  const nodes = tree.nodes.map((node): RuleNode => {
    if (node.id !== id) return node;
    const { onTrue, onFalse } = node;
    return {
      id,
      ...contentOf(rule),
      ...(onTrue !== undefined && { onTrue }),
      ...(onFalse !== undefined && { onFalse }),
    };
  });
  return ok({ tree: { ...tree, nodes }, node: id });
}

function contentOf({ condition, conclusion, description, cornerstone }: NewRule): Omit<RuleNode, "id"> {
  return { condition, conclusion, cornerstone, ...(description !== undefined && { description }) };
}

/** The rules with a tree instead of the one of its type and task. */
function withTree(rules: RuleSet, tree: RuleTree): RuleSet {
  const at = rules.trees.findIndex(({ type, task }) => type === tree.type && task === tree.task);
  return {
    ...rules,
    trees: at < 0 ? [...rules.trees, tree] : rules.trees.map((each, index) => (index === at ? tree : each)),
  };
}

interface Trial {
  readonly room: Room;
  readonly subject: Subject;
  readonly before: RuleTree;
  readonly after: RuleTree;
  /** the node that is new or changed */
  readonly node: number;
}

/** All stored cornerstones that are decided otherwise. Only those that come to the new or changed node can be. */
function changesFor(nodes: readonly RuleNode[], trial: Trial): readonly Change[] {
  const { room, subject, before, after, node } = trial;
  const way = wayTo(node, after);
  const found = nodesOf(after).get(node);
  const leaf = nodesOf(before).has(node) ? undefined : found;
  const changes: Change[] = [];
  for (const { id, cornerstone } of nodes) {
    if (!cornerstone) continue;
    const seen = seeing(cornerstone, room, subject);
    if (leavesWay(id, way, seen)) continue;
    // a new leaf that does not hold changes nothing
    const holds = leaf && conditionHolds(leaf.condition, seen);
    if (holds?.ok && !holds.value) continue;
    const was = askTree(before, seen);
    const is = leaf && holds ? askedFurther(was, leaf, holds, way) : askTree(after, seen);
    if (decision(was) !== decision(is))
      changes.push({ cornerstone: id, before: decided(was), after: decided(is) });
  }
  return changes;
}

/** The verdict of a tree that has a new leaf, by the one that it had. */
function askedFurther(was: Verdict, leaf: RuleNode, holds: Result<boolean>, way: Way): Verdict {
  const last = "path" in was && was.answer !== "condition-failed" ? was.path.at(-1) : undefined;
  const isThere =
    last && last.node === way.parents.get(leaf.id) && last.satisfied === way.answers.get(last.node);
  if (!isThere) return was;
  if (!holds.ok) return { answer: "condition-failed", node: leaf.id, fault: holds.fault, path: [] };
  return { answer: "concluded", node: leaf.id, conclusion: leaf.conclusion, path: [] };
}

/** The nodes that lead to a node, and what each has to say for it. */
interface Way {
  readonly nodes: ReadonlyMap<number, RuleNode>;
  readonly parents: ReadonlyMap<number, number>;
  readonly answers: ReadonlyMap<number, boolean>;
}

function wayTo(node: number, tree: RuleTree): Way {
  const nodes = nodesOf(tree);
  const parents = new Map<number, number>();
  for (const { id, onTrue, onFalse } of tree.nodes)
    for (const child of [onTrue, onFalse]) if (child !== undefined) parents.set(child, id);
  const answers = new Map<number, boolean>();
  let child = node;
  for (let id = parents.get(node); id !== undefined; id = parents.get(id)) {
    answers.set(id, nodes.get(id)?.onTrue === child);
    child = id;
  }
  return { nodes, parents, answers };
}

/**
 * Whether a cornerstone surely does not come to the end of a way: it was made for a node that is on it or beside it, and most often
 * still leaves it there. So one condition is asked instead of all.
 */
function leavesWay(of: number, { nodes, parents, answers }: Way, seen: Seen): boolean {
  let at: number | undefined = of;
  while (at !== undefined && !answers.has(at)) at = parents.get(at);
  const node = at === undefined ? undefined : nodes.get(at);
  if (!node) return false;
  const found = conditionHolds(node.condition, seen);
  return !found.ok || found.value !== answers.get(node.id);
}

/** What a verdict comes to, whichever node it comes from. */
function decision(verdict: Verdict): string {
  switch (verdict.answer) {
    case "concluded":
      return verdict.conclusion.length === 0
        ? "nothing"
        : canonical(verdict.conclusion.map((step) => ({ ...step })));
    case "nothing-held":
    case "no-tree":
      return "nothing";
    case "condition-failed":
      return `failed ${verdict.node}`;
  }
}
