/**
 * What JSONata expressions find bound: hooks that count everything that is evaluated, functions that charge for what they
 * give, and other answers for those that are random, look at a clock or take the square of the number of entries.
 */
import { isHeldNumber } from "../../../model/json-number.ts";
import { canonical, isJsonObject, type Json } from "../../../model/json.ts";
import { STEP, type Budget } from "../budget.ts";
import { decimal, decimalMean, decimalSum } from "../decimals.ts";
import { checkedMoment } from "../moments.ts";
import { MAX_SIZE, sizeOf } from "../sizes.ts";
import { ARITHMETIC, TEXT, type ExpressionNode, type Marks } from "./ast.ts";
import type { JsonataEnvironment } from "./library.ts";

/** How deep expressions nest while they are evaluated; a call of a function is some four levels. */
const MAX_DEPTH = 400;
/** Units for copying all of the input, as a transform does. */
const COPY = 20_000;
/** Entries that are sorted at most: JSONata calls itself for each of them. */
const MAX_SORT = 2_000;
const MAX_PAD = 100_000;

/** Functions that would not give the same each time, or evaluate what nobody looked at. */
export const NOT_AVAILABLE: ReadonlySet<string> = new Set(["random", "shuffle", "eval"]);

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** Something that a person's expression may not do. */
class NotAvailable extends Error {}

/**
 * What is bound besides JSONata's own functions: the hooks that count, and other answers for some functions. An expression
 * cannot bind another value to the hooks' names: `ast.ts` refuses it.
 */
export function bindings(marks: Marks, budget: Budget, now: number): Readonly<Record<string, unknown>> {
  let depth = 0;
  let fromMillis: AnyFunction | undefined;
  const functions: Record<string, AnyFunction> = {
    now: (picture, zone) => fromMillis?.(now, picture, zone),
    millis: () => now,
    distinct: (list) => distinct(list, budget),
    pad: (text, width, filler) => pad(text, width, filler, budget),
    ...OPERATORS,
    [TEXT]: (first, second) => {
      const text = textOf(first) + textOf(second);
      budget.read(text);
      return text;
    },
    lookup: (from, name) => lookup(from, name),
    spread: (from) => spread(from, budget),
  };
  for (const name of NOT_AVAILABLE)
    functions[name] = () => {
      throw new NotAvailable(
        `the function $${name} is not available: an expression gives the same each time`,
      );
    };
  const allowed = new WeakSet<object>(Object.values(functions));

  function begin(environment: JsonataEnvironment): void {
    fromMillis = builtIn(environment, "fromMillis")?.implementation;
    // what $toMillis takes the missing parts of a date from
    Object.assign(environment, { timestamp: new Date(now) });
    for (const name of PAID) {
      // a function is only called by its name
      if (!marks.names.has(name)) continue;
      const original = builtIn(environment, name);
      if (original) environment.bind(name, paid(name, original, budget));
    }
  }

  function enter(node: ExpressionNode, _input: unknown, environment: JsonataEnvironment): void {
    if (!fromMillis) begin(environment);
    depth += 1;
    if (depth > MAX_DEPTH) budget.end("nests too deep");
    // each level hands on what the ones below it answer
    budget.spend(
      (node.type === "transform" ? COPY : STEP) +
        depth / 8 +
        (marks.hasOrder && marks.ordering.has(node) ? STEP : 0),
    );
  }

  function leave(node: ExpressionNode, _input: unknown, _environment: unknown, result: unknown): void {
    depth -= 1;
    if (typeof result === "string") budget.read(result);
    else if (typeof result === "object" && result !== null && !isFunction(result)) {
      if (Array.isArray(result)) budget.spend(result.length / 4);
      const size = measured(result, budget);
      if (marks.compared.has(node)) budget.spend(size / 2);
    }
    if (node.type === "sort") sorted(result, budget);
    if (node.type === "regex" && typeof result === "function") allowed.add(result);
    // nothing but functions of JSONata can be called, whatever a property happens to be
    for (const each of Array.isArray(result) ? (result as readonly unknown[]) : [result])
      if (typeof each === "function" && !allowed.has(each))
        throw new NotAvailable("it looks for something that is not in the data");
  }

  return { ...functions, __evaluate_entry: enter, __evaluate_exit: leave };
}

/** Whether a value is a function of JSONata's. */
export function isFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  return isJsonObject(value) && ("_jsonata_lambda" in value || "_jsonata_function" in value);
}

/** The size of what an expression made; too large a value ends it. */
function measured(value: object, budget: Budget): number {
  const size = sizeOfMade(value, budget);
  if (size > MAX_SIZE) budget.end("makes a value that is too large");
  return size;
}

/** Functions inside of a value are one part; data was looked at before the expression began. */
function sizeOfMade(value: unknown, budget: Budget): number {
  return isFunction(value) ? 1 : sizeOf(value, (parts) => budget.spend(parts), isFunction);
}

/** What is called in place of the operators on numbers; nothing on one side gives nothing. */
const OPERATORS: Readonly<Record<string, AnyFunction>> = Object.fromEntries(
  [...ARITHMETIC].map(([sign, { name, operation }]) => [
    name,
    (first: unknown, second: unknown) => {
      for (const side of [first, second])
        if (side !== undefined && typeof side !== "number")
          throw new NotAvailable(`both sides of ${sign} must be numbers`);
      if (typeof first !== "number" || typeof second !== "number") return undefined;
      return decimal(operation, first, second);
    },
  ]),
);

/** The text of a value as JSON writes it, with all of a number's digits; a text is itself, nothing is no text. */
function textOf(value: unknown, isPretty?: unknown): string {
  if (value === undefined || isFunction(value)) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" && !Number.isFinite(value))
    throw new NotAvailable(`${value} is no number that has a text`);
  const written: unknown = JSON.stringify(
    value,
    (_, part: unknown) => (isFunction(part) ? "" : part),
    isPretty === true ? 2 : 0,
  );
  return typeof written === "string" ? written : "";
}

/** What answers in place of JSONata's own functions, which print 15 digits and add binary fractions. */
const ANSWERS: Readonly<Record<string, AnyFunction>> = {
  string: (value, isPretty) => (value === undefined ? undefined : textOf(value, isPretty)),
  sum: (list) => (Array.isArray(list) ? decimalSum(list as readonly number[]) : undefined),
  average: (list) =>
    Array.isArray(list) && list.length > 0 ? decimalMean(list as readonly number[]) : undefined,
};

/** A function of JSONata as it is bound. */
interface BuiltIn {
  readonly implementation: AnyFunction;
}

function builtIn(environment: JsonataEnvironment, name: string): BuiltIn | undefined {
  const bound = environment.lookup(name);
  return isJsonObject(bound) && "implementation" in bound ? (bound as unknown as BuiltIn) : undefined;
}

/** Functions whose results may be large; calls at the end of a function pass no hook. */
const PAID = [
  "number",
  "formatNumber",
  "formatInteger",
  "parseInteger",
  "fromMillis",
  "toMillis",
  "contains",
  "substringBefore",
  "substringAfter",
  "length",
  "sum",
  "max",
  "min",
  "average",
  "count",
  "boolean",
  "not",
  "exists",
  "single",
  "clone",
  "string",
  "substring",
  "lowercase",
  "uppercase",
  "trim",
  "match",
  "replace",
  "split",
  "join",
  "keys",
  "map",
  "filter",
  "each",
  "sift",
  "reduce",
  "append",
  "merge",
  "reverse",
  "zip",
  "sort",
  "base64encode",
  "base64decode",
  "encodeUrl",
  "encodeUrlComponent",
  "decodeUrl",
  "decodeUrlComponent",
] as const;

/** The function, which charges by the size of what it gives. */
function paid(name: string, original: BuiltIn, budget: Budget): BuiltIn {
  const pay = (result: unknown): unknown => {
    // a value is made text property by property
    if (typeof result === "string") budget.spend(result.length / (name === "string" ? 8 : 50));
    else if (Array.isArray(result)) budget.spend(result.length / 2);
    else if (isJsonObject(result)) budget.spend(Object.keys(result).length);
    if (name === "sort") sorted(result, budget);
    return result;
  };
  function* paidLater(steps: Generator): Generator {
    return pay(yield* steps);
  }
  const implementation = function (this: unknown, ...args: readonly unknown[]): unknown {
    before(name, args, budget);
    const answer = ANSWERS[name] ?? original.implementation;
    const result = answer.apply(this, [...args]);
    return isGenerator(result) ? paidLater(result) : pay(result);
  };
  return { ...original, implementation };
}

/** What can be known of a call before it is made. */
function before(name: string, args: readonly unknown[], budget: Budget): void {
  const [first, second] = args;
  if (name === "sort") sorted(first, budget);
  if (name === "number" && typeof first === "string" && /^-?[0-9.]+$/.test(first) && !isHeldNumber(first))
    throw new NotAvailable(`the number ${first.slice(0, 60)} has more digits than can be kept`);
  if (name === "toMillis" && second === undefined && typeof first === "string") checkDay(first);
  if (PICTURED.has(name)) {
    for (const picture of args.slice(1))
      if (typeof picture === "string" && picture.length > MAX_PICTURE)
        budget.end(`has a picture of more than ${MAX_PICTURE} characters`);
  }
  // the engine looks for a text at every place of another one
  if (typeof first === "string" && typeof second === "string")
    budget.spend((first.length * Math.min(second.length, SEARCHED)) / 5_000);
  for (const arg of args)
    if (typeof arg === "object" && arg !== null && !isFunction(arg)) budget.spend(measured(arg, budget) / 4);
  const third = args[2];
  if (name === "replace" && typeof first === "string" && typeof third === "string")
    budget.spend((first.length * third.length) / 5_000);
  if (name === "join" && Array.isArray(first)) {
    const separator = typeof second === "string" ? second.length : 0;
    budget.spend((first.length * separator) / 50);
  }
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function checkDay(text: string): void {
  const [day] = /^-?\d{4,}-\d\d-\d\d/.exec(text) ?? [];
  if (day === undefined) return;
  try {
    checkedMoment("date", day);
  } catch {
    throw new NotAvailable(`${day} is no date`);
  }
}

/** Functions with a picture of a number or a date. */
const PICTURED: ReadonlySet<string> = new Set([
  "formatNumber",
  "formatInteger",
  "parseInteger",
  "fromMillis",
  "toMillis",
]);
const MAX_PICTURE = 500;
/** Characters of a text that is looked for, which may make looking for it dearer. */
const SEARCHED = 10_000;

function isGenerator(value: unknown): value is Generator {
  return typeof value === "object" && value !== null && "next" in value && typeof value.next === "function";
}

function sorted(result: unknown, budget: Budget): void {
  if (Array.isArray(result) && result.length > MAX_SORT) budget.end(`sorts more than ${MAX_SORT} entries`);
}

/** The entries without those that equal an earlier one; JSONata's own way takes the square of their number. */
function distinct(list: unknown, budget: Budget): unknown {
  if (!Array.isArray(list)) return list;
  measured(list, budget);
  const seen = new Set<string>();
  const kept: unknown[] = [];
  for (const entry of list as readonly Json[]) {
    const text = canonical(entry);
    budget.read(text);
    budget.spend(1);
    if (seen.has(text)) continue;
    seen.add(text);
    kept.push(entry);
  }
  return "sequence" in list ? Object.assign(kept, { sequence: true }) : kept;
}

function pad(text: unknown, width: unknown, filler: unknown, budget: Budget): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== "string" || typeof width !== "number")
    throw new NotAvailable("$pad needs a text and a number");
  const length = Math.abs(width);
  if (length > MAX_PAD) budget.end(`pads to more than ${MAX_PAD} characters`);
  const by = typeof filler === "string" && filler !== "" ? filler : " ";
  return width < 0 ? text.padStart(length, by) : text.padEnd(length, by);
}

/** The value of a property, in an array of each entry; only what is in the data. */
function lookup(from: unknown, name: unknown): unknown {
  if (typeof name !== "string") return undefined;
  if (Array.isArray(from)) {
    const found = (from as readonly unknown[]).flatMap((entry) => lookup(entry, name));
    const values = found.filter((value) => value !== undefined);
    return values.length > 1 ? Object.assign(values, { sequence: true }) : values[0];
  }
  return isJsonObject(from) && Object.hasOwn(from, name) ? from[name] : undefined;
}

/** An object for each property; JSONata's own way takes the square of their number. */
function spread(from: unknown, budget: Budget): unknown {
  const all = Array.isArray(from) ? (from as readonly unknown[]) : [from];
  const found = all.flatMap((each) =>
    isJsonObject(each) ? Object.entries(each).map(([name, value]) => ({ [name]: value })) : [each],
  );
  budget.spend(found.length);
  return Array.isArray(from) || isJsonObject(from) ? Object.assign(found, { sequence: true }) : from;
}
