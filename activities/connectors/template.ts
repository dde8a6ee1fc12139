/** Templates: texts and JSON with `{name}` in them, filled from a call's input. */
import { isJsonObject, type Json } from "../../yawl/model/json.ts";
import { ConnectorError } from "./contract.ts";

export type Values = Readonly<Record<string, Json | undefined>>;

/** What names a variable: the dialect's names of variables and parameters. */
export const NAME = String.raw`[\p{L}_][\p{L}\p{N}_.-]*`;

/** `{{...}}` stands for `{...}` itself; blanks around a name mean nothing. */
const PLACE = new RegExp(String.raw`\{\{([^{}]*)\}\}|\{\s*(${NAME})\s*\}`, "gu");
const ALONE = new RegExp(String.raw`^\{\s*(${NAME})\s*\}$`, "u");
/** Words in braces that are no name, though somebody may have meant one; JSON and the like have other signs in them. */
const WORDS = /\{\{[^{}]*\}\}|\{\s*([\p{L}_][\p{L}\p{M}\p{N}_.\s-]*)\}/gu;

/** Names of the variables of a text template. */
export function variablesOfText(template: string): readonly string[] {
  return [...template.matchAll(PLACE)].flatMap(({ 2: name }) => (name === undefined ? [] : [name]));
}

/**
 * Fills a text template; numbers and truth values as JSON writes them, objects and arrays as JSON.
 *
 * @param escape what is done to each value, so that it cannot be taken for the text around it
 * @throws ConnectorError `missing-variable`
 */
export function fillText(template: string, values: Values, escape = (text: string): string => text): string {
  return template.replaceAll(PLACE, (_, literal: string | undefined, name: string | undefined) => {
    if (name === undefined) return `{${literal ?? ""}}`;
    const value = own(values, name);
    if (value === undefined || value === null) throw missing(name);
    return escape(typeof value === "string" ? value : JSON.stringify(value));
  });
}

/** The value itself when the template is nothing but one variable, so that it keeps its type; else text. */
export function fillJson(template: Json, values: Values): Json {
  if (typeof template === "string") {
    const alone = ALONE.exec(template)?.[1];
    if (alone === undefined) return fillText(template, values);
    const value = own(values, alone);
    if (value === undefined) throw missing(alone);
    return value;
  }
  if (Array.isArray(template)) return template.map((entry: Json) => fillJson(entry, values));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([name, entry]) => [name, fillJson(entry, values)]));
}

/** Names of the variables in all texts of a JSON template. */
export function variablesOfJson(template: Json): readonly string[] {
  if (typeof template === "string") return variablesOfText(template);
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap((entry: Json) => variablesOfJson(entry));
}

/** What is wrong with a text template, as sentences. */
export function checkText(template: string): readonly string[] {
  const names = new Set(variablesOfText(template));
  return [...template.matchAll(WORDS)].flatMap(([whole, words]) =>
    words === undefined || names.has(words.trim())
      ? []
      : [`"${whole}" names no variable; write "{${whole}}" for the braces themselves.`],
  );
}

/** The same for all texts of a JSON template. */
export function checkJson(template: Json): readonly string[] {
  if (typeof template === "string") return checkText(template);
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap((entry: Json) => checkJson(entry));
}

/** A property of the input itself: `{constructor}` must not find what all objects have. */
export function own(values: Values, name: string): Json | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

export function missing(name: string): ConnectorError {
  return new ConnectorError("missing-variable", `The template variable "{${name}}" has no value.`, {
    retryable: false,
    details: { variable: name },
  });
}
