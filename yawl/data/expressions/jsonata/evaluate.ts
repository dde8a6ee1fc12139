/**
 * Evaluates JSONata over one JSON object with the variables by name. Every expression inside is counted when it begins and
 * when it ends, by hooks that JSONata has for that; what is random, looks at a clock or leads out of the data is not there.
 */
import { fault, ok, type FaultType, type Result } from "../../../model/fault.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../model/json.ts";
import { Remembered } from "../../../model/remembered.ts";
import { Budget, Exhausted, MAX_LENGTH, MAX_WORK } from "../budget.ts";
import { FIXED_NOW, shorten, type Circumstances, type Problem } from "../language.ts";
import { sizeOf } from "../sizes.ts";
import { examined, givesSequence, Refused, type Marks } from "./ast.ts";
import { bindings, isFunction, NOT_AVAILABLE } from "./functions.ts";
import { jsonata, withEngine, type JsonataMatch, type JsonataRegex, type RegexEngine } from "./library.ts";
import { BadPattern } from "../regex-parse.ts";
import { regexOf } from "../regex.ts";

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

/** An expression that can be evaluated. */
interface Ready {
  readonly expression: ReturnType<typeof jsonata>;
  readonly marks: Marks;
  readonly isSequence: boolean;
}

const known = new Remembered<Ready | Problem>(10_000);

/** The compiled expression, or why there is none. */
function compiled(text: string): Ready | Problem {
  return known.get(text, () => compile(text));
}

function compile(text: string): Ready | Problem {
  try {
    const expression = jsonata(text);
    const tree = expression.ast();
    const isSequence = givesSequence(tree);
    return { expression, marks: examined(tree, text), isSequence };
  } catch (error) {
    if (error instanceof RangeError) return { message: "nests too deep" };
    const place = placeOf(error, text);
    if (error instanceof Refused) return { message: `${error.message}${at(place)}`, ...place };
    return { message: `cannot be read: ${reasonOf(error, text)}`, ...place };
  }
}

function evaluate(
  text: string,
  input: JsonObject,
  fails: FaultType,
  { now = FIXED_NOW, work }: Circumstances,
): Result<unknown> {
  if (text.length > MAX_LENGTH || nesting(text) > 100)
    return fault("too-large", `The expression ${shorten(text)} is too long or nests too deep.`);
  const ready = compiled(text);
  if ("message" in ready) return fault(fails, `The expression ${shorten(text)} ${ready.message}.`);
  const { expression, marks } = ready;
  const budget = new Budget(Math.min(MAX_WORK, work?.left ?? MAX_WORK));
  try {
    for (const value of Object.values(input)) sizeOf(value, (parts) => budget.spend(parts / 2));
    return ok(withEngine(paidRegex(budget), () => expression.evaluate(input, bindings(marks, budget, now))));
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
    ? fault(
        "mapping-failed",
        `The expression ${shorten(text)} gives ${typeof found.value === "number" ? found.value : "a function"}, which is no data.`,
      )
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

const NOT_JSON = Symbol("no JSON");

/** The value without JSONata's marks on arrays. What has none, e.g. a part of the input, stays the same object. */
function plain(value: unknown): Json | undefined | typeof NOT_JSON {
  if (value === undefined || value === null) return value;
  if (isFunction(value)) return NOT_JSON;
  if (typeof value === "number") return Number.isFinite(value) ? value : NOT_JSON;
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
  return typeof position === "number" ? `${shorten(what)}${at(placeOf(error, text))}` : shorten(what);
}

type TextPlace = Pick<Problem, "line" | "column">;

function placeOf(error: unknown, text: string): TextPlace {
  const { position } = (error ?? {}) as { position?: unknown };
  if (typeof position !== "number") return {};
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function at({ line, column }: TextPlace): string {
  return line === undefined ? "" : ` (line ${line}, column ${column})`;
}

/** Whether an expression gives a sequence by its form. */
export function isJsonataSequence(text: string): boolean {
  const ready = compiled(text);
  return "isSequence" in ready && ready.isSequence;
}

/** What is wrong with a JSONata expression before it is evaluated. */
export function jsonataProblem(text: string): Problem | undefined {
  if (text.length > MAX_LENGTH || nesting(text) > 100) return { message: "is too long or nests too deep" };
  const ready = compiled(text);
  if ("message" in ready) return ready;
  for (const [name, position] of ready.marks.called) {
    const place = position === undefined ? {} : placeOf({ position }, text);
    if (NOT_AVAILABLE.has(name))
      return {
        message: `calls $${name}(), which is not available: an expression gives the same each time`,
        ...place,
      };
    if (!isBuiltIn(name)) return { message: `calls the function $${name}(), which is not there`, ...place };
  }
  return undefined;
}

const builtIn = new Map<string, boolean>();

/** Whether JSONata has a function of that name. */
function isBuiltIn(name: string): boolean {
  let known = builtIn.get(name);
  if (known === undefined) {
    known = !/^\w+$/.test(name) || isFunction(jsonata(`$${name}`).evaluate({}, {}));
    builtIn.set(name, known);
  }
  return known;
}
