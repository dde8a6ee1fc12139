/** Comparisons of what people hold or have done with a value: `>= 5`, `!= junior`, or only `gold`. */
import { Big } from "big.js";
import { fault, ok, type Result } from "../../model/fault.ts";
import { Cursor, Mistake, nextOf, quote } from "./cursor.ts";

const SIGNS = [">=", "<=", "!=", "=", ">", "<"] as const;

/** How two values are compared. */
export type Sign = (typeof SIGNS)[number];

/** A comparison with a value. */
export interface Comparison {
  readonly sign: Sign;
  readonly value: string;
  /** the value is that of a variable, which has not been put in */
  readonly isVariable?: true;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const ONLY_TEXT = /[^&|()!,<>="]+/y;

/** The sign of a comparison that begins where the cursor is. */
export function signAt(cursor: Cursor): Sign | undefined {
  const sign = SIGNS.find((each) => cursor.take(each));
  if (sign === "=" && cursor.text[cursor.at] === "=") cursor.fail("equality is written as one =");
  return sign;
}

/** A value: in quotation marks, or text up to the next sign. */
export function valueAt(cursor: Cursor, after: string): string {
  if (cursor.peek() === '"') return cursor.quoted();
  const text = cursor.match(ONLY_TEXT)?.trim();
  if (text === undefined || text === "") {
    cursor.fail(`a value is missing after ${after}, before ${nextOf(cursor)}`);
  }
  return text;
}

/** The value that something is compared with. */
export function comparedAt(cursor: Cursor, sign: Sign): Comparison {
  const isVariable = cursor.peek() === "$";
  const value = valueAt(cursor, `"${sign}"`);
  return { sign, value, ...(isVariable ? { isVariable } : {}) };
}

/** Reads the text of a parameter; without a sign it means equality. */
export function readComparison(text: string): Result<Comparison> {
  const cursor = new Cursor(text);
  try {
    const sign = signAt(cursor) ?? "=";
    const comparison = comparedAt(cursor, sign);
    if (cursor.peek() !== "")
      cursor.fail(`${nextOf(cursor)} is no part of a value: it needs quotation marks`);
    return ok(comparison);
  } catch (error) {
    if (error instanceof Mistake) return fault("invalid-specification", error.message);
    throw error;
  }
}

/** Whether a text is a number, and is compared as one. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text.trim());
}

/** As a specification writes it. */
export function textOfComparison({ sign, value, isVariable }: Comparison): string {
  if (isVariable) return `${sign} ${value}`;
  return `${sign} ${isNumber(value) ? value.trim() : quote(value)}`;
}

/** A comparison that can be made: with a value, not with a variable that has none. */
export function readyComparison(text: string): Result<Comparison> {
  const comparison = readComparison(text);
  if (!comparison.ok || !comparison.value.isVariable) return comparison;
  return fault(
    "invalid-specification",
    `The variable "${comparison.value.value}" has no value to compare with.`,
  );
}

/**
 * Tells whether values compare so. Numbers are compared as decimal numbers, texts by their characters; a number and a text
 * differ, and neither is less.
 */
export function comparing({ sign, value }: Comparison): (held: string | number) => boolean {
  const number = isNumber(value) ? decimal(value) : undefined;
  return (held) => {
    const text = String(held).trim();
    if (isNumber(text) !== (number !== undefined)) return sign === "!=";
    return holds(sign, number === undefined ? order(text, value.trim()) : decimal(text).cmp(number));
  };
}

function decimal(text: string): Big {
  return new Big(text.trim().replace(/^\+/, "").replace(/\.$/, ""));
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function holds(sign: Sign, order: number): boolean {
  switch (sign) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
  }
}
