/**
 * JSONata's own tree of an expression, looked at once before it is evaluated: what an expression must not do is refused here,
 * where nothing that it does can reach, and what has to be counted in a special way is marked.
 */

import { isKept, type DecimalOperation } from "../decimals.ts";

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
  /** names of the functions that it may call */
  readonly names: ReadonlySet<string>;
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
  const names = new Set<string>();
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
      if (typeof name === "string") refuseOwn(name, node.position);
    }
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
  return { compared, ordering, names };
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
  if (!isKept(written))
    throw new Refused(`has the number ${written}, which has more digits than can be kept`, position);
}
