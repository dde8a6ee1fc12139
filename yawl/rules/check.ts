/** Everything that can be known of rules when they are stored. */
import { didYouMean } from "../model/near.ts";
import { conditionProblems } from "./condition.ts";
import { programProblems } from "./legal.ts";
import { RULE_TYPES } from "./rule-types.ts";
import type { RuleNode, RuleSet, RuleTree } from "./rule-set.ts";
import { roomOf, type Room, type Subject } from "./seen.ts";

/** The part of a rule set that something is wrong with. */
export interface RulePlace {
  /** number of the tree, from 0; absent: what the rules are for */
  readonly tree?: number;
  /** number of the node in its tree's list, from 0 */
  readonly node?: number;
  readonly part?: "condition" | "conclusion";
  /** number of the step, from 0 */
  readonly step?: number;
}

/** Something that is wrong with rules, or that is only said. */
export interface RuleFinding extends RulePlace {
  readonly severity: "error" | "warning";
  readonly code?: string;
  readonly message: string;
}

/** Characters of conditions in the dialect's languages that are parsed of one file; the rest is left to who asks the rules. */
const MOST_PARSED = 200_000;

/** What is wrong with rules for a specification: tasks, conditions, programs. Worklets are looked for where they are stored. */
export function checkRules(rules: RuleSet, subject: Subject): readonly RuleFinding[] {
  const left = { characters: MOST_PARSED };
  return [
    ...aboutProblems(rules, subject),
    ...rules.trees.flatMap((tree, index) =>
      treeProblems(tree, subject, left).map((finding) => ({ ...finding, tree: index })),
    ),
  ];
}

/** Rules of another specification are refused; those of another version are taken, and it is said. */
function aboutProblems({ for: about }: RuleSet, subject: Subject): readonly RuleFinding[] {
  if (!about) return [];
  const { name, version, identifier, isProcess } = about;
  const isSame = name === subject.id || (identifier !== undefined && identifier === subject.identifier);
  if (!isProcess && !isSame && (name ?? identifier) !== undefined)
    return [
      { severity: "error", message: `The rules are for ${name ?? identifier}, not for ${subject.id}.` },
    ];
  if (version === undefined || version === subject.version) return [];
  const message = `The file says that its rules are for version ${version}; they are kept for version ${subject.version}.`;
  return [{ severity: "warning", message }];
}

function treeProblems(
  tree: RuleTree,
  subject: Subject,
  left: { characters: number },
): readonly RuleFinding[] {
  const { type, task, nodes } = tree;
  const room = roomOf(subject, task);
  const found: RuleFinding[] = [];
  if (RULE_TYPES[type].of === "task" && task === undefined)
    found.push({ severity: "error", message: `Rules of ${type} are for a task, which is not named.` });
  if (RULE_TYPES[type].of === "case" && task !== undefined)
    found.push({ severity: "error", message: `Rules of ${type} are for the case, not for a task.` });
  else if (!room) {
    const meant = didYouMean(task ?? "", Object.keys(subject.tasks));
    found.push({ severity: "error", message: `There is no task "${task}" in ${subject.id}.${meant}` });
  }
  for (const [index, node] of nodes.entries())
    found.push(...nodeProblems(node, tree, room, left).map((each) => ({ ...each, node: index })));
  return found;
}

function nodeProblems(
  { condition, conclusion }: RuleNode,
  { type }: RuleTree,
  room: Room | undefined,
  left: { characters: number },
): readonly RuleFinding[] {
  const isParsedSlowly = condition.language !== "rule" || condition.text.includes("{");
  if (isParsedSlowly) left.characters -= condition.text.length;
  const conditions = isParsedSlowly && left.characters < 0 ? [] : conditionProblems(condition, room);
  return [
    ...conditions.map((each): RuleFinding => ({ ...each, part: "condition" })),
    ...programProblems(conclusion, type).map((each): RuleFinding => ({ ...each, part: "conclusion" })),
  ];
}
