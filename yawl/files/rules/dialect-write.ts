/** Writes rules in YAML or JSON: the form that `dialect-read.ts` reads. */
import type { Json, JsonObject } from "../../model/json.ts";
import type { Program } from "../../rules/program.ts";
import { nodesOf, type Condition, type RuleNode, type RuleSet, type RuleTree } from "../../rules/rule-set.ts";
import { RULE_TYPE_NAMES } from "../../rules/rule-types.ts";
import { yamlText } from "../dialect/yaml-text.ts";

/** Rules as JSON. */
export function rulesSource(rules: RuleSet): JsonObject {
  const source: Record<string, Json> = { mizzen: 1 };
  const { for: about } = rules;
  if (about) {
    const { name, version, identifier, isProcess } = about;
    source["for"] = {
      ...(name !== undefined && { [isProcess ? "process" : "specification"]: name }),
      ...(version !== undefined && { version }),
      ...(identifier !== undefined && { identifier }),
    };
  }
  for (const type of RULE_TYPE_NAMES) {
    const trees = rules.trees.filter((tree) => tree.type === type);
    const [first] = trees;
    if (!first) continue;
    source[type] =
      first.task === undefined
        ? treeSource(first)
        : Object.fromEntries(trees.map((tree) => [tree.task ?? "", treeSource(tree)]));
  }
  return source;
}

/** Rules as YAML. */
export function writeRulesYaml(rules: RuleSet): string {
  return yamlText(rulesSource(rules));
}

function treeSource(tree: RuleTree): JsonObject {
  const nodes = nodesOf(tree);
  const root = nodes.get(tree.root);
  if (!root) throw new Error("a tree without its root");
  const { condition, onFalse } = root;
  // the form of a default node: it always holds, and everything else takes exception to it
  if (onFalse !== undefined || condition.language !== "rule" || !/^true$/i.test(condition.text))
    return { default: "none", rules: listSource(root.id, nodes) };
  const { if: _always, ...rest } = ruleSource(root);
  return {
    default: condition.text === "True" ? rest : { ...rest, if: condition.text },
    ...(root.onTrue !== undefined && { rules: listSource(root.onTrue, nodes) }),
  };
}

/** A node, the one after it, and so on, each with its exceptions. Without recursion, as trees may be deep. */
function listSource(first: number, nodes: ReadonlyMap<number, RuleNode>): readonly Json[] {
  const whole: Json[] = [];
  const waiting: { readonly into: Json[]; readonly from: number }[] = [{ into: whole, from: first }];
  for (let list = waiting.pop(); list; list = waiting.pop()) {
    let node = nodes.get(list.from);
    while (node) {
      const except: Json[] = [];
      list.into.push(node.onTrue === undefined ? ruleSource(node) : { ...ruleSource(node), except });
      if (node.onTrue !== undefined) waiting.push({ into: except, from: node.onTrue });
      node = node.onFalse === undefined ? undefined : nodes.get(node.onFalse);
    }
  }
  return whole;
}

function ruleSource(node: RuleNode): JsonObject {
  const { id, condition, conclusion, cornerstone, description } = node;
  return {
    id,
    ...(description !== undefined && { description }),
    if: conditionSource(condition),
    // oxlint-disable-next-line unicorn/no-thenable -- the word of the file; nobody awaits a rule
    ...(conclusion.length > 0 && { then: programSource(conclusion) }),
    ...(cornerstone && { cornerstone: cornerstone.data }),
    ...(cornerstone?.facts && { facts: JSON.parse(JSON.stringify(cornerstone.facts)) as JsonObject }),
  };
}

/** A condition as JSON. */
export function conditionSource({ language, text }: Condition): Json {
  return language === "rule" ? text : { [language]: text };
}

/** A program as JSON: a list of steps. */
export function programSource(program: Program): readonly JsonObject[] {
  return program.map((step): JsonObject => {
    if ("target" in step) return { [step.action]: step.target };
    const [only, ...others] = step.worklets;
    return { [step.action]: only !== undefined && others.length === 0 ? only : step.worklets };
  });
}
