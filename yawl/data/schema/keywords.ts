/** The keywords of JSON Schema (draft 2020-12) that mean something here, each with what its value is. */

/** What the value of a keyword is. */
export type KeywordShape =
  /** a schema: an object, true or false */
  | "schema"
  /** a list of schemas, at least one */
  | "schemas"
  /** schemas by a name of the author's choice */
  | "schema-map"
  /** schemas by a pattern */
  | "pattern-map"
  /** lists of names by a name */
  | "names-map"
  | "names"
  | "types"
  /** a whole number from 0 */
  | "count"
  | "number"
  /** a number above 0 */
  | "positive"
  | "flag"
  | "text"
  | "pattern"
  /** a list of allowed values, at least one */
  | "values"
  | "value"
  | "reference";

const SHAPES: Readonly<Record<KeywordShape, string>> = {
  schema:
    "items contains additionalProperties propertyNames unevaluatedItems unevaluatedProperties not if then else",
  schemas: "allOf anyOf oneOf prefixItems",
  "schema-map": "properties dependentSchemas $defs definitions",
  "pattern-map": "patternProperties",
  "names-map": "dependentRequired",
  names: "required",
  types: "type",
  count: "minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties",
  number: "minimum maximum exclusiveMinimum exclusiveMaximum",
  positive: "multipleOf",
  flag: "uniqueItems deprecated readOnly writeOnly",
  text: "format title description $comment $anchor $dynamicAnchor $id $schema contentEncoding contentMediaType",
  pattern: "pattern",
  values: "enum",
  value: "const default examples contentSchema $vocabulary",
  reference: "$ref $dynamicRef",
};

/** Shapes by keyword. */
export const KEYWORDS: ReadonlyMap<string, KeywordShape> = new Map(
  Object.entries(SHAPES).flatMap(([shape, names]) =>
    names.split(" ").map((name) => [name, shape as KeywordShape] as const),
  ),
);

/** Keywords of older drafts that would be left out in silence, with what says the same now. */
export const REPLACED: ReadonlyMap<string, string> = new Map([
  ["additionalItems", "`items`, beside `prefixItems`"],
  ["dependencies", "`dependentRequired` or `dependentSchemas`"],
  ["$recursiveRef", "`$ref`"],
  ["$recursiveAnchor", "`$ref`"],
]);

/** Names of types. */
export const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;

/** Keywords by name. */
export type Keywords = Readonly<Record<string, unknown>>;

/** Whether a schema is an object of keywords, not true or false. */
export function isKeywords(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A schema inside a schema, with where it stands: the keyword, and an index or name. */
export interface Part {
  readonly schema: unknown;
  readonly keyword: string;
  readonly key?: string | number;
}

/** The schemas that stand inside a schema, one step in. */
export function partsOf(schema: Keywords): readonly Part[] {
  const parts: Part[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    switch (KEYWORDS.get(keyword)) {
      case "schema":
        parts.push({ schema: value, keyword });
        break;
      case "schemas":
        if (Array.isArray(value))
          for (const [key, part] of value.entries()) parts.push({ schema: part as unknown, keyword, key });
        break;
      case "schema-map":
      case "pattern-map":
        if (isKeywords(value))
          for (const [key, part] of Object.entries(value)) parts.push({ schema: part, keyword, key });
        break;
      default:
    }
  }
  return parts;
}
