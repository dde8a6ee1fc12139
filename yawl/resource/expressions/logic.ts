/** `&`, `|`, `!` and parentheses over anything: `&` binds before `|`, `!` before both (R5 in docs/semantics.md). */
import { fault, ok, type Result } from "../../model/fault.ts";
import type { Condition } from "../kinds.ts";
import type { Person } from "../organisation.ts";
import { Cursor, Mistake, nextOf } from "./cursor.ts";

/** An expression whose leaves are something else. */
export type Logic<Leaf> =
  | { readonly kind: "leaf"; readonly leaf: Leaf }
  | { readonly kind: "not"; readonly of: Logic<Leaf> }
  | { readonly kind: "and" | "or"; readonly of: readonly Logic<Leaf>[] };

const LONGEST = 20_000;
/** Parentheses and negations within each other. */
const DEEPEST = 100;

/**
 * Reads an expression.
 * @param leafAt reads a leaf where the cursor is
 * @returns a fault that names the place
 */
export function readLogic<Leaf>(text: string, leafAt: (cursor: Cursor) => Leaf): Result<Logic<Leaf>> {
  if (text.length > LONGEST) {
    return fault("invalid-specification", `An expression has at most ${LONGEST} characters.`);
  }
  const cursor = new Cursor(text);
  try {
    const logic = either(0);
    if (cursor.peek() !== "") cursor.fail(`& or | is missing before ${nextOf(cursor)}`);
    return ok(logic);
  } catch (error) {
    if (error instanceof Mistake) return fault("invalid-specification", error.message);
    throw error;
  }

  function either(depth: number): Logic<Leaf> {
    return joined("or", "|", () => joined("and", "&", () => one(depth)));
  }

  function joined(kind: "and" | "or", sign: string, part: () => Logic<Leaf>): Logic<Leaf> {
    const first = part();
    const of = [first];
    while (cursor.take(sign)) of.push(part());
    return of.length === 1 ? first : { kind, of };
  }

  function one(depth: number): Logic<Leaf> {
    if (depth > DEEPEST) cursor.fail(`more than ${DEEPEST} parentheses or negations are within each other`);
    if (cursor.take("!")) return { kind: "not", of: one(depth + 1) };
    if (cursor.take("(")) {
      const inside = either(depth + 1);
      if (!cursor.take(")")) cursor.fail(`a closing parenthesis is missing before ${nextOf(cursor)}`);
      return inside;
    }
    return { kind: "leaf", leaf: leafAt(cursor) };
  }
}

/** All leaves, from left to right. */
export function leavesOf<Leaf>(logic: Logic<Leaf>): readonly Leaf[] {
  switch (logic.kind) {
    case "leaf":
      return [logic.leaf];
    case "not":
      return leavesOf(logic.of);
    case "and":
    case "or":
      return logic.of.flatMap((each) => leavesOf(each));
  }
}

/** The condition that an expression stands for, from the conditions of its leaves. */
export function conditionOf<Leaf>(
  logic: Logic<Leaf>,
  conditionOfLeaf: (leaf: Leaf) => Result<Condition>,
): Result<Condition> {
  switch (logic.kind) {
    case "leaf":
      return conditionOfLeaf(logic.leaf);
    case "not": {
      const inner = conditionOf(logic.of, conditionOfLeaf);
      return inner.ok ? ok(negated(inner.value, logic.of.kind !== "leaf")) : inner;
    }
    case "and":
    case "or": {
      const parts: Condition[] = [];
      for (const each of logic.of) {
        const part = conditionOf(each, conditionOfLeaf);
        if (!part.ok) return part;
        parts.push(logic.kind === "and" && each.kind === "or" ? inParentheses(part.value) : part.value);
      }
      return ok(logic.kind === "and" ? allOf(parts) : anyOf(parts));
    }
  }
}

function negated({ text, test }: Condition, isLong: boolean): Condition {
  return {
    text: isLong ? `!(${text})` : `!${text}`,
    test: (person) => {
      const holds = test(person);
      return holds === undefined ? undefined : !holds;
    },
  };
}

function inParentheses(condition: Condition): Condition {
  return { ...condition, text: `(${condition.text})` };
}

/** Holds when all hold; what is not known yet leaves it open, unless another one fails. */
export function allOf(all: readonly Condition[]): Condition {
  return { text: textOf(all, " & "), test: (person) => decided(all, person, false), all };
}

/** Holds when one holds. */
export function anyOf(any: readonly Condition[]): Condition {
  return { text: textOf(any, " | "), test: (person) => decided(any, person, true) };
}

function textOf(parts: readonly Condition[], sign: string): string {
  return parts.map(({ text }) => text).join(sign);
}

/** @param early the answer of one part that decides the whole */
function decided(parts: readonly Condition[], person: Person, early: boolean): boolean | undefined {
  let isOpen = false;
  for (const { test } of parts) {
    const holds = test(person);
    if (holds === early) return early;
    isOpen ||= holds === undefined;
  }
  return isOpen ? undefined : !early;
}
