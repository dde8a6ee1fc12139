/**
 * Free-form JSON (case data, markings, compiled specifications) is stored as text.
 *
 * As nested documents its names would be read by MongoDB and its driver: names with `.` or `$`, names that hold a zero
 * byte, `$ref`, `_bsontype`, and nesting beyond 100 levels are refused or come back as something else. Text comes back
 * as it was, in the same order, and costs less to write. Nothing in these values is searched for.
 */
import type { Json } from "../yawl/model/json.ts";

/** A value as it is stored. */
export type JsonText = string;

export function toText(value: unknown): JsonText {
  return JSON.stringify(value);
}

export function fromText(text: JsonText): Json {
  return JSON.parse(text) as Json;
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

/** A document without its `_id`, with some fields turned from text into values. Absent fields stay absent. */
export function decode(document: object, textFields: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    if (name === "_id") continue;
    fields[name] = typeof value === "string" && textFields.includes(name) ? fromText(value) : value;
  }
  return fields;
}

/** Fields as they are stored: some as text, absent ones left out. */
export function encode(fields: object, textFields: readonly string[]): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    document[name] = textFields.includes(name) ? toText(value) : value;
  }
  return document;
}
