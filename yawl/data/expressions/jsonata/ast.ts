/**
 * JSONata's own tree of an expression, looked at once before it is evaluated: what an expression must not do is refused here,
 * where nothing that it does can reach, and what has to be counted in a special way is marked.
 */

import { isHeldNumber } from "../../../model/json-number.ts";
import type { DecimalOperation } from "../decimals.ts";

/** An expression is refused; the message is the end of a sentence. */
export class Refused extends Error {
  /** characters before the place */
  readonly position: number | undefined;

  constructor(message: string, position?: number) {
    super(message);
    this.position = position;
  }
}

/** A part of an expression. Its other properties are further parts, lists of them, and names. */
export interface ExpressionNode {
  readonly type?: string;
  readonly value?: unknown;
  readonly position?: number;
}

/** What the parts of an expression cost beside what all cost. */
export interface Marks {
  /** operands that are looked through: both sides of `=` and `!=`, texts that are put together */
  readonly compared: WeakSet<object>;
  /** terms of an order: they are evaluated for each comparison */
  readonly ordering: WeakSet<object>;
  /** whether there are any */
  readonly hasOrder: boolean;
  /** names that it uses, those of the functions that it may call among them */
  readonly names: ReadonlySet<string>;
  /** functions that it calls by their names and does not make itself, where they are first called */
  readonly called: ReadonlyMap<string, number | undefined>;
}

/** Names that begin like this are the engine's own: by them an expression could get at what counts it. */
const OWN = "__";

/** Operators on numbers, and the functions that are called in their place. */
export const ARITHMETIC: ReadonlyMap<
  string,
  { readonly name: string; readonly operation: DecimalOperation }
> = new Map([
  ["+", { name: "__add", operation: "add" }],
  ["-", { name: "__subtract", operation: "subtract" }],
  ["*", { name: "__multiply", operation: "multiply" }],
  ["/", { name: "__divide", operation: "divide" }],
  ["%", { name: "__modulo", operation: "modulo" }],
]);

/** The function that is called in place of `&`. */
export const TEXT = "__text";

/** Properties of a part that are names which it binds, besides those that are variables. */
const BINDING = ["focus", "index"] as const;

/**
 * Walks through an expression.
 * @param text what it was parsed from
 * @throws Refused for names of the engine's own and numbers that JavaScript cannot keep
 */
export function examined(root: object, text: string): Marks {
  const compared = new WeakSet();
  const ordering = new WeakSet();
  let hasOrder = false;
  const names = new Set<string>();
  const called = new Map<string, number | undefined>();
  const bound = new Set<string>();
  const seen = new Set<object>();
  const waiting: object[] = [root];
  const answered: { readonly name: string; readonly node: object }[] = [];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    const node: ExpressionNode = part;
    if (node.type === "variable" && typeof node.value === "string") {
      names.add(node.value);
      refuseOwn(node.value, node.position);
    }
    if (node.type === "number") checkNumber(node, text);
    for (const key of BINDING) {
      const name: unknown = Object.hasOwn(part, key) ? Reflect.get(part, key) : undefined;
      if (typeof name !== "string") continue;
      refuseOwn(name, node.position);
      bound.add(name);
    }
    for (const name of namesIn(
      part,
      node.type === "lambda" ? "arguments" : node.type === "bind" ? "lhs" : "",
    ))
      bound.add(String(name.value));
    if (node.type === "function" || node.type === "partial")
      for (const name of namesIn(part, "procedure"))
        if (!called.has(String(name.value))) called.set(String(name.value), name.position);
    if (node.type === "binary" && typeof node.value === "string" && COMPARING.has(node.value)) {
      for (const side of ["lhs", "rhs"]) {
        const operand: unknown = Reflect.get(part, side);
        if (typeof operand === "object" && operand !== null) compared.add(operand);
      }
    }
    if (node.type === "binary" && typeof node.value === "string") {
      const name = node.value === "&" ? TEXT : ARITHMETIC.get(node.value)?.name;
      if (name !== undefined) answered.push({ name, node });
    }
    if (node.type === "sort") {
      hasOrder = true;
      const terms: unknown = Reflect.get(part, "terms");
      for (const term of Array.isArray(terms) ? (terms as readonly unknown[]) : []) {
        const expression: unknown =
          typeof term === "object" && term !== null ? Reflect.get(term, "expression") : undefined;
        if (typeof expression === "object" && expression !== null) ordering.add(expression);
      }
    }
    for (const value of Object.values(part) as readonly unknown[])
      if (typeof value === "object" && value !== null) waiting.push(value);
  }
  for (const part of answered) answerBy(part.name, part.node);
  for (const name of bound) called.delete(name);
  return { compared, ordering, hasOrder, names, called };
}

/** The variables that stand under a property. */
function namesIn(part: object, property: string): readonly ExpressionNode[] {
  const value: unknown = property === "" ? undefined : Reflect.get(part, property);
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each): each is ExpressionNode => isVariable(each));
}

function isVariable(part: unknown): boolean {
  return typeof part === "object" && part !== null && "type" in part && part.type === "variable";
}

/** Functions that give as many values as there are. */
const SEQUENCES: ReadonlySet<string> = new Set([
  "filter",
  "map",
  "keys",
  "distinct",
  "split",
  "each",
  "spread",
]);

/** Whether an expression gives a sequence by its form: a path of several steps or with a filter, not one name. */
export function givesSequence(root: object): boolean {
  const node: ExpressionNode = root;
  const part = (name: string): readonly object[] => {
    const value: unknown = Reflect.get(root, name);
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    return all.filter((each) => typeof each === "object" && each !== null);
  };
  switch (node.type) {
    case "path":
      if (part("group").length > 0) return false;
      return (
        part("steps").length > 1 || part("steps").some((step) => "stages" in step || "predicate" in step)
      );
    case "block":
      return part("expressions").slice(-1).some(givesSequence);
    case "condition":
      return [...part("then"), ...part("else")].some(givesSequence);
    case "function":
      return part("procedure").some((name: ExpressionNode) => SEQUENCES.has(String(name.value)));
    case "wildcard":
    case "descendant":
      return true;
    default:
      return "predicate" in root;
  }
}

/** Makes an operation the call of a function, which knows more than 15 digits. */
function answerBy(name: string, node: object): void {
  Object.assign(node, {
    type: "function",
    value: "(",
    procedure: { type: "variable", value: name },
    arguments: [Reflect.get(node, "lhs"), Reflect.get(node, "rhs")],
  });
}

const COMPARING: ReadonlySet<string> = new Set(["=", "!=", "&", "in"]);

function refuseOwn(name: string, position: number | undefined): void {
  if (name.startsWith(OWN))
    throw new Refused(`uses the name $${name}; names that begin with ${OWN} are the engine's own`, position);
}

/** A number is read from the text once more: the tree only has what JavaScript made of it. */
function checkNumber({ value, position }: ExpressionNode, text: string): void {
  const [written = ""] = /[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/.exec(text.slice(0, position)) ?? [];
  if (written === "" || Number(written) !== Math.abs(Number(value))) return;
  if (!isHeldNumber(written))
    throw new Refused(`has the number ${written}, which has more digits than can be kept`, position);
}
