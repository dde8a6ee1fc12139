/** Values for JSON Schemas: such that fit, as far as the schema says, and such that do not. */
import fc from "fast-check";
import type { Arbitrary } from "fast-check";

export type Schema = Readonly<Record<string, unknown>>;

/** What has harmed other programs: operators, names that all objects have, half characters, other digits, long texts. */
const HOSTILE: readonly unknown[] = [
  null,
  "",
  "\0",
  "\u0000case-1",
  "\ud800",
  "..",
  "%00",
  "__proto__",
  "constructor",
  "$where",
  "x".repeat(5_000),
  "ａｄｍｉｎ",
  "Cafe\u0301",
  { $ne: null },
  { $gt: "" },
  { constructor: { prototype: { admin: true } } },
  [[[]]],
  0.1,
  1e308,
  -0,
  "0x10",
  "١",
];

/** @param resolve follows a reference; @param known texts that name something */
export function valueFor(
  schema: Schema,
  resolve: (reference: string) => Schema,
  known: readonly string[],
): Arbitrary<unknown> {
  const inner = (part: unknown): Arbitrary<unknown> => valueFor((part ?? {}) as Schema, resolve, known);
  if (typeof schema["$ref"] === "string") {
    const target = resolve(schema["$ref"]);
    // A schema that refers to itself ends with any JSON.
    return JSON.stringify(target).includes(schema["$ref"]) ? fc.jsonValue() : inner(target);
  }
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  for (const name of ["anyOf", "oneOf"]) {
    const options = schema[name];
    if (Array.isArray(options)) return fc.oneof(...options.map(inner));
  }
  switch (schema["type"]) {
    case "string":
      if (schema["format"] === "uri") return fc.constant("https://mizzen.example/hook");
      return textFor(schema, known);
    case "integer":
      return fc.integer({ min: Number(schema["minimum"] ?? 0), max: Number(schema["maximum"] ?? 1_000) });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(inner(schema["items"]), { minLength: Number(schema["minItems"] ?? 0), maxLength: 3 });
    case "object":
      return objectFor(schema, inner);
    default:
      return fc.jsonValue();
  }
}

/** The value, or one that is wrong somewhere. */
export function perhapsWrong(value: Arbitrary<unknown>): Arbitrary<unknown> {
  const hostile = fc.constantFrom(...HOSTILE);
  return fc.oneof(
    { weight: 12, arbitrary: value },
    { weight: 1, arbitrary: hostile },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 2, arbitrary: fc.tuple(value, fc.nat(), hostile).map(spoilt) },
    { weight: 1, arbitrary: fc.tuple(value, fc.string(), hostile).map(extended) },
  );
}

function textFor(schema: Schema, known: readonly string[]): Arbitrary<string> {
  const [minLength, maxLength] = [Number(schema["minLength"] ?? 0), Number(schema["maxLength"] ?? 40)];
  if (schema["format"] === "date-time")
    return fc.constantFrom("2031-01-01T00:00:00Z", "2032-01-01T00:00:00+01:00");
  const texts = known.filter((text) => text.length >= minLength && text.length <= maxLength);
  return fc.oneof(
    { weight: 8, arbitrary: texts.length === 0 ? fc.constant("text") : fc.constantFrom(...texts) },
    {
      weight: 1,
      arbitrary: fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) }),
    },
  );
}

/** Of nothing that is there. */
const FREE_ID = fc.nat(1_000_000_000).map((number) => `new-${number}`);

function objectFor(schema: Schema, inner: (part: unknown) => Arbitrary<unknown>): Arbitrary<unknown> {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, unknown>>;
  const required = (schema["required"] ?? []) as string[];
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [
      name,
      name === "id" ? fc.oneof(inner(part), FREE_ID) : inner(part),
    ]),
  );
  if (Object.keys(fields).length > 0)
    return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
  return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue(), { maxKeys: 3 });
}

/** With one of its parts replaced. */
function spoilt([value, at, hostile]: [unknown, number, unknown]): unknown {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return hostile;
  const names = Object.keys(value);
  const name = names[at % names.length] ?? "";
  if (Array.isArray(value)) return value.map((entry, index) => (String(index) === name ? hostile : entry));
  return { ...value, [name]: hostile };
}

/** With one part too many. */
function extended([value, name, hostile]: [unknown, string, unknown]): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value, [name]: hostile }
    : [value];
}
