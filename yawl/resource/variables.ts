/**
 * Variables of the net in parameters of filters, constraints and allocators: `$name`, outside of quotation marks. The case
 * sends the values of those that its task's rules name; they are put in when the item is distributed.
 */
import { fault, type Failure } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { quote } from "./expressions/cursor.ts";
import type { AnyKind, ParameterKind, Parameters } from "./kinds.ts";
import { given } from "./parameters.ts";

/** A quoted text, which is passed over, or a variable. */
const QUOTED_OR_VARIABLE = /"(?:[^"\\]|\\.)*"|\$(?<name>[\p{L}_][\p{L}\p{M}\p{N}_.-]*)/gu;
const ONLY_VARIABLE = /^\s*\$(?<name>[\p{L}_][\p{L}\p{M}\p{N}_.-]*)\s*$/u;

/** Whether a parameter is a variable of the net, and nothing else. */
export function isVariable(text: string): boolean {
  return ONLY_VARIABLE.test(text);
}

/**
 * Names of the variables that a kind's parameters stand for: what `withValues` looks for. `certain`: those alone that can be
 * nothing else; a text parameter may mean `$name` as it is.
 */
export function variablesNamed(
  kind: AnyKind,
  parameters: Parameters,
  which: "all" | "certain" = "all",
): readonly string[] {
  return kind.parameters.flatMap(({ name, type }) => {
    const text = given(parameters, name);
    if (text === undefined || (which === "certain" && type === "text")) return [];
    return isReplacedWithin(type)
      ? [...text.matchAll(QUOTED_OR_VARIABLE)].flatMap(({ groups }) => groups?.["name"] ?? [])
      : (ONLY_VARIABLE.exec(text)?.groups?.["name"] ?? []);
  });
}

/** Whether variables are looked for within the text; else the whole of it is one, or none is. */
function isReplacedWithin(type: ParameterKind["type"]): boolean {
  return type === "names" || type === "list" || type === "expression" || type === "comparison";
}

/** Parameters with the values of variables in their places; what has no value stays, and is complained of later. */
export function withValues(kind: AnyKind, parameters: Parameters, values: JsonObject = {}): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, text]) => {
      const parameter = kind.parameters.find((each) => each.name === name);
      return [name, parameter === undefined ? text : replaced(parameter, text, values)];
    }),
  );
}

/** The fault of a parameter that is a variable still. In a text parameter `$name` may be meant as it is. */
export function missingVariable(kind: AnyKind, parameters: Parameters): Failure | undefined {
  const missing = kind.parameters.find(
    ({ name, type }) => type !== "text" && isVariable(given(parameters, name) ?? ""),
  );
  if (!missing) return undefined;
  const variable = given(parameters, missing.name)?.trim();
  return fault(
    "invalid-specification",
    `The variable "${variable}" has no value for "${missing.name}" of "${kind.name}".`,
  );
}

function replaced({ type }: ParameterKind, text: string, values: JsonObject): string {
  switch (type) {
    case "text":
    case "whole":
    case "task":
    case "choice": {
      const name = ONLY_VARIABLE.exec(text)?.groups?.["name"];
      return (name === undefined ? undefined : scalar(valueOf(values, name))) ?? text;
    }
    case "names":
      return put(text, values, (all) => (all.length === 1 ? all.join("") : `(${all.join(" | ")})`));
    case "list":
    case "expression":
      return put(text, values, (all) => all.join(", "));
    case "comparison":
      return put(text, values, (all) => (all.length === 1 ? all.join("") : undefined));
  }
}

function put(
  text: string,
  values: JsonObject,
  join: (quoted: readonly string[]) => string | undefined,
): string {
  return text.replaceAll(QUOTED_OR_VARIABLE, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole;
    const value = valueOf(values, name);
    const all = (Array.isArray(value) ? value : [value]).map(scalar);
    const known = all.filter((each) => each !== undefined);
    if (known.length === 0 || known.length < all.length) return whole;
    return join(known.map(quote)) ?? whole;
  });
}

function valueOf(values: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A blank text names nothing. */
function scalar(value: Json | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
