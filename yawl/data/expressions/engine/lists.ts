/** Kinds of expressions and built-in functions of XPath: what they cost, and which are answered here, or not at all. */

/** Kinds of expressions (in XQueryX) that are one item. */
export const LITERALS: ReadonlySet<string> = new Set([
  "integerConstantExpr",
  "decimalConstantExpr",
  "doubleConstantExpr",
  "stringConstantExpr",
]);
/** Comparisons of each with each. */
export const COMPARISONS: ReadonlySet<string> = new Set([
  "equalOp",
  "notEqualOp",
  "lessThanOp",
  "lessThanOrEqualOp",
  "greaterThanOp",
  "greaterThanOrEqualOp",
]);
/** Expressions that give one item at most. */
export const SINGLE: ReadonlySet<string> = new Set([
  ...LITERALS,
  "contextItemExpr",
  "addOp",
  "subtractOp",
  "multiplyOp",
  "divOp",
  "idivOp",
  "modOp",
  "unaryMinusOp",
  "stringConcatenateOp",
]);
/** What holds the body of something that repeats. */
export const BODIES: ReadonlySet<string> = new Set([
  "returnClause",
  "whereClause",
  "forExpr",
  "letExpr",
  "groupByExpr",
  "sourceExpr",
  "predicateExpr",
  "predicates",
]);

/** Functions that a query may not call, and why. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ["random-number-generator", "an expression gives the same each time"],
  ["generate-id", "an expression gives the same each time"],
  ["function-lookup", "functions are called by their names"],
  ["doc", "an expression sees the data of its net only"],
  ["doc-available", "an expression sees the data of its net only"],
  ["collection", "an expression sees the data of its net only"],
  ["uri-collection", "an expression sees the data of its net only"],
  ["unparsed-text", "an expression sees the data of its net only"],
  ["unparsed-text-lines", "an expression sees the data of its net only"],
  ["unparsed-text-available", "an expression sees the data of its net only"],
  ["json-doc", "an expression sees the data of its net only"],
  ["environment-variable", "an expression sees the data of its net only"],
  ["available-environment-variables", "an expression sees the data of its net only"],
  ["trace", "nobody would read it"],
]);

interface Answered {
  /** answered by a function of this project */
  readonly own?: true;
  /** without an argument it means the context item, which is written out */
  readonly context?: true;
}

/** Functions that give one item at most and cost next to nothing or charge by themselves. */
export const ANSWERED: ReadonlyMap<string, Answered> = new Map<string, Answered>([
  ...["current-dateTime", "current-date", "current-time", "matches", "replace", "tokenize", "timer"].map(
    (name) => [name, { own: true }] as const,
  ),
  ...["string-length", "normalize-space"].map((name) => [name, { context: true }] as const),
  ...["number", "string", "count", "true", "false", "not", "boolean", "position", "last", "name", "sum"].map(
    (name) => [name, {}] as const,
  ),
  ...["local-name", "empty", "exists", "abs", "floor", "ceiling", "round", "avg", "min", "max"].map(
    (name) => [name, {}] as const,
  ),
  ...["concat", "string-join", "upper-case", "lower-case", "substring", "substring-before"].map(
    (name) => [name, {}] as const,
  ),
  ...["substring-after", "translate", "contains", "starts-with", "ends-with", "text"].map(
    (name) => [name, {}] as const,
  ),
]);

/** Functions whose arguments are texts that they read. */
export const TEXT_ARGUMENTS: ReadonlySet<string> = new Set([
  "upper-case",
  "lower-case",
  "contains",
  "starts-with",
  "ends-with",
  "substring-before",
  "substring-after",
  "string-length",
  "normalize-space",
  "translate",
  "string-to-codepoints",
  "encode-for-uri",
  "iri-to-uri",
  "compare",
  "codepoint-equal",
  "parse-json",
]);

/** Functions that give texts which may be longer than what they get. */
export const TEXT_ANSWERS: ReadonlySet<string> = new Set([
  "concat",
  "string-join",
  "codepoints-to-string",
  "substring",
]);

/** Functions that compare every item with every other one. */
export const COMPARING: ReadonlySet<string> = new Set(["distinct-values", "map:merge"]);

/** What is charged for besides a step: the size of the array or map that comes first, or of the one that comes out. */
export type Cost = "array" | "map" | "answered-array" | "items" | "much";

const ofAll = (cost: Cost, names: readonly string[]): (readonly [string, Cost])[] =>
  names.map((name) => [name, cost]);

/** Functions that copy or walk the whole of an array or map. */
export const COPYING: ReadonlyMap<string, Cost> = new Map([
  ...ofAll(
    "array",
    ["append", "put", "subarray", "remove", "insert-before", "reverse", "tail"].map(
      (name) => `array:${name}`,
    ),
  ),
  ...ofAll(
    "array",
    ["for-each", "filter", "fold-left", "fold-right", "for-each-pair", "sort"].map((name) => `array:${name}`),
  ),
  ...ofAll(
    "map",
    ["put", "remove", "for-each", "get", "contains"].map((name) => `map:${name}`),
  ),
  ["array:join", "answered-array"],
  ...ofAll("items", ["map:keys", "array:flatten", "string-to-codepoints"]),
  ...ofAll("much", ["deep-equal", "map:find"]),
]);

/** Functions that look at all of what arrays hold. */
export const ATOMIZING: ReadonlySet<string> = new Set([
  "sum",
  "avg",
  "min",
  "max",
  "string-join",
  "data",
  "distinct-values",
  "index-of",
  "deep-equal",
  "string",
  "array:flatten",
  "map:find",
  "concat",
  "number",
  "serialize",
]);

/** Functions that look for one text in another, or for each character of one. */
export const SEARCHING: ReadonlySet<string> = new Set([
  "contains",
  "substring-before",
  "substring-after",
  "translate",
]);

/** Functions that make an array or a map. */
export const MAKING: ReadonlySet<string> = new Set([
  ...[
    "put",
    "append",
    "subarray",
    "remove",
    "insert-before",
    "reverse",
    "tail",
    "join",
    "filter",
    "sort",
  ].map((name) => `array:${name}`),
  ...["for-each", "for-each-pair"].map((name) => `array:${name}`),
  ...["put", "remove", "merge", "entry"].map((name) => `map:${name}`),
  "parse-json",
]);

/** Functions that call a function which they are given. */
export const CALLING: ReadonlySet<string> = new Set(
  [
    ["for-each", "filter", "fold-left", "fold-right", "for-each-pair", "sort", "apply"],
    ["map:for-each", "array:for-each", "array:filter", "array:fold-left", "array:fold-right"],
    ["array:for-each-pair", "array:sort"],
  ].flat(),
);
