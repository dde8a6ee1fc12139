/** Writer of YAWL's rule files (`.xrs`). */
import { Document, serializeToWellFormedString } from "slimdom";
import { fromXml, toXml } from "../../data/xml/convert.ts";
import { childElements } from "../../data/xml/dom.ts";
import { canonical, isJsonObject, type JsonObject } from "../../model/json.ts";
import type { Step, Target } from "../../rules/program.ts";
import type { Condition, Cornerstone, RuleNode, RuleSet, RuleTree } from "../../rules/rule-set.ts";
import { RULE_TYPE_NAMES, RULE_TYPES } from "../../rules/rule-types.ts";
import { printExpression } from "../reader/expressions.ts";
import { element, extra, printFile, textElement, type OutElement, type Verbatim } from "../writer/output.ts";

/** What the rules are kept for, where they do not say it themselves. */
export interface KeptFor {
  readonly id: string;
  readonly version: string;
  readonly identifier?: string;
}

/** Nothing in an element, as YAWL's files have it. */
const EMPTY_CORNERSTONE: Verbatim = { verbatim: "<cornerstone></cornerstone>" };

/**
 * A rule file. `readXrs` reads it to the same rules again. Data that XML would change (numbers, truths, lists) stands in an
 * instruction for that reader besides.
 */
export function writeXrs(rules: RuleSet, kept: KeptFor): string {
  const { for: about } = rules;
  const root = about?.isProcess
    ? element("process", { name: about.name ?? kept.id })
    : element("spec", {
        uri: about?.name ?? kept.id,
        version: about ? about.version : kept.version,
        identifier: about ? about.identifier : kept.identifier,
      });
  for (const type of RULE_TYPE_NAMES) {
    const trees = rules.trees.filter((tree) => tree.type === type);
    if (trees.length === 0) continue;
    let parent = root;
    for (const name of RULE_TYPES[type].path) parent = childOf(parent, name);
    for (const tree of trees) {
      const nodes = nodeElements(tree);
      if (tree.task === undefined) parent.children.push(...nodes);
      else parent.children.push(element("task", { name: tree.task }, nodes));
    }
  }
  return printFile(root).text;
}

function childOf(parent: OutElement, name: string): OutElement {
  const known = parent.children.find((child): child is OutElement => "name" in child && child.name === name);
  if (known) return known;
  const made = element(name);
  parent.children.push(made);
  return made;
}

function nodeElements({ nodes }: RuleTree): readonly OutElement[] {
  const parents = new Map<number, number>();
  for (const { id, onTrue, onFalse } of nodes)
    for (const child of [onTrue, onFalse]) if (child !== undefined) parents.set(child, id);
  return nodes.map((node) =>
    element(
      "ruleNode",
      {},
      textElement("id", String(node.id)),
      textElement("parent", String(parents.get(node.id) ?? -1)),
      textElement("trueChild", String(node.onTrue ?? -1)),
      textElement("falseChild", String(node.onFalse ?? -1)),
      textElement("condition", conditionText(node.condition)),
      conclusionElement(node),
      cornerstoneElement(node.cornerstone),
      textElement("description", node.description ?? ""),
    ),
  );
}

/** A text that looks like one of another language says that it is none. */
function conditionText({ language, text }: Condition): string {
  if (language === "rule") return text;
  if (language === "xquery") return `(:mizzen xquery:) ${text}`;
  return printExpression({ language, text }, { as: "truth", root: "" });
}

function conclusionElement({ conclusion, written }: RuleNode): OutElement | undefined {
  if (conclusion.length === 0) return textElement("conclusion", "null");
  const [only] = conclusion;
  if (written === "text" && conclusion.length === 1 && only && "worklets" in only && only.action === "select")
    return textElement("conclusion", only.worklets.join(";"));
  return element(
    "conclusion",
    {},
    conclusion.map((step, index) =>
      element(
        written === "numbered" ? `_${index + 1}` : "step",
        written === "numbered" ? {} : { index: String(index + 1) },
        textElement("action", step.action),
        textElement("target", targetText(step)),
      ),
    ),
  );
}

function targetText(step: Step): string {
  return "target" in step ? TARGET_NAMES[step.target] : step.worklets.join(";");
}

const TARGET_NAMES: Readonly<Record<Target, string>> = {
  item: "workitem",
  case: "case",
  ancestorCases: "ancestorCases",
  allCases: "allCases",
};

function cornerstoneElement(cornerstone: Cornerstone | undefined): OutElement | Verbatim {
  if (!cornerstone) return EMPTY_CORNERSTONE;
  const { data, facts } = cornerstone;
  const xml = inXml(data);
  return element(
    "cornerstone",
    {},
    extra({ ...(xml.isExact ? {} : { data }), facts }),
    xml.children.map((verbatim) => ({ verbatim })),
  );
}

/** The elements that data is in XML, and whether they say all of it. */
function inXml(data: JsonObject): { readonly children: readonly string[]; readonly isExact: boolean } {
  const { "#text": text, ...named } = data;
  const attributes = Object.keys(named).filter((name) => name.startsWith("@"));
  const plain = Object.fromEntries(Object.entries(named).filter(([name]) => !name.startsWith("@")));
  try {
    const made = toXml(new Document(), "cornerstone", plain, { kind: "any" }, {});
    const children = childElements(made).map((child) => serializeToWellFormedString(child));
    const back = fromXml(made, { kind: "any" }, {});
    const read = back.ok && isJsonObject(back.value) ? back.value : undefined;
    const isExact = read !== undefined && canonical(read) === canonical(plain);
    return { children, isExact: isExact && text === undefined && attributes.length === 0 };
  } catch {
    // text that XML cannot hold, or data that nests too deep for it: the instruction has it
    return { children: [], isExact: false };
  }
}
