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
  const quick = ofFewPlaces(operation, first, second);
  if (quick !== undefined) return quick;
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

/** Decimals of few places are whole numbers with a point: sums and products of them are sums and products of those. */
const POWERS = [1, 10, 100, 1_000, 10_000] as const;
/** Below it every whole number, and every decimal of so many digits, is kept. */
const KEPT = 1e15;

/** The result of an addition, subtraction or multiplication, when it is certain to be exact; a division is never. */
function ofFewPlaces(operation: DecimalOperation, first: number, second: number): number | undefined {
  const [one, other] = [placesOf(first), placesOf(second)];
  if (one < 0 || other < 0) return undefined;
  const places = Math.max(one, other);
  let units: number;
  let power: number;
  if (operation === "multiply") {
    units = unitsOf(first, one) * unitsOf(second, other);
    power = unitsOf(1, one) * unitsOf(1, other);
  } else if (operation === "add" || operation === "subtract") {
    const [a, b] = [unitsOf(first, places), unitsOf(second, places)];
    units = operation === "add" ? a + b : a - b;
    power = unitsOf(1, places);
  } else return undefined;
  // both are whole numbers that are kept, so that the quotient is the number nearest to the exact result
  return Math.abs(units) < KEPT ? units / power + 0 : undefined;
}

/** Places after the point of a decimal of few places; -1 for others. */
function placesOf(number: number): number {
  for (let places = 0; places < POWERS.length; places += 1) {
    const units = unitsOf(number, places);
    if (Math.abs(units) >= KEPT) return -1;
    if (units / (POWERS[places] ?? 1) === number) return places;
  }
  return -1;
}

function unitsOf(number: number, places: number): number {
  return Math.round(number * (POWERS[places] ?? 1));
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
