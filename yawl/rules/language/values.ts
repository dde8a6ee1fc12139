/** Values of conditions: how they are numbers, truths and texts, and how they compare. */
import { Big } from "big.js";
import type { Json } from "../../model/json.ts";
import type { Operator, Sign } from "./parse.ts";

/** What a piece of a condition gives; null: a variable without a value. */
export type Value = string | number | boolean | null;

/** A number: as JavaScript has it where it is a whole one that is exact, else a decimal. */
export type Decimal = number | Big;

/** What cannot be computed or compared: the end of a sentence. */
export class Unfit extends Error {}

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;
/** Digits of a number that is computed. */
const MOST_DIGITS = 400;
/** Characters of one: with a point, a sign, and zeros up to its digits. */
const LONGEST_NUMBER = 1_000;

/** A value as a condition has it. @throws Unfit for lists and objects */
export function valueOf(value: Json | undefined): Value {
  if (value === undefined || value === null) return null;
  if (typeof value === "object") throw new Unfit("is no single value");
  return value;
}

/** Whether a value is compared as a number. */
export function isNumeric(value: Value): value is string | number {
  if (typeof value === "number") return true;
  return typeof value === "string" && value.length <= LONGEST_NUMBER && NUMBER.test(value);
}

/** @throws Unfit for what is none */
export function numberOf(value: Value): Decimal {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : new Big(String(value));
  if (!isNumeric(value)) throw new Unfit(`${shown(value)} is no number`);
  const text = value.trim();
  if (text.length < 15 && /^\d+$/.test(text)) return Number(text);
  return new Big(text.replace(/^\+/, "").replace(/\.$/, ""));
}

/** Below 0, 0 or above 0. */
export function compareNumbers(one: Decimal, other: Decimal): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return new Big(one).cmp(other);
}

/** @throws Unfit for what is neither true nor false */
export function truthOf(value: Value): boolean {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (text === "true") return true;
  if (text === "false") return false;
  throw new Unfit(`${shown(value)} is neither true nor false`);
}

/**
 * Compares two values: as numbers where both are numbers, as truths where one is a truth, else as texts by their characters. A
 * variable without a value equals the empty text.
 * @throws Unfit where values have no order
 */
export function holds(sign: Sign, left: Value, right: Value): boolean {
  switch (sign) {
    case "=":
      return isSame(left, right);
    case "!=":
      return !isSame(left, right);
    case "<":
      return orderOf(left, right) < 0;
    case ">":
      return orderOf(left, right) > 0;
    case "<=":
      return orderOf(left, right) <= 0;
    case ">=":
      return orderOf(left, right) >= 0;
  }
}

function isSame(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left === "boolean" || typeof right === "boolean")
    return (
      String(left ?? "")
        .trim()
        .toLowerCase() ===
      String(right ?? "")
        .trim()
        .toLowerCase()
    );
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(numberOf(left), numberOf(right)) === 0;
  return String(left ?? "") === String(right ?? "");
}

function orderOf(left: Value, right: Value): number {
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(numberOf(left), numberOf(right));
  if (typeof left !== "string" || typeof right !== "string" || isNumeric(left) || isNumeric(right))
    throw new Unfit(`${shown(left)} and ${shown(right)} have no order`);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** @throws Unfit for what are no numbers, a division by zero, and numbers that grow too long */
export function computed(sign: Operator, left: Value, right: Value): Value {
  const [one, other] = [numberOf(left), numberOf(right)];
  if (sign === "/" && compareNumbers(other, 0) === 0) throw new Unfit(`${shown(left)} is divided by zero`);
  const result = withBig(sign, new Big(one), new Big(other));
  if (result.c.length > MOST_DIGITS || Math.abs(result.e) > MOST_DIGITS)
    throw new Unfit(`a number has more than ${MOST_DIGITS} digits`);
  return result.toFixed();
}

function withBig(sign: Operator, one: Big, other: Big): Big {
  switch (sign) {
    case "+":
      return one.plus(other);
    case "-":
      return one.minus(other);
    case "*":
      return one.times(other);
    case "/":
      return one.div(other);
  }
}

/** The number with the other sign. @throws Unfit */
export function negated(value: Value): Value {
  return computed("-", 0, value);
}

/** A value in a message. */
export function shown(value: Value): string {
  if (value === null) return "what has no value";
  const text = String(value);
  return typeof value === "string" ? `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"` : text;
}
