/**
 * JSON as text, at every border: read without a loss. What the built-in parser loses without a word is found here: a property
 * that comes twice, and digits that no number can hold.
 */
import { isHeldNumber } from "./json-number.ts";
import { findMistake } from "./json-mistake.ts";
import { isJsonObject, type Json } from "./json.ts";
import { below } from "./pointer.ts";

/** Deeper values would overflow the stack of code that walks them recursively. */
const DEEPEST = 200;

/** Something in a text that cannot be taken as it is. */
export interface JsonProblem {
  /** `malformed`: the text is not JSON; `lost`: it is, but holds what would be lost or would do harm */
  readonly kind: "malformed" | "lost";
  /** one-based place in the text, where it is known */
  readonly line?: number;
  readonly column?: number;
  /** JSON pointer to the value */
  readonly pointer?: string;
  /** the end of a sentence that begins with the place */
  readonly message: string;
}

/** The value of a text, or what is wrong with it. */
export type ReadJson =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: JsonProblem };

/** How a text is read. */
export interface JsonReading {
  /** what becomes of a number that JavaScript cannot hold: an error, or its digits as text; `refuse` by default */
  readonly numbers?: "refuse" | "as text";
  /** most levels of objects and arrays; 200 by default */
  readonly deepest?: number;
}

/** The value of a JSON text, or the first thing in it that is not JSON or could not be kept. A byte order mark is no part of it. */
export function readJson(
  source: string,
  { numbers = "refuse", deepest = DEEPEST }: JsonReading = {},
): ReadJson {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    const { offset, message } = findMistake(text);
    return { ok: false, problem: { kind: "malformed", ...placeAt(text, offset), message } };
  }
  const harm = findHarm(value, deepest);
  if (harm) return { ok: false, problem: harm };
  const { loss, unheld } = lossesIn(text, numbers === "refuse");
  if (loss) return { ok: false, problem: loss };
  if (unheld.length === 0) return { ok: true, value };
  // There is no other way to get at the digits: the parser has made numbers of them by the time it gives them.
  return { ok: true, value: JSON.parse(quoted(text, unheld)) as Json };
}

/** The first loss in a text that is JSON, with its pointer. */
export function findLoss(text: string): JsonProblem | undefined {
  return lossesIn(text, true).loss;
}

/** Walks without recursion. `__proto__` would change objects that are copied name by name. */
function findHarm(value: Json, deepest: number): JsonProblem | undefined {
  const waiting: { readonly value: Json; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth > deepest)
      return { kind: "lost", message: `the value is nested deeper than ${deepest} levels` };
    if (isJsonObject(next.value) && Object.hasOwn(next.value, "__proto__"))
      return { kind: "lost", message: "a property cannot be called __proto__" };
    for (const inner of Object.values(next.value)) waiting.push({ value: inner, depth: next.depth + 1 });
  }
  return undefined;
}

/** An object or array that is open: names seen so far, or the entry's number. */
interface Open {
  readonly names: Set<string> | undefined;
  /** name of the property or number of the entry that is being read */
  at: string | number;
  isNameNext: boolean;
}

interface Losses {
  readonly loss?: JsonProblem;
  /** where numbers begin and end that cannot be held */
  readonly unheld: readonly (readonly [from: number, to: number])[];
}

const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

/**
 * One pass without recursion: some 15 ms for a text of 2 MB.
 * @param refusesNumbers whether a number that cannot be held is a loss
 */
function lossesIn(text: string, refusesNumbers: boolean): Losses {
  const open: Open[] = [];
  const unheld: (readonly [number, number])[] = [];
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charCodeAt(offset);
    const top = open.at(-1);
    if (character === QUOTE) {
      const end = endOfString(text, offset);
      if (top?.names && top.isNameNext) {
        const name = nameOf(text.slice(offset, end + 1));
        top.at = name;
        top.isNameNext = false;
        if (top.names.has(name)) {
          const message = "comes twice; one of the values would be lost";
          return {
            loss: { kind: "lost", ...placeAt(text, offset), pointer: pointerOf(open), message },
            unheld,
          };
        }
        top.names.add(name);
      }
      offset = end;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      const isObject = character === OPEN_BRACE;
      open.push({ names: isObject ? new Set() : undefined, at: isObject ? "" : 0, isNameNext: isObject });
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) open.pop();
    else if (character === COMMA && top) {
      if (typeof top.at === "number") top.at += 1;
      else top.isNameNext = true;
    } else if (character === MINUS || (character >= ZERO && character <= NINE)) {
      const number = numberAt(text, offset);
      if (!isHeldNumber(number)) {
        if (refusesNumbers) {
          const message = `is a number that JSON would not keep (${shortened(number)}); send it as text`;
          return {
            loss: { kind: "lost", ...placeAt(text, offset), pointer: pointerOf(open), message },
            unheld,
          };
        }
        unheld.push([offset, offset + number.length]);
      }
      offset += number.length - 1;
    }
  }
  return { unheld };
}

const [QUOTE, COMMA, MINUS, ZERO, NINE] = [0x22, 0x2c, 0x2d, 0x30, 0x39];
const [OPEN_BRACKET, BACKSLASH, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d];

/** The quote that ends a string: the first that no odd number of backslashes stands in front of. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
}

function nameOf(literal: string): string {
  return literal.includes("\\") ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}

function numberAt(text: string, offset: number): string {
  NUMBER.lastIndex = offset;
  return NUMBER.exec(text)?.[0] ?? text.charAt(offset);
}

/** The text with quotes around the parts that are numbers. */
function quoted(text: string, parts: Losses["unheld"]): string {
  let result = "";
  let done = 0;
  for (const [from, to] of parts) {
    result += `${text.slice(done, from)}"${text.slice(from, to)}"`;
    done = to;
  }
  return result + text.slice(done);
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function pointerOf(open: readonly Open[]): string {
  return open.reduce((pointer, { at }) => below(pointer, at), "");
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
