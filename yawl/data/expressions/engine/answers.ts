/** The functions that answer instead of fontoxpath (`correct.ts` puts their calls into queries). */
import { isHeldNumber } from "../../../model/json-number.ts";
import type { Budget } from "../budget.ts";
import { decimal, decimalMean, decimalSum, rounded, type DecimalOperation } from "../decimals.ts";
import { formatInteger, isDigitPicture } from "../format-integer.ts";
import { checkedMoment, cleanDuration, monthsOf, plusMonths } from "../moments.ts";
import { define } from "./define.ts";
import { typedNumber, typedValue } from "./items.ts";

const NOTHING: readonly unknown[] = [];

function numberOf(value: unknown, operation: string): number {
  if (typeof value === "number") return value;
  throw new Error(
    `XPTY0004: ${operation} needs numbers, not ${typeof value === "string" ? `"${value.slice(0, 60)}"` : "what is none"}`,
  );
}

/** What an operand is: an array of one entry is that entry. The engine's own conversion to atoms takes most of the time. */
function only(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const entries: readonly unknown[] = value;
  if (entries.length > 1) throw new Error("XPTY0004: an operand has several values");
  return entries.length === 0 ? null : only(entries[0]);
}

const NAMES: Readonly<Record<DecimalOperation, string>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "div",
  "integer-divide": "idiv",
  modulo: "mod",
};

for (const operation of Object.keys(NAMES) as readonly DecimalOperation[])
  define(operation, ["item()?", "item()?"], "item()*", ({ budget }, one, other) => {
    budget.spend(ARITHMETIC);
    const [first, second] = [only(one), only(other)];
    if (first === null || second === null) return NOTHING;
    const sign = NAMES[operation];
    const result = decimal(operation, numberOf(first, sign), numberOf(second, sign));
    return typedNumber(result, operation === "divide");
  });

/** Units for an operation on decimals. */
const ARITHMETIC = 3;

/** The numbers in a sequence; arrays stand for what they hold. */
function numbersOf(values: unknown, name: string, budget: Budget): readonly number[] {
  const numbers: number[] = [];
  const add = (value: unknown): void => {
    budget.spend(1);
    if (Array.isArray(value)) for (const each of value as readonly unknown[]) add(each);
    else if (value !== null) numbers.push(numberOf(value, `${name}()`));
  };
  add(values);
  return numbers;
}

define("sum", ["item()*"], "item()*", ({ budget }, values) =>
  typedNumber(decimalSum(numbersOf(values, "sum", budget)), false),
);

define("avg", ["item()*"], "item()*", ({ budget }, values) => {
  const numbers = numbersOf(values, "avg", budget);
  return numbers.length === 0 ? NOTHING : typedNumber(decimalMean(numbers), true);
});

for (const [name, isEven] of [
  ["round", false],
  ["round-even", true],
] as const)
  define(name, ["xs:anyAtomicType?", "xs:integer"], "item()*", ({ budget }, value, places) => {
    budget.spend(ARITHMETIC);
    if (value === null) return NOTHING;
    return typedNumber(rounded(numberOf(value, "round()"), Number(places), isEven), false);
  });

define("format-integer", ["xs:integer?", "xs:string"], "xs:string", ({ budget }, value, picture) => {
  budget.read(String(picture));
  return value === null ? "" : formatInteger(Number(value), String(picture));
});

define("is-picture", ["xs:string"], "xs:boolean", (_, picture) => isDigitPicture(String(picture)));

for (const type of ["date", "dateTime", "time"] as const) {
  define(type, ["xs:string"], "xs:string", (_, text) => checkedMoment(type, String(text)));
  define(`is-${type}`, ["xs:string"], "xs:boolean", (_, text) => {
    try {
      checkedMoment(type, String(text));
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether a text of digits is kept; what is no number at all is left to the cast. */
function hasKeptDigits(text: string): boolean {
  return !/^\s*[-+]?(\d+\.?\d*|\.\d+)\s*$/.test(text) || isHeldNumber(text.trim());
}

define("digits", ["xs:string"], "xs:string", (_, text) => {
  if (hasKeptDigits(String(text))) return text;
  throw new Error(`FOAR0002: the number ${String(text).slice(0, 60)} has more digits than can be kept`);
});

define("is-digits", ["xs:string"], "xs:boolean", (_, text) => hasKeptDigits(String(text)));

define("months", ["xs:string", "xs:string", "xs:string"], "xs:string", (_, moment, duration, sign) =>
  plusMonths(String(moment), monthsOf(String(duration)) * (sign === "-" ? -1 : 1)),
);

define("seconds", ["xs:string"], "xs:string", (_, duration) => cleanDuration(String(duration)));

define("plain-date", ["xs:string"], "xs:string", (_, date) =>
  String(date).replace(/(?:Z|[+-]\d\d:\d\d)$/, ""),
);

const NUMBER_OR_TEXT = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

define("parse-json", ["xs:string?"], "item()*", ({ budget }, text) => {
  if (typeof text !== "string") return NOTHING;
  budget.read(text);
  budget.spend(text.length / 4);
  for (const [part] of text.matchAll(NUMBER_OR_TEXT))
    if (!part.startsWith('"') && !isHeldNumber(part))
      throw new Error(`the number ${part.slice(0, 60)} has more digits than can be kept`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("FOJS0001: the text is no JSON");
  }
  return value === null ? NOTHING : typedValue(value);
});
