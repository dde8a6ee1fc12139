/** Checks against a JSON Schema (draft 2020-12), interpreted: nothing is compiled to code, which a workflow may not do. */
import { Validator } from "@cfworker/json-schema";
import type { OutputUnit } from "@cfworker/json-schema";
import type { JsonType } from "../../model/datatype.ts";
import type { Json } from "../../model/json.ts";
import { listed } from "../types/facets.ts";
import type { Findings } from "../types/findings.ts";
import { below } from "../../model/pointer.ts";

const validators = new WeakMap<object, Validator>();

function validatorOf(schema: JsonType["schema"]): Validator {
  let validator = validators.get(schema);
  if (!validator) {
    // The validator writes notes into the schema that it is given; the specification's own stays as it is.
    const copy = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
    validators.set(schema, (validator = new Validator(copy, "2020-12", false)));
  }
  return validator;
}

/** Adds what a JSON Schema says against a value. */
export function checkAgainstSchema(value: Json, type: JsonType, findings: Findings, pointer: string): void {
  let errors: readonly OutputUnit[];
  try {
    errors = validatorOf(type.schema).validate(value).errors;
  } catch (error) {
    findings.add(
      pointer,
      `cannot be checked, because its schema is wrong: ${error instanceof Error ? error.message : String(error)}`,
    );
    return;
  }
  const seen = new Set<string>();
  for (const error of errors) {
    if (PASSING_ON.has(error.keyword)) continue;
    const place = pointer + instancePointer(error.instanceLocation);
    const missing = MISSING.exec(error.error);
    const [where, message] = missing
      ? [below(place, missing[1] ?? ""), "is missing"]
      : [place, sentence(error)];
    if (seen.has(`${where} ${message}`)) continue;
    seen.add(`${where} ${message}`);
    findings.add(where, message);
  }
}

/** Keywords whose own error only says that there is another one below. */
const PASSING_ON: ReadonlySet<string> = new Set([
  "$ref",
  "$recursiveRef",
  "$dynamicRef",
  "additionalItems",
  "additionalProperties",
  "allOf",
  "dependentSchemas",
  "else",
  "items",
  "patternProperties",
  "prefixItems",
  "properties",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

const MISSING = /^Instance does not have required property "(.*)"\.$/s;

/** The validator's locations are fragments of a URI (`#/a%20b`); pointers in faults are not. */
function instancePointer(location: string): string {
  const pointer = location.replace(/^#/, "");
  try {
    return decodeURI(pointer);
  } catch {
    return pointer;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

function sentence({ keyword, error }: OutputUnit): string {
  switch (keyword) {
    case "false":
      return "is not known";
    case "type": {
      const [, actual = "", expected = ""] = /"(\w+)".*Expected "(.*)"/.exec(error) ?? [];
      const names = expected.split('", "').map((name) => TYPE_NAMES[name] ?? name);
      return `must be ${names.join(" or ")}; it is ${TYPE_NAMES[actual] ?? actual}`;
    }
    case "enum":
      return `must be one of ${allowed(error)}`;
    case "const":
      return `must be ${error.slice("Instance does not match ".length, -1)}`;
    case "anyOf":
      return "fits none of the allowed forms";
    case "oneOf":
      return "must fit exactly one of the allowed forms";
    default:
      return error
        .replace(/^Instance /, "")
        .replace(/\.$/, "")
        .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  }
}

function allowed(error: string): string {
  const values = JSON.parse(error.slice("Instance does not match any of ".length, -1)) as readonly Json[];
  return listed(values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))));
}
