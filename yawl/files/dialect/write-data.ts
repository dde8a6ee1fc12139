/** Variables, types, expressions and mappings as the dialect writes them: by the shortest form that says the same. */
import type { z } from "zod";
import { canonical, isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { DataType, SimpleType } from "../../model/datatype.ts";
import type { Expression, Mapping, Variable } from "../../model/specification.ts";
import { builtInType } from "../xsd/builtin-types.ts";
import type { NamedTypes } from "./context.ts";
import { VARIABLE_KEYS } from "./data.ts";
import type { KeptOfVariable } from "./shape-kept.ts";
import { WORDS, type DialectExpression, type DialectMappings, type DialectType } from "./shape-data.ts";

/** What is the same for a whole file that is written. */
export interface Writing {
  /** language of expressions that are plain text */
  readonly language: Expression["language"];
  readonly types: NamedTypes;
}

/** An expression as the file says it: plain text where it is in the file's language. */
export function expressionSource({ language, text }: Expression, writing: Writing): DialectExpression {
  if (language === writing.language && text !== "") return text;
  switch (language) {
    case "xpath":
      return { xpath: text };
    case "xquery":
      return { xquery: text };
    case "jsonata":
      return { jsonata: text };
    case "variable":
      return { variable: text };
  }
}

/**
 * Mappings; the order is kept, and a target may come twice.
 * @param options.names whether variables of the same name are written as names only
 */
export function mappingsSource(
  mappings: readonly Mapping[],
  writing: Writing,
  options: { readonly names: boolean },
): DialectMappings {
  const entries: (string | Record<string, DialectExpression>)[] = [];
  for (const { query, mapsTo } of mappings) {
    if (options.names && query.language === "variable" && query.text === mapsTo) {
      entries.push(mapsTo);
      continue;
    }
    const last = entries.at(-1);
    if (typeof last === "object" && !Object.hasOwn(last, mapsTo))
      last[mapsTo] = expressionSource(query, writing);
    else entries.push({ [mapsTo]: expressionSource(query, writing) });
  }
  const [first] = entries;
  if (first === undefined) return {};
  return entries.length === 1 && typeof first === "object" ? first : entries;
}

/** Variables with their types; the inverse of `variablesOf`. */
export function variablesSource(
  variables: readonly Variable[],
  mandatory: boolean,
  writing: Writing,
): Record<string, DialectType> {
  return Object.fromEntries(
    variables.map((variable) => [variable.name, variableSource(variable, mandatory, writing)]),
  );
}

/** @param mandatory whether variables need a value here unless they say otherwise */
function variableSource(variable: Variable, mandatory: boolean, writing: Writing): DialectType {
  const { type, initial, initialXml, documentation, attributes, logPredicate } = variable;
  const kept = keptOf(variable);
  const isMandatory = variable.mandatory === true;
  const { word, object } = typeSource(type, writing);
  const hasInitial = initial !== undefined || initialXml !== undefined;
  if (
    word !== undefined &&
    !hasInitial &&
    documentation === undefined &&
    !attributes &&
    !logPredicate &&
    !kept
  ) {
    if (isMandatory === mandatory) return word;
    if (mandatory) return `${word}?`;
  }
  const says = isMandatory === (mandatory && !hasInitial) ? {} : { required: isMandatory };
  const beside = {
    ...says,
    ...(initial !== undefined && { default: initial }),
    ...(initialXml !== undefined && { initialXml }),
    ...(documentation !== undefined && { documentation }),
    ...(attributes && { attributes: { ...attributes } }),
    ...(logPredicate && { log: logPredicate }),
    ...(kept && { yawl: kept }),
  };
  const clashes = "required" in object && "required" in beside;
  return { ...(clashes ? { schema: object } : object), ...beside } as DialectType;
}

function keptOf({ defaultXml, cutThrough, declared }: Variable): KeptOfVariable | undefined {
  const kept = {
    ...(defaultXml !== undefined && { defaultXml }),
    ...(cutThrough && { cutThrough }),
    ...(declared && { declared }),
  };
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** A type by a word, where one says it, and by an object. */
export function typeSource(
  type: DataType,
  writing: Writing,
): { readonly word?: string; readonly object: JsonObject } {
  switch (type.kind) {
    case "json": {
      const word = WORDS.find((each) => canonical(schemaOf(each)) === canonical(json(type.schema)));
      if (word !== undefined) return { word, object: { type: word } };
      const schema = json(type.schema);
      return { object: isPlain(schema) ? schema : { schema } };
    }
    case "any":
      return xsd("anyType", type, writing);
    case "simple":
      return xsd(type.xsd, type, writing);
    case "named": {
      const { name } = type;
      if (writing.types.own.has(name)) return { word: name, object: { type: name } };
      const element = name.replace(/^element:/, "");
      if (element !== name) return { object: { element } };
      return xsd(name, type, writing);
    }
    case "complex":
      return { word: "any", object: { type: "any" } };
  }
}

/** `xsd:name`; `xsd:xs:name` for a built-in type whose name the file's schema has taken. */
function xsd(
  name: string,
  type: DataType | SimpleType,
  { types }: Writing,
): { word?: string; object: JsonObject } {
  const isFound = canonical(json(types.xsd(name))) === canonical(json(type));
  const isBuiltIn = canonical(json(builtInType(name))) === canonical(json(type));
  const full = !isFound && isBuiltIn ? `xs:${name}` : name;
  return /[\s?]/.test(full) ? { object: { xsd: full } } : { word: `xsd:${full}`, object: { xsd: full } };
}

function schemaOf(word: (typeof WORDS)[number]): JsonObject {
  if (word === "any") return {};
  if (word === "date") return { type: "string", format: "date" };
  return word === "dateTime" ? { type: "string", format: "date-time" } : { type: word };
}

const JSON_TYPES: ReadonlySet<string> = new Set([
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "array",
  "null",
]);

/** Whether a JSON Schema can stand as it is: none of its keys would be taken for the variable's. */
function isPlain(schema: JsonObject): boolean {
  const { type, required } = schema;
  if (VARIABLE_KEYS.some((key) => Object.hasOwn(schema, key))) return false;
  if (required !== undefined && !isTexts(required)) return false;
  if (type === undefined) return true;
  const all = typeof type === "string" ? [type] : type;
  return isTexts(all) && all.length > 0 && all.every((each) => JSON_TYPES.has(each));
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

/** What is JSON already, as the type system knows it. */
export function json(value: unknown): JsonObject {
  return (value === undefined ? {} : JSON.parse(JSON.stringify(value))) as JsonObject;
}

type JsonCopy = z.infer<ReturnType<typeof z.json>>;

/** A copy that may be changed, as files are made of. */
export function copyOf(value: Json): JsonCopy {
  if (typeof value !== "object" || value === null) return value;
  return isJsonObject(value) ? copiesOf(value) : value.map((entry) => copyOf(entry));
}

/** The same of each property. */
export function copiesOf(object: JsonObject): Record<string, JsonCopy> {
  return Object.fromEntries(Object.entries(object).map(([name, entry]) => [name, copyOf(entry)]));
}
