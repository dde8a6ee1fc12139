/**
 * Free-form JSON (case data, markings, compiled specifications) is stored as text.
 *
 * As nested documents its names would be read by MongoDB and its driver: names with `.` or `$`, names that hold a zero
 * byte, `$ref`, `_bsontype`, and nesting beyond 100 levels are refused or come back as something else. Text comes back
 * as it was, in the same order, and costs less to write. Nothing in these values is searched for.
 */
import type { Json } from "../yawl/model/json.ts";

declare const content: unique symbol;

/** A value as it is stored; the type remembers what is in the text. */
export type JsonText<Content = Json> = string & { readonly [content]: Content };

export function toText<Content>(value: Content): JsonText<Content> {
  return JSON.stringify(value) as JsonText<Content>;
}

export function fromText<Content>(text: JsonText<Content>): Content {
  return JSON.parse(text) as Content;
}

/** Any name as the name of a field: MongoDB reads dots and dollars in them, and orders numbers first. */
export function toField(name: string): string {
  return `v${name.replaceAll(/[^A-Za-z0-9_-]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}`;
}

/** The name that `toField` was given. */
export function fromField(field: string): string {
  return field
    .slice(1)
    .replaceAll(/%([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Fields with these turned into text. */
export type Encoded<Fields, Text extends PropertyKey> = {
  [Name in keyof Fields]: Name extends Text ? JsonText<Exclude<Fields[Name], undefined>> : Fields[Name];
};

/** Fields with text turned into values; the other way round. */
export type Decoded<Fields> = {
  [Name in keyof Fields]: OutOfText<Exclude<Fields[Name], undefined>>;
};
type OutOfText<Value> = Value extends JsonText<infer Content> ? Content : Value;

/** Some fields turned from text into values. Absent fields stay absent. */
export function decode<Fields extends object>(
  document: Fields,
  textFields: readonly string[],
): Decoded<Fields> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    fields[name] = typeof value === "string" && textFields.includes(name) ? JSON.parse(value) : value;
  }
  return fields as Decoded<Fields>;
}

/** Fields as they are stored: some as text, absent ones left out. */
export function encode<Fields extends object, Text extends PropertyKey>(
  fields: Fields,
  textFields: readonly Text[],
): Encoded<Fields, Text> {
  const document: Record<string, unknown> = {};
  const inText: readonly PropertyKey[] = textFields;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    document[name] = inText.includes(name) ? toText<unknown>(value) : value;
  }
  return document as Encoded<Fields, Text>;
}
