/** Decimal numbers as text, of any length: compared and measured without a loss. */

interface Decimal {
  readonly negative: boolean;
  /** without leading zeros */
  readonly whole: string;
  /** without trailing zeros */
  readonly fraction: string;
}

function readDecimal(text: string): Decimal {
  const [whole = "", fraction = ""] = text.replace(/^[+-]/, "").split(".");
  const digits = { whole: whole.replace(/^0+/, ""), fraction: fraction.replace(/0+$/, "") };
  return { ...digits, negative: text.startsWith("-") && digits.whole + digits.fraction !== "" };
}

/** Less than, equal or greater than zero, as the first number is less than, equal to or greater than the second. */
export function compareDecimals(first: string, second: string): number {
  const a = readDecimal(first);
  const b = readDecimal(second);
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size = a.whole.length - b.whole.length || order(a.whole, b.whole) || order(a.fraction, b.fraction);
  return a.negative ? -size : size;
}

function order(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Digits in all and after the point, as the facets `totalDigits` and `fractionDigits` count them. */
export function countDigits(text: string): { readonly total: number; readonly fraction: number } {
  const { whole, fraction } = readDecimal(text);
  return { total: whole.length + fraction.length, fraction: fraction.length };
}

/** A JSON number as an XSD decimal: no exponent (which `String` writes for big and small numbers). */
export function decimalText(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  if (Math.abs(value) >= 1) return BigInt(value).toString();
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
  return `${sign}0.${"0".repeat(Number(exponent) - 1)}${whole}${fraction}`;
}
