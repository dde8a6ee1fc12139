/** What a JSON Schema asks of a value itself, without the schemas inside of it: each problem as the end of a sentence. */
import { canonical, isJsonObject } from "../../model/json.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { listed, quoted } from "../types/facets.ts";
import { isList } from "../types/shape.ts";
import type { Work } from "../types/work.ts";
import { formatProblem } from "./formats.ts";
import { kindOf } from "./guide.ts";
import type { Keywords } from "./keywords.ts";
import { findsPattern } from "./pattern.ts";

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

/** What is wrong with a value by the keywords that look at it as a whole. @throws TooMuchWork */
export function assertionProblems(value: Json, schema: Keywords, work: Work): readonly string[] {
  const problems = [typeProblem(value, schema), choiceProblem(value, schema, work)];
  if (typeof value === "string") problems.push(...textProblems(value, schema, work));
  else if (typeof value === "number") problems.push(...numberProblems(value, schema));
  else if (isList(value)) problems.push(...listProblems(value, schema, work));
  else if (isJsonObject(value)) problems.push(...objectProblems(value, schema));
  return problems.filter((problem) => problem !== undefined);
}

type Problem = string | undefined;

function typeProblem(value: Json, { type }: Keywords): Problem {
  if (type === undefined) return undefined;
  const allowed: readonly unknown[] = Array.isArray(type) ? type : [type];
  const kind = kindOf(value);
  if (allowed.includes(kind) || (allowed.includes("integer") && Number.isInteger(value))) return undefined;
  const names = allowed.map((name) => TYPE_NAMES[String(name)] ?? String(name));
  return `must be ${names.join(" or ")}; it is ${TYPE_NAMES[kind] ?? kind}`;
}

/** Allowed values by the list that names them: texts of lists and objects, all else as it is. */
const choices = new WeakMap<
  readonly Json[],
  { readonly plain: ReadonlySet<Json>; readonly texts: ReadonlySet<string> }
>();

function choicesOf(values: readonly Json[]) {
  let known = choices.get(values);
  if (!known) {
    const compound = values.filter((value) => typeof value === "object" && value !== null);
    known = { plain: new Set(values), texts: new Set(compound.map((value) => canonical(value))) };
    choices.set(values, known);
  }
  return known;
}

const constants = new WeakMap<Keywords, readonly Json[]>();

function choiceProblem(value: Json, schema: Keywords, work: Work): Problem {
  if (Array.isArray(schema["enum"])) {
    const values = schema["enum"] as readonly Json[];
    if (!isAmong(value, values, work)) return `must be one of ${listed(values.slice(0, 25).map(plainText))}`;
  }
  if (Object.hasOwn(schema, "const")) {
    let values = constants.get(schema);
    if (!values) constants.set(schema, (values = [schema["const"] as Json]));
    if (!isAmong(value, values, work)) return `must be ${quotedValue(values[0] ?? null)}`;
  }
  return undefined;
}

function isAmong(value: Json, values: readonly Json[], work: Work): boolean {
  const { plain, texts } = choicesOf(values);
  if (typeof value === "string") work.read(value);
  if (typeof value !== "object" || value === null) return plain.has(value);
  return texts.size > 0 && texts.has(countedText(value, work));
}

/** The text of a value, the same for equal values; it costs as much as it is long. */
function countedText(value: Json, work: Work): string {
  const text = canonical(value);
  work.spend(1 + text.length / 10);
  return text;
}

function plainText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function quotedValue(value: Json): string {
  if (typeof value === "string") return quoted(value);
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function textProblems(text: string, schema: Keywords, work: Work): readonly Problem[] {
  const { minLength, maxLength, pattern, format } = schema;
  const problems: Problem[] = [];
  if (typeof minLength === "number" || typeof maxLength === "number") {
    work.read(text);
    let length = 0;
    for (const _character of text) length += 1;
    problems.push(sizeProblem(length, minLength, maxLength, CHARACTERS));
  }
  if (typeof pattern === "string" && !findsPattern(pattern, text, work))
    problems.push(`must match the pattern ${pattern}; it is ${quoted(text)}`);
  const problem = typeof format === "string" ? formatProblem(text, format, work) : undefined;
  return problem === undefined ? problems : [...problems, `${problem}; it is ${quoted(text)}`];
}

/** What is wrong with how many of something there are; the units for one and for several. */
export function sizeProblem(size: number, least: unknown, most: unknown, [one, several]: Units): Problem {
  const counted = (count: number): string => `${count} ${count === 1 ? one : several}`;
  if (typeof least === "number" && size < least)
    return `must have at least ${counted(least)}; it has ${size}`;
  if (typeof most === "number" && size > most) return `must have at most ${counted(most)}; it has ${size}`;
  return undefined;
}

type Units = readonly [one: string, several: string];
const CHARACTERS: Units = ["character", "characters"];
const PROPERTIES: Units = ["property", "properties"];
/** What entries of a list are called. */
export const ENTRIES: Units = ["entry", "entries"];

function numberProblems(value: number, schema: Keywords): readonly Problem[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return [
    typeof minimum === "number" && value < minimum ? `must be ${minimum} or more; it is ${value}` : undefined,
    typeof maximum === "number" && value > maximum ? `must be ${maximum} or less; it is ${value}` : undefined,
    typeof exclusiveMinimum === "number" && value <= exclusiveMinimum
      ? `must be more than ${exclusiveMinimum}; it is ${value}`
      : undefined,
    typeof exclusiveMaximum === "number" && value >= exclusiveMaximum
      ? `must be less than ${exclusiveMaximum}; it is ${value}`
      : undefined,
    typeof multipleOf === "number" && multipleOf > 0 && !isMultiple(value, multipleOf)
      ? `must be a multiple of ${multipleOf}; it is ${value}`
      : undefined,
  ];
}

/** By the digits that are written, not by the nearest doubles: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, divisor: number): boolean {
  const [first, second] = [digitsOf(value), digitsOf(divisor)];
  const exponent = Math.min(first.exponent, second.exponent);
  const scaled = ({ digits, exponent: own }: ReturnType<typeof digitsOf>): bigint =>
    digits * 10n ** BigInt(own - exponent);
  return scaled(first) % scaled(second) === 0n;
}

/** A number as digits and a power of ten; there are at most 17 digits, and the power is from -324 to 308. */
function digitsOf(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = "0", exponent = "0"] = String(Math.abs(value)).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function listProblems(list: readonly Json[], schema: Keywords, work: Work): readonly Problem[] {
  const problem = sizeProblem(list.length, schema["minItems"], schema["maxItems"], ENTRIES);
  return [problem, schema["uniqueItems"] === true ? twice(list, work) : undefined];
}

/** Equal entries have the same text: one look at each is enough. */
function twice(list: readonly Json[], work: Work): Problem {
  const places = new Map<string, number>();
  for (const [index, entry] of list.entries()) {
    const text = countedText(entry, work);
    const before = places.get(text);
    if (before !== undefined)
      return `must not have the same entry twice: those at ${before} and ${index} are equal`;
    places.set(text, index);
  }
  return undefined;
}

function objectProblems(object: JsonObject, schema: Keywords): readonly Problem[] {
  const { minProperties, maxProperties } = schema;
  if (minProperties === undefined && maxProperties === undefined) return [];
  return [sizeProblem(Object.keys(object).length, minProperties, maxProperties, PROPERTIES)];
}
