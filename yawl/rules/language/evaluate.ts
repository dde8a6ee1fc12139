/** Evaluates conditions of rule files; each text is parsed once. */
import { shorten } from "../../data/expressions/language.ts";
import { languageOf } from "../../data/expressions/languages.ts";
import { own } from "../../data/types/shape.ts";
import { fault, ok, type Result } from "../../model/fault.ts";
import { Remembered } from "../../model/remembered.ts";
import type { Seen } from "../seen.ts";
import { FUNCTIONS } from "./functions.ts";
import { Mistake, parseCondition, type Piece } from "./parse.ts";
import { computed, holds, negated, truthOf, Unfit, valueOf, type Value } from "./values.ts";

const XQUERY = languageOf({ language: "xquery" });

type Read<Kind> = (seen: Seen) => Kind;

/** A name in a condition. */
export interface NameUsed {
  readonly name: string;
  readonly at: number;
  /** it may be a text without quotation marks: what a variable is compared with */
  readonly mayBeText: boolean;
}

/** A condition that can be evaluated. */
export interface ReadCondition {
  readonly piece: Piece;
  readonly names: readonly NameUsed[];
  readonly test: Read<boolean>;
}

const known = new Remembered<ReadCondition | Mistake>(10_000);

/** The condition, or what cannot be read of it and where. */
export function readCondition(text: string): ReadCondition | Mistake {
  return known.get(text, () => {
    try {
      const piece = parseCondition(text);
      return { piece, names: namesIn(piece), test: truth(piece) };
    } catch (error) {
      if (error instanceof Mistake) return error;
      throw error;
    }
  });
}

/** Where something is in a condition, for people. */
export function sentenceOf({ message, at }: Mistake, text: string): string {
  const before = text.slice(0, at).split("\n");
  const column = `column ${(before.at(-1)?.length ?? 0) + 1}`;
  const place = text.includes("\n") ? `line ${before.length}, ${column}` : column;
  return `The condition ${shorten(text)} has a mistake at ${place}: ${message}.`;
}

/**
 * Whether a condition holds.
 * @returns `predicate-failed` with the place: it cannot be read, names a variable that is not there (whether its value matters or
 *   not), compares what has no order, asks what is not known
 */
export function ruleTruth(text: string, seen: Seen): Result<boolean> {
  const condition = readCondition(text);
  if (condition instanceof Mistake) return failed(condition, text);
  for (const { name, at, mayBeText } of condition.names)
    if (!mayBeText && !isThere(name, seen)) return failed(noVariable(name, at), text);
  try {
    return ok(condition.test(seen));
  } catch (error) {
    if (error instanceof Mistake) return failed(error, text);
    throw error;
  }
}

function failed(mistake: Mistake, text: string): Result<never> {
  return fault("predicate-failed", sentenceOf(mistake, text));
}

function noVariable(name: string, at: number): Mistake {
  return new Mistake(`there is no variable "${name}"`, at);
}

function isThere(name: string, { scope: { data, variables } }: Seen): boolean {
  return own(data, name) !== undefined || variables.some((variable) => variable.name === name);
}

/** All pieces that are in a piece, and itself. */
export function piecesIn(piece: Piece): readonly Piece[] {
  switch (piece.kind) {
    case "literal":
    case "name":
    case "query":
      return [piece];
    case "not":
    case "minus":
      return [piece, ...piecesIn(piece.of)];
    case "and":
    case "or":
    case "call":
      return [piece, ...piece.of.flatMap(piecesIn)];
    case "compare":
    case "compute":
      return [piece, ...piecesIn(piece.left), ...piecesIn(piece.right)];
  }
}

function namesIn(piece: Piece): readonly NameUsed[] {
  switch (piece.kind) {
    case "literal":
    case "query":
      return [];
    case "name":
      return [{ name: piece.name, at: piece.at, mayBeText: false }];
    case "not":
    case "minus":
      return namesIn(piece.of);
    case "and":
    case "or":
      return piece.of.flatMap(namesIn);
    case "call":
      return argumentsOf(piece).flatMap(namesIn);
    case "compare":
      if (isWord(piece)) {
        const { name, at } = piece.right;
        return [...namesIn(piece.left), { name, at, mayBeText: true }];
      }
      return [...namesIn(piece.left), ...namesIn(piece.right)];
    case "compute":
      return [...namesIn(piece.left), ...namesIn(piece.right)];
  }
}

/** The arguments that are values: not the word `this`, where a function has it. */
function argumentsOf(call: Piece & { readonly kind: "call" }): readonly Piece[] {
  const found = FUNCTIONS.get(call.name.toLowerCase());
  // of a function that is not there, nobody knows what it takes
  if (!found) return [];
  return found.ofThis ? call.of.slice(1) : call.of;
}

type Comparison = Piece & { readonly kind: "compare" };
type Name = Piece & { readonly kind: "name" };

/** `variable = word`: rule files of YAWL have texts without quotation marks there. */
function isWord(piece: Comparison): piece is Comparison & { readonly right: Name } {
  const { left, right, sign } = piece;
  return left.kind === "name" && right.kind === "name" && !right.isMarked && (sign === "=" || sign === "!=");
}

function truth(piece: Piece): Read<boolean> {
  switch (piece.kind) {
    case "and": {
      const parts = piece.of.map(truth);
      return (seen) => parts.every((part) => part(seen));
    }
    case "or": {
      const parts = piece.of.map(truth);
      return (seen) => parts.some((part) => part(seen));
    }
    case "not": {
      const of = truth(piece.of);
      return (seen) => !of(seen);
    }
    case "compare": {
      const left = value(piece.left);
      const right = isWord(piece) ? variableOrText(piece) : value(piece.right);
      return (seen) => placed(piece, () => holds(piece.sign, left(seen), right(seen)));
    }
    case "query":
      return (seen) => answered(piece, XQUERY.truth(piece.text, seen.scope));
    case "literal":
    case "name":
    case "call":
    case "minus":
    case "compute": {
      const of = value(piece);
      return (seen) => placed(piece, () => truthOf(of(seen)));
    }
  }
}

function value(piece: Piece): Read<Value> {
  switch (piece.kind) {
    case "literal":
      return () => piece.value;
    case "name":
      return (seen) => placed(piece, () => valueOf(own(seen.scope.data, piece.name)));
    case "query":
      return (seen) => answered(piece, XQUERY.text(piece.text, seen.scope));
    case "minus": {
      const of = value(piece.of);
      return (seen) => placed(piece, () => negated(of(seen)));
    }
    case "compute": {
      const [left, right] = [value(piece.left), value(piece.right)];
      return (seen) => placed(piece, () => computed(piece.sign, left(seen), right(seen)));
    }
    case "call":
      return call(piece);
    case "and":
    case "or":
    case "not":
    case "compare":
      return truth(piece);
  }
}

/** The variable of the name; a text where there is none, and the other side may be a text. */
function variableOrText(piece: Comparison & { readonly right: Name }): Read<Value> {
  const { left, right } = piece;
  const variable = value(right);
  const compared = value(left);
  return (seen) => {
    if (isThere(right.name, seen)) return variable(seen);
    const other = compared(seen);
    if (typeof other === "number" || typeof other === "boolean") throw noVariable(right.name, right.at);
    return right.name;
  };
}

function call(piece: Piece & { readonly kind: "call" }): Read<Value> {
  const found = FUNCTIONS.get(piece.name.toLowerCase());
  if (!found)
    return () => {
      throw new Mistake(`there is no function ${piece.name}()`, piece.at);
    };
  const parts = argumentsOf(piece).map(value);
  return (seen) => {
    const values = parts.map((part) => part(seen));
    const answer = placed(piece, () => found.call(values, seen.facts));
    if ("unknown" in answer) throw new Mistake(`${answer.unknown} is not known here`, piece.at);
    return valueOf(answer.value);
  };
}

/** Says where in the condition what does not fit stands. */
function placed<Kind>({ at }: Piece, act: () => Kind): Kind {
  try {
    return act();
  } catch (error) {
    if (error instanceof Unfit) throw new Mistake(error.message, at);
    throw error;
  }
}

function answered<Kind>({ at }: Piece, result: Result<Kind>): Kind {
  if (result.ok) return result.value;
  throw new Mistake(result.fault.message.replace(/\.$/, ""), at);
}
