/** Which numbers JavaScript, and with it JSON, can hold. */

/** Digits that every double gives back when it is printed with so many. */
const PRINTED_DIGITS = 17;

/**
 * Whether a double holds the number that is written, and JSON gives it back: integers digit by digit, fractions with the digits
 * that are there (`0.10000000000000001` is what some programs print for 0.1). `1e400` and `1e-400` are no double, nor is
 * `9007199254740993.0`.
 *
 * @param number as JSON writes it; a plus sign or zeros in front do no harm
 */
export function isHeldNumber(number: string): boolean {
  if (number.length <= 15 && !/e/i.test(number)) return true;
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  const written = decimal(number);
  if (value === 0) return written.digits === "";
  if (written.digits.length <= 15 && Math.abs(value) >= SMALLEST) return true;
  if (isSame(written, decimal(String(value)))) return true;
  // an integer is printed with all its digits or another number is read
  if (/^[-+]?\d+$/.test(number) || written.digits.length > PRINTED_DIGITS) return false;
  return isSame(written, decimal(value.toPrecision(written.digits.length)));
}

/** Below it doubles have fewer digits. */
const SMALLEST = 2.2250738585072014e-308;

/** A number as digits, without zeros at their ends, and the power of ten of the last one. */
interface Decimal {
  readonly digits: string;
  readonly power: number;
}

function decimal(text: string): Decimal {
  const [mantissa = "", exponent = "0"] = text.replace(/^[-+]/, "").split(/e/i);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const all = `${whole}${fraction}`;
  let [from, to] = [0, all.length];
  while (from < to && all.charCodeAt(from) === 0x30) from += 1;
  while (to > from && all.charCodeAt(to - 1) === 0x30) to -= 1;
  return { digits: all.slice(from, to), power: Number(exponent) - fraction.length + (all.length - to) };
}

function isSame(one: Decimal, other: Decimal): boolean {
  return one.digits === other.digits && one.power === other.power;
}
