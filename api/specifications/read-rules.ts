/**
 * What of rules takes long with a large or hostile file: reading and checking them, and trying a new one over all cornerstones. It runs
 * in the processes that read uploads (`reading-process.mjs`); rules go and come as text, since large objects are copied slowly.
 */
import { fromText, toText } from "../../store/json-text.ts";
import type { JsonText } from "../../store/json-text.ts";
import { readRules } from "../../yawl/files/rules/read-rules.ts";
import type { WorkletUse } from "../../yawl/files/rules/read-rules.ts";
import type { Fault, FaultDetail } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { addRule } from "../../yawl/rules/extend.ts";
import type { Extended, NewRule } from "../../yawl/rules/extend.ts";
import type { Facts } from "../../yawl/rules/facts.ts";
import { nodesOf, treeOf } from "../../yawl/rules/rule-set.ts";
import type { RuleSet } from "../../yawl/rules/rule-set.ts";
import type { RuleType } from "../../yawl/rules/rule-types.ts";
import { roomOf, seenOf } from "../../yawl/rules/seen.ts";
import type { Subject } from "../../yawl/rules/seen.ts";
import { askTree } from "../../yawl/rules/walk.ts";
import type { Verdict } from "../../yawl/rules/walk.ts";
import type { Upload } from "../http/body.ts";

/** What became of a file of rules. */
export type RulesAnswer =
  | {
      readonly ok: true;
      readonly rules: JsonText<RuleSet>;
      readonly trees: number;
      readonly nodes: number;
      readonly warnings: readonly FaultDetail[];
      readonly worklets: readonly WorkletUse[];
    }
  | { readonly ok: false; readonly fault: Fault };

/** What became of a new rule. */
export type AddedRule =
  | ({ readonly ok: true; readonly rules: JsonText<RuleSet> } & Omit<Extended, "rules">)
  | { readonly ok: false; readonly fault: Fault };

/** What rules are asked. */
export interface Question {
  readonly type: RuleType;
  readonly task?: string;
  readonly data: JsonObject;
  readonly facts?: Facts;
}

/** What rules answer; the description is that of the rule that decided. */
export interface RuleAnswer {
  readonly verdict: Verdict;
  readonly description?: string;
}

export function readRulesFor({ text, contentType }: Upload, subject: Subject): RulesAnswer {
  const read = readRules(text, contentType, subject);
  if (!read.ok) return read;
  const { rules, warnings, worklets } = read.value;
  const nodes = rules.trees.reduce((sum, tree) => sum + tree.nodes.length, 0);
  return { ok: true, rules: toText(rules), trees: rules.trees.length, nodes, warnings, worklets };
}

/** @param rules as they are stored */
export function addRuleTo(rules: string, rule: NewRule, subject: Subject): AddedRule {
  const added = addRule(fromText(rules as JsonText<RuleSet>), rule, subject);
  if (!added.ok) return added;
  return { ok: true, ...added.value, rules: toText(added.value.rules) };
}

/** @param rules as they are stored */
export function askRulesOf(rules: string, question: Question, subject: Subject): RuleAnswer {
  const { type, task, data, facts } = question;
  const tree = treeOf(fromText(rules as JsonText<RuleSet>), type, task);
  const room = roomOf(subject, task) ?? subject.case;
  const verdict = askTree(tree, seenOf(data, room, subject.types, facts));
  const description = tree && "node" in verdict ? nodesOf(tree).get(verdict.node)?.description : undefined;
  return { verdict, ...(description !== undefined && { description }) };
}
