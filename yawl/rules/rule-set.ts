/**
 * Ripple-down rules: trees of rules by type and task (T7 in docs/semantics.md). All of it is plain JSON.
 *
 * A tree is a list of nodes that name each other by number, in the order of their file: trees may be chains of thousands.
 */
import type { JsonObject } from "../model/json.ts";
import type { Facts } from "./facts.ts";
import type { Program } from "./program.ts";
import type { RuleType } from "./rule-types.ts";

/** The languages of conditions: that of rule files (`language/`), and those of the dialect. */
export const CONDITION_LANGUAGES = ["rule", "xpath", "jsonata", "xquery"] as const;

/** When a rule holds. */
export interface Condition {
  readonly language: (typeof CONDITION_LANGUAGES)[number];
  readonly text: string;
}

/** The case for which a rule was made: what its conditions saw. */
export interface Cornerstone {
  /** values by the names of variables */
  readonly data: JsonObject;
  readonly facts?: Facts;
}

/** A rule. */
export interface RuleNode {
  /** a whole number from 0 that no other node of the tree has */
  readonly id: number;
  readonly condition: Condition;
  /** what is to be done; no steps: nothing */
  readonly conclusion: Program;
  /** absent in a default rule, which was made for no case */
  readonly cornerstone?: Cornerstone;
  readonly description?: string;
  /** the node that is asked next when this one is satisfied */
  readonly onTrue?: number;
  /** the node that is asked next when it is not */
  readonly onFalse?: number;
  /** how an `.xrs` file writes the conclusion, where not as `<step index="1">` */
  readonly written?: "text" | "numbered";
}

/** The rules of one type for a case, or for the items of a task. */
export interface RuleTree {
  readonly type: RuleType;
  /** id of the task; absent: the rules are for the case */
  readonly task?: string;
  /** id of the first node */
  readonly root: number;
  readonly nodes: readonly RuleNode[];
}

/** What a rule file says it is for. */
export interface RulesFor {
  /** `uri` of the specification, or the name of a process */
  readonly name?: string;
  readonly version?: string;
  readonly identifier?: string;
  /** the file has `<process>` as its root: rules for whatever has a task of the name */
  readonly isProcess?: true;
}

/** The rules of a version of a specification. */
export interface RuleSet {
  readonly for?: RulesFor;
  readonly trees: readonly RuleTree[];
}

/** No rules at all. */
export const NO_RULES: RuleSet = { trees: [] };

/** The condition that always holds, as files write it. */
export const ALWAYS: Condition = { language: "rule", text: "True" };

/** The tree of a type, and of a task where the type is one for tasks. */
export function treeOf({ trees }: RuleSet, type: RuleType, task: string | undefined): RuleTree | undefined {
  return trees.find((tree) => tree.type === type && tree.task === task);
}

const indexes = new WeakMap<RuleTree, ReadonlyMap<number, RuleNode>>();

/** The nodes by their ids; made once for each tree. */
export function nodesOf(tree: RuleTree): ReadonlyMap<number, RuleNode> {
  let index = indexes.get(tree);
  if (!index) {
    index = new Map(tree.nodes.map((node) => [node.id, node]));
    indexes.set(tree, index);
  }
  return index;
}

/** How a tree is called in messages. */
export function nameOfTree({ type, task }: Pick<RuleTree, "type" | "task">): string {
  return task === undefined ? type : `${type} of ${task}`;
}
