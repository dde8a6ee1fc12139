/**
 * Evaluates JSONata over one JSON object with the variables by name. Every expression inside is counted when it begins and
 * when it ends, by hooks that JSONata has for that; what is random, looks at a clock or leads out of the data is not there.
 */
import { fault, ok, type FaultType, type Result } from "../../../model/fault.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../model/json.ts";
import { Budget, Exhausted, MAX_LENGTH, MAX_WORK } from "../budget.ts";
import { FIXED_NOW, shorten, type Circumstances, type Problem } from "../language.ts";
import { bindings } from "./functions.ts";
import { jsonata, withEngine, type JsonataMatch, type JsonataRegex, type RegexEngine } from "./library.ts";
import { BadPattern } from "../regex-parse.ts";
import { regexOf } from "../regex.ts";

type Compiled = ReturnType<typeof jsonata>;

/** Regular expressions that pay for their steps. */
function paidRegex(budget: Budget): RegexEngine {
  return class implements JsonataRegex {
    lastIndex = 0;
    readonly #source: string;
    readonly #flags: string;

    constructor({ source, flags }: RegExp) {
      this.#source = source;
      this.#flags = flags;
    }

    exec(text: string): JsonataMatch | null {
      const found = regexOf(this.#source, this.#flags).match(text, this.lastIndex, budget);
      if (!found) return null;
      this.lastIndex = found.end;
      const groups: (string | undefined)[] = [text.slice(found.start, found.end), ...found.groups];
      return Object.assign(groups, { index: found.start });
    }
  };
}

const known = new Map<string, Compiled | string>();
const MAX_KNOWN = 10_000;

/** The compiled expression, or why there is none: the end of a sentence. */
function compiled(text: string): Compiled | string {
  let found = known.get(text);
  if (found === undefined) {
    try {
      found = jsonata(text);
    } catch (error) {
      found = error instanceof RangeError ? "nests too deep" : `cannot be read: ${reasonOf(error, text)}`;
    }
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(text, found);
  }
  return found;
}

function evaluate(
  text: string,
  input: JsonObject,
  fails: FaultType,
  { now = FIXED_NOW, work }: Circumstances,
): Result<unknown> {
  if (text.length > MAX_LENGTH || nesting(text) > 100)
    return fault("too-large", `The expression ${shorten(text)} is too long or nests too deep.`);
  const expression = compiled(text);
  if (typeof expression === "string") return fault(fails, `The expression ${shorten(text)} ${expression}.`);
  const budget = new Budget(Math.min(MAX_WORK, work?.left ?? MAX_WORK));
  try {
    return ok(withEngine(paidRegex(budget), () => expression.evaluate(input, bindings(text, budget, now))));
  } catch (error) {
    if (budget.reason !== undefined || error instanceof Exhausted)
      return fault("too-large", `The expression ${shorten(text)} ${budget.reason ?? "needs too much work"}.`);
    if (error instanceof RangeError)
      return fault("too-large", `The expression ${shorten(text)} nests too deep.`);
    return fault(fails, `The expression ${shorten(text)} fails: ${reasonOf(error, text)}.`);
  } finally {
    if (work) work.left = Math.max(0, work.left - budget.spent);
  }
}

function nesting(text: string): number {
  let deepest = 0;
  let depth = 0;
  for (const [part] of text.matchAll(/[([{?]|[)\]}]/g)) {
    depth = Math.max(0, depth + (")]}".includes(part) ? -1 : 1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The value of a JSONata expression over the variables; nothing is `undefined`. */
export function evaluateJsonata(
  text: string,
  variables: JsonObject,
  circumstances: Circumstances = {},
): Result<Json | undefined> {
  const found = evaluate(text, variables, "mapping-failed", circumstances);
  if (!found.ok) return found;
  const value = plain(found.value);
  return value === NOT_JSON
    ? fault("mapping-failed", `The expression ${shorten(text)} gives a function, which is no data.`)
    : ok(value);
}

/** The truth of a JSONata expression, as its `$boolean` sees it. */
export function evaluateJsonataBoolean(
  text: string,
  variables: JsonObject,
  circumstances: Circumstances = {},
): Result<boolean> {
  const found = evaluate(text, variables, "predicate-failed", circumstances);
  return found.ok ? ok(truth(found.value)) : found;
}

function truth(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(truth);
  if (isFunction(value)) return false;
  return isJsonObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function isFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  return isJsonObject(value) && ("_jsonata_lambda" in value || "_jsonata_function" in value);
}

const NOT_JSON = Symbol("no JSON");

/** The value without JSONata's marks on arrays. What has none, e.g. a part of the input, stays the same object. */
function plain(value: unknown): Json | undefined | typeof NOT_JSON {
  if (value === undefined || value === null) return value;
  if (isFunction(value)) return NOT_JSON;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) {
    const entries = (value as readonly unknown[]).map((entry) => plain(entry) ?? null);
    if (entries.includes(NOT_JSON)) return NOT_JSON;
    const isMarked = Object.keys(value).length > value.length;
    const isSame = !isMarked && entries.every((entry, index) => entry === value[index]);
    return (isSame ? value : entries) as Json;
  }
  if (!isJsonObject(value)) return NOT_JSON;
  const entries = Object.entries(value).map(([name, entry]) => [name, plain(entry)] as const);
  if (entries.some(([, entry]) => entry === NOT_JSON)) return NOT_JSON;
  // what JSONata makes has no prototype
  const isMade = Object.getPrototypeOf(value) === null;
  if (!isMade && entries.every(([name, entry]) => entry === value[name])) return value;
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as JsonObject;
}

/** JSONata throws objects with a message and the position in the text. */
function reasonOf(error: unknown, text: string): string {
  const { message, position } = (error ?? {}) as { message?: unknown; position?: unknown };
  if (error instanceof BadPattern) return `a pattern ${error.message}`;
  const what = typeof message === "string" ? message.replace(/\.$/, "") : String(error);
  if (typeof position !== "number") return shorten(what);
  const before = text.slice(0, position).split("\n");
  return `${shorten(what)} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

/** What is wrong with a JSONata expression before it is evaluated. */
export function jsonataProblem(text: string): Problem | undefined {
  if (text.length > MAX_LENGTH || nesting(text) > 100) return { message: "is too long or nests too deep" };
  const expression = compiled(text);
  return typeof expression === "string" ? { message: expression } : undefined;
}
