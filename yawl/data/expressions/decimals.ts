/**
 * Arithmetic on decimals. A number in JSON is a JavaScript number, which stands for the shortest decimal that reads as it
 * (`0.1` for what is binary 0.1000000000000000055...). These decimals are added, multiplied and so on exactly; what comes
 * out is kept exactly if a JavaScript number can stand for it, else rounded to 16 or 15 digits. Whole digits are never lost.
 */
import { Big } from "big.js";

/** An operation of XPath on decimals. */
export type DecimalOperation = "add" | "subtract" | "multiply" | "divide" | "integer-divide" | "modulo";

/** Digits of a quotient after the point, more than are ever kept. */
const DIGITS = 40;
const Exact = Big();
Exact.DP = DIGITS;

/** Numbers between these are decimals; others are doubles, which know no decimal point. */
const SMALLEST = 1e-6;
const LARGEST = 1e21;

/** Whether a number can stand for a decimal. */
export function isDecimal(number: number): boolean {
  const size = Math.abs(number);
  return number === 0 || (size >= SMALLEST && size < LARGEST);
}

/**
 * The result of an operation.
 * @throws Error `FOAR0001` for a division by zero, `FOAR0002` for a whole number that is too large to be kept
 */
export function decimal(operation: DecimalOperation, first: number, second: number): number {
  const isDivision = operation === "divide" || operation === "integer-divide" || operation === "modulo";
  if (isDivision && second === 0) throw new Error("FOAR0001: division by zero");
  if (!Number.isFinite(first) || !Number.isFinite(second)) return ofDoubles(operation, first, second);
  if (Number.isSafeInteger(first) && Number.isSafeInteger(second)) {
    const quick = ofDoubles(operation, first, second);
    if (Number.isSafeInteger(quick)) return quick + 0;
  }
  const [a, b] = [new Exact(first), new Exact(second)];
  switch (operation) {
    case "add":
      return kept(a.plus(b));
    case "subtract":
      return kept(a.minus(b));
    case "multiply":
      return kept(a.times(b));
    case "divide":
      return kept(a.div(b));
    case "integer-divide":
      return kept(whole(a, b));
    case "modulo":
      return kept(a.minus(whole(a, b).times(b)));
  }
}

/** The quotient without its fraction. */
function whole(a: Big, b: Big): Big {
  const quotient = a.div(b).round(0, Exact.roundDown);
  // a quotient that was rounded up to a whole number
  return quotient.times(b).abs().gt(a.abs()) ? quotient.minus(quotient.gt(0) ? 1 : -1) : quotient;
}

function ofDoubles(operation: DecimalOperation, first: number, second: number): number {
  switch (operation) {
    case "add":
      return first + second;
    case "subtract":
      return first - second;
    case "multiply":
      return first * second;
    case "divide":
      return first / second;
    case "integer-divide":
      return Math.trunc(first / second);
    case "modulo":
      return first % second;
  }
}

/** The JavaScript number that stands for a decimal, or for the nearest one with 16 or 15 digits. */
function kept(exact: Big): number {
  if (exact.eq(0)) return 0;
  const number = exact.toNumber();
  if (exact.eq(new Exact(exact.round(0, Exact.roundDown))) && !Number.isSafeInteger(number))
    throw new Error("FOAR0002: a whole number of more than 15 digits cannot be kept exactly");
  if (new Exact(number).eq(exact)) return number;
  const rounded = exact.prec(16, Exact.roundHalfEven);
  const near = rounded.toNumber();
  return new Exact(near).eq(rounded) ? near : exact.prec(15, Exact.roundHalfEven).toNumber();
}

/** The sum of numbers, exact as additions are. @throws Error `FOAR0002` */
export function decimalSum(numbers: readonly number[]): number {
  let quick = 0;
  for (const number of numbers) quick += number;
  if (!Number.isFinite(quick)) return quick;
  if (Number.isSafeInteger(quick) && numbers.every((number) => Number.isSafeInteger(number)))
    return quick + 0;
  let sum = new Exact(0);
  for (const number of numbers) sum = sum.plus(number);
  return kept(sum);
}

/** The mean of at least one number. @throws Error `FOAR0002` */
export function decimalMean(numbers: readonly number[]): number {
  let sum = new Exact(0);
  for (const number of numbers) {
    if (!Number.isFinite(number)) return NaN;
    sum = sum.plus(number);
  }
  return kept(sum.div(numbers.length));
}

/** Most places that a number is rounded to: there are no more digits. */
const MAX_PLACES = 400;

/**
 * A number rounded to so many places after the point, before it when negative. Halves go up (`round`, towards positive
 * infinity) or to the even digit (`round-half-to-even`).
 */
export function rounded(number: number, places: number, isEven: boolean): number {
  if (!Number.isFinite(number)) return number;
  if (places > MAX_PLACES) return number;
  if (places < -MAX_PLACES) return 0;
  const exact = new Exact(number);
  if (isEven) return kept(exact.round(places, Exact.roundHalfEven));
  // half up is away from zero for positive numbers and towards zero for negative ones
  const away = exact.round(places, Exact.roundHalfUp);
  const isHalf = exact.minus(away).abs().eq(new Exact(10).pow(-places).div(2));
  if (exact.gt(0) || !isHalf) return kept(away);
  return kept(away.plus(new Exact(10).pow(-places)));
}
