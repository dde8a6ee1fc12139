/**
 * JSON Schema as XML Schema: what a JSON type looks like to YAWL. It need not be exact, for Mizzen reads the JSON Schema
 * itself (`extension.ts`); but whatever the XML Schema does not say is reported.
 */
import { escapeName } from "../../data/xml/names.ts";
import type { DataType, ElementParticle, Facets, SimpleBase, SimpleType } from "../../model/datatype.ts";
import { isJsonObject, type JsonObject } from "../../model/json.ts";

type Lose = (what: string) => void;

/** Keywords that describe and restrict nothing. */
const NOTES = new Set([
  "title",
  "description",
  "default",
  "examples",
  "$comment",
  "$schema",
  "$id",
  "readOnly",
]);
const FORMATS: Readonly<Record<string, readonly [SimpleBase, string]>> = {
  date: ["date", "date"],
  "date-time": ["dateTime", "dateTime"],
  time: ["time", "time"],
  duration: ["duration", "duration"],
  uri: ["anyURI", "anyURI"],
};
type Bound = "minInclusive" | "maxInclusive" | "minExclusive" | "maxExclusive";
const BOUNDS: Readonly<Record<string, Bound>> = {
  minimum: "minInclusive",
  maximum: "maxInclusive",
  exclusiveMinimum: "minExclusive",
  exclusiveMaximum: "maxExclusive",
};
const MAX_DEPTH = 50;

/** The type that a JSON Schema describes, or comes nearest to. `lose` gets what it does not say. */
export function typeOfSchema(schema: unknown, lose: Lose, depth = 0): DataType {
  if (!isJsonObject(schema) || depth > MAX_DEPTH) {
    if (schema !== true) lose("a schema that is no object");
    return { kind: "any" };
  }
  const { type, known } = jsonType(schema);
  const seen = new Set([...NOTES, "type", "const", "enum"]);
  const made = known ? byType(known, schema, seen, lose, depth) : undefined;
  const unknown = Object.keys(schema).filter((keyword) => !seen.has(keyword));
  if (!made && Array.isArray(type)) lose("several types");
  for (const keyword of unknown) lose(keyword);
  return made ?? { kind: "any" };
}

/** The one type of a schema: `null` beside it only means that there may be none. */
function jsonType(schema: JsonObject): { readonly type: unknown; readonly known?: string } {
  const type: unknown = schema["type"];
  if (typeof type === "string") return { type, known: type };
  if (Array.isArray(type)) {
    const [only, ...others] = type.filter((each) => each !== "null");
    return typeof only === "string" && others.length === 0 ? { type, known: only } : { type };
  }
  const values = valuesOf(schema);
  const [first] = values ?? [];
  if (first !== undefined && values?.every((value) => typeof value === typeof first))
    return { type, known: typeof first };
  return { type };
}

function valuesOf(schema: JsonObject): readonly unknown[] | undefined {
  if ("const" in schema) return [schema["const"]];
  const values = schema["enum"];
  return Array.isArray(values) ? values : undefined;
}

function byType(
  type: string,
  schema: JsonObject,
  seen: Set<string>,
  lose: Lose,
  depth: number,
): DataType | undefined {
  switch (type) {
    case "string":
      return textType(schema, seen, lose);
    case "integer":
      return numberType("integer", "integer", schema, seen);
    case "number":
      return numberType("double", "double", schema, seen);
    case "boolean":
      return { kind: "simple", base: "boolean", xsd: "boolean" };
    case "array":
      return arrayType(schema, seen, lose, depth);
    case "object":
      return objectType(schema, seen, lose, depth);
    default:
      return undefined;
  }
}

function textType(schema: JsonObject, seen: Set<string>, lose: Lose): SimpleType {
  const format = schema["format"];
  const found = typeof format === "string" && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (found) seen.add("format");
  const [base, xsd] = found ?? ["string", "string"];
  const pattern = schema["pattern"];
  if (typeof pattern === "string" && isSamePattern(pattern)) seen.add("pattern");
  for (const name of ["minLength", "maxLength"]) if (typeof schema[name] === "number") seen.add(name);
  const values = valuesOf(schema);
  if (values && !values.every((value) => typeof value === "string")) lose("enum");
  return restricted({ kind: "simple", base, xsd }, schema, {
    ...(typeof schema["minLength"] === "number" && { minLength: schema["minLength"] }),
    ...(typeof schema["maxLength"] === "number" && { maxLength: schema["maxLength"] }),
    ...(seen.has("pattern") && typeof pattern === "string" && { patterns: [pattern.slice(1, -1)] }),
  });
}

/** Patterns of JSON Schema match anywhere; only those that say both ends, in words both know, mean the same in XML Schema. */
function isSamePattern(pattern: string): boolean {
  return /^\^(?:[\w @,:;/#%=!<>"'-]|\\[.dws/+-]|\[[\w .,:/@-]+\]|[+*?]|\{\d+(?:,\d*)?\})*\$$/.test(pattern);
}

function numberType(
  base: "integer" | "double",
  xsd: string,
  schema: JsonObject,
  seen: Set<string>,
): SimpleType {
  const facets: Partial<Record<Bound, string>> = {};
  for (const [keyword, facet] of Object.entries(BOUNDS)) {
    const bound = schema[keyword];
    if (typeof bound !== "number") continue;
    seen.add(keyword);
    facets[facet] = String(bound);
  }
  return restricted({ kind: "simple", base, xsd }, schema, facets);
}

function restricted(type: SimpleType, schema: JsonObject, facets: Facets): SimpleType {
  const values = valuesOf(schema)?.filter((value) => typeof value === "string" || typeof value === "number");
  const all = { ...facets, ...(values && { enumeration: values.map(String) }) };
  return Object.keys(all).length === 0 ? type : { ...type, facets: all };
}

/** A whole array is an element `item` for each entry. */
function arrayType(schema: JsonObject, seen: Set<string>, lose: Lose, depth: number): DataType {
  const item = itemOf("item", schema, seen, lose, depth);
  return { kind: "complex", content: { kind: "sequence", particles: [item], min: 1, max: 1 } };
}

function itemOf(
  name: string,
  schema: JsonObject,
  seen: Set<string>,
  lose: Lose,
  depth: number,
): ElementParticle {
  for (const keyword of ["items", "minItems", "maxItems"]) seen.add(keyword);
  const { items, minItems, maxItems } = schema;
  return {
    kind: "element",
    name,
    type: items === undefined ? { kind: "any" } : typeOfSchema(items, lose, depth + 1),
    min: typeof minItems === "number" ? minItems : 0,
    max: typeof maxItems === "number" ? maxItems : null,
  };
}

/** Properties are elements, arrays among them elements that repeat. */
function objectType(schema: JsonObject, seen: Set<string>, lose: Lose, depth: number): DataType | undefined {
  const { properties, required } = schema;
  for (const keyword of ["properties", "required", "additionalProperties"]) seen.add(keyword);
  if (!isJsonObject(properties) || Object.keys(properties).length === 0) {
    lose("what properties an object has");
    return undefined;
  }
  if (isJsonObject(schema["additionalProperties"])) lose("additionalProperties");
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const particles = Object.entries(properties).map(([name, property]): ElementParticle => {
    const below: Lose = (what) => lose(`${name}/${what}`);
    const min = names.includes(name) ? 1 : 0;
    if (isJsonObject(property) && jsonType(property).known === "array") {
      const keywords = new Set([...NOTES, "type"]);
      const item = itemOf(escapeName(name), property, keywords, below, depth + 1);
      for (const keyword of Object.keys(property)) if (!keywords.has(keyword)) below(keyword);
      return min === 0 ? { ...item, min: 0 } : item;
    }
    return {
      kind: "element",
      name: escapeName(name),
      type: typeOfSchema(property, below, depth + 1),
      min,
      max: 1,
    };
  });
  return { kind: "complex", content: { kind: "sequence", particles, min: 1, max: 1 } };
}
