/**
 * Names put together: `Contract Law & (Tax | "R&D")`. A name needs quotation marks where it has `&`, `|` or `"` in it, or
 * begins with `!` or `(`; spaces within it stay. `$name` without them is a variable of the net.
 */
import { fault, ok, type Result } from "../../model/fault.ts";
import { didYouMean } from "../../model/near.ts";
import type { HeldKind, Organisation } from "../indexed.ts";
import type { Condition } from "../kinds.ts";
import { Cursor, Mistake, nextOf, quote } from "./cursor.ts";
import { conditionOf, readLogic, type Logic } from "./logic.ts";

/** A name of something that people hold, or a variable that has one. */
export interface Name {
  readonly name: string;
  readonly isVariable: boolean;
}

/** Reads an expression of names. */
export function readNames(text: string): Result<Logic<Name>> {
  return readLogic(text, (cursor) => nameAt(cursor, false));
}

/** Reads names that are separated by commas. */
export function readList(text: string): Result<readonly Name[]> {
  const cursor = new Cursor(text);
  const names: Name[] = [];
  try {
    do names.push(nameAt(cursor, true));
    while (cursor.take(","));
    if (cursor.peek() !== "") cursor.fail(`a comma is missing before ${nextOf(cursor)}`);
    return ok(names);
  } catch (error) {
    if (error instanceof Mistake) return fault("invalid-specification", error.message);
    throw error;
  }
}

function nameAt(cursor: Cursor, inList: boolean): Name {
  if (cursor.peek() === '"') return { name: cursor.quoted(), isVariable: false };
  const start = cursor.at;
  let open = 0;
  for (; cursor.at < cursor.text.length; cursor.at += 1) {
    const character = cursor.text[cursor.at] ?? "";
    // parentheses within a name belong to it: `Contract Law (UK)`
    if (character === ")" && open === 0 && !inList) break;
    if (inList ? character === "," : "&|".includes(character)) break;
    if (character === '"') cursor.fail("a quotation mark stands within a name");
    if (character === "(") open += 1;
    if (character === ")") open -= 1;
  }
  const name = cursor.text.slice(start, cursor.at).trim();
  if (name === "") cursor.fail(`a name is missing before ${nextOf(cursor)}`);
  return { name, isVariable: name.startsWith("$") };
}

/** The condition that somebody holds what an expression of names says. */
export function holdsNames(
  kind: HeldKind,
  logic: Logic<Name>,
  organisation: Organisation,
): Result<Condition> {
  return conditionOf(logic, (name) => holdsName(kind, name, organisation));
}

function holdsName(kind: HeldKind, name: Name, organisation: Organisation): Result<Condition> {
  const known = knownName(kind, name, organisation);
  if (!known.ok) return known;
  const holders = organisation.holdersOf(kind, known.value) ?? new Set();
  return ok({ text: `${kind}(${quote(known.value)})`, test: ({ id }) => holders.has(id) });
}

/** The name, if the organisation has something of it. */
export function knownName(kind: HeldKind, name: Name, organisation: Organisation): Result<string> {
  const missing = missingValue(name);
  if (missing) return missing;
  if (organisation.knows(kind, name.name)) return ok(name.name);
  const meant = didYouMean(name.name, organisation.references(kind));
  return fault("invalid-specification", `There is no ${kind} "${name.name}" in the organisation.${meant}`);
}

/** The fault of a variable that has not been replaced by its value. */
export function missingValue({ name, isVariable }: Name) {
  return isVariable
    ? fault("invalid-specification", `The variable "${name}" has no value that names something.`)
    : undefined;
}
