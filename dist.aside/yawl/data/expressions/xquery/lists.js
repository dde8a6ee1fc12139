export const LITERALS = new Set([
    "integerConstantExpr",
    "decimalConstantExpr",
    "doubleConstantExpr",
    "stringConstantExpr",
]);
export const COMPARISONS = new Set([
    "equalOp",
    "notEqualOp",
    "lessThanOp",
    "lessThanOrEqualOp",
    "greaterThanOp",
    "greaterThanOrEqualOp",
]);
export const SINGLE = new Set([
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
export const BODIES = new Set([
    "returnClause",
    "whereClause",
    "forExpr",
    "letExpr",
    "groupByExpr",
    "sourceExpr",
    "predicateExpr",
    "predicates",
]);
export const REFUSED = new Map([
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
export const ANSWERED = new Map([
    ...["current-dateTime", "current-date", "current-time", "matches", "replace", "tokenize", "timer"].map((name) => [name, { own: true }]),
    ...["string-length", "normalize-space"].map((name) => [name, { context: true }]),
    ...["number", "string", "count", "true", "false", "not", "boolean", "position", "last", "name", "sum"].map((name) => [name, {}]),
    ...["local-name", "empty", "exists", "abs", "floor", "ceiling", "round", "avg", "min", "max"].map((name) => [name, {}]),
    ...["concat", "string-join", "upper-case", "lower-case", "substring", "substring-before"].map((name) => [name, {}]),
    ...["substring-after", "translate", "contains", "starts-with", "ends-with", "text"].map((name) => [name, {}]),
]);
export const TEXT_ARGUMENTS = new Set([
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
export const TEXT_ANSWERS = new Set([
    "concat",
    "string-join",
    "codepoints-to-string",
    "substring",
]);
export const COMPARING = new Set(["distinct-values", "map:merge"]);
const ofAll = (cost, names) => names.map((name) => [name, cost]);
export const COPYING = new Map([
    ...ofAll("array", ["append", "put", "subarray", "remove", "insert-before", "reverse", "tail"].map((name) => `array:${name}`)),
    ...ofAll("array", ["for-each", "filter", "fold-left", "fold-right", "for-each-pair", "sort"].map((name) => `array:${name}`)),
    ...ofAll("map", ["put", "remove", "for-each", "get", "contains"].map((name) => `map:${name}`)),
    ["array:join", "answered-array"],
    ...ofAll("items", ["map:keys", "array:flatten", "string-to-codepoints"]),
    ...ofAll("much", ["deep-equal", "map:find"]),
]);
export const CALLING = new Set([
    ["for-each", "filter", "fold-left", "fold-right", "for-each-pair", "sort", "apply"],
    ["map:for-each", "array:for-each", "array:filter", "array:fold-left", "array:fold-right"],
    ["array:for-each-pair", "array:sort"],
].flat());
//# sourceMappingURL=lists.js.map