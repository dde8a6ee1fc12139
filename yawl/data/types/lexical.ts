/**
 * Simple values as JSON and as XML text.
 *
 * Booleans are JSON booleans. Numbers are JSON numbers when the number, printed again, gives the same text; otherwise the
 * text is kept as a JSON string (`"0.00"`, `"007"`, integers of 40 digits, `"INF"`), so that nothing is lost. All else is
 * a string. Lists are arrays; a union gives the value of the first member that fits.
 */
import type { SimpleType } from "../../model/datatype.ts";
import { fault, ok } from "../../model/fault.ts";
import type { Result } from "../../model/fault.ts";
import type { Json } from "../../model/json.ts";
import { builtinOf, normalizeSpace, whiteSpaceOf } from "./builtin.ts";
import { decimalText } from "./decimal.ts";
import { facetProblem, quoted } from "./facets.ts";
import { unicodeProblem } from "../xml/names.ts";
import { TOO_MUCH_WORK, TooMuchWork, Work } from "./work.ts";

/** Whether JSON has numbers for values of the type. */
export function isNumeric(type: SimpleType): boolean {
  return type.base === "integer" || type.base === "decimal" || type.base === "double";
}

/** The type of the entries of a list: `items`, or the list's own base and facets. */
export function itemType(type: SimpleType): SimpleType {
  if (type.items) return type.items;
  const { list: _list, ...item } = type;
  return item;
}

/**
 * Reads the text of an element or attribute as a value of a simple type.
 * Faults: `invalid-data` when the text is not in the type's lexical space or against its facets.
 */
export function parseSimple(text: string, type: SimpleType): Result<Json> {
  const problem = textProblem(text, type);
  return problem === undefined ? ok(readText(text, type)) : fault("invalid-data", `The value ${problem}.`);
}

/**
 * What is wrong with a text as a value of a simple type, as the end of a sentence about it.
 * @param work what the check may cost; a text that costs more throws `TooMuchWork`. Without it, that is what is wrong.
 */
export function textProblem(text: string, type: SimpleType, work?: Work): string | undefined {
  if (!work) return counted((own) => textProblem(text, type, own));
  work.spend(1);
  if (type.list) return listProblem(text, type, work);
  if (type.union) return unionProblem(text, type, type.union, work);
  work.read(text);
  const value = normalizeSpace(text, whiteSpaceOf(type));
  const builtin = builtinOf(type);
  if (!builtin.fits(value)) return `must be ${builtin.expectation}; it is ${quoted(text)}`;
  return type.facets && facetProblem(value, type, type.facets, work);
}

/** A check with work of its own: one that needs too much is a problem, too. */
function counted(check: (work: Work) => string | undefined): string | undefined {
  try {
    return check(new Work());
  } catch (error) {
    if (error instanceof TooMuchWork) return TOO_MUCH_WORK;
    throw error;
  }
}

function listProblem(text: string, type: SimpleType, work: Work): string | undefined {
  work.read(text);
  const entries = entriesOf(text);
  const item = itemType(type);
  for (const [index, entry] of entries.entries()) {
    const problem = textProblem(entry, item, work);
    if (problem !== undefined) return `has a wrong entry ${index + 1}: it ${problem}`;
  }
  // Without `items` the facets are those of the entries.
  return (
    type.items && type.facets && facetProblem(entries.join(" "), type, type.facets, work, entries.length)
  );
}

function unionProblem(
  text: string,
  type: SimpleType,
  members: readonly SimpleType[],
  work: Work,
): string | undefined {
  const problems: string[] = [];
  for (const member of members) {
    const problem = textProblem(text, member, work);
    if (problem === undefined)
      return type.facets && facetProblem(normalizeSpace(text, "collapse"), type, type.facets, work);
    problems.push(problem);
  }
  return alternatives(problems);
}

/** What is wrong for each member of a union; a long union is not reported in full. */
function alternatives(problems: readonly string[]): string {
  const shown = problems.slice(0, 10);
  const more =
    problems.length > shown.length ? `, or fit one of ${problems.length - shown.length} more types` : "";
  return `${shown.join(", or ") || "has no type that it could fit"}${more}`;
}

function entriesOf(text: string): readonly string[] {
  const collapsed = normalizeSpace(text, "collapse");
  return collapsed === "" ? [] : collapsed.split(" ");
}

/**
 * The value of a text that fits its type.
 * @param work as in `textProblem`
 */
export function readText(text: string, type: SimpleType, work?: Work): Json {
  if (type.list) {
    const item = itemType(type);
    return entriesOf(text).map((entry) => readText(entry, item, work));
  }
  if (type.union) {
    const member = type.union.find((candidate) => textProblem(text, candidate, work) === undefined);
    return member ? readText(text, member, work) : text;
  }
  const value = normalizeSpace(text, whiteSpaceOf(type));
  if (type.base === "boolean") return value === "true" || value === "1";
  if (!isNumeric(type)) return value;
  const number = Number(value);
  return Number.isFinite(number) && printNumber(number, type) === value ? number : value;
}

function printNumber(value: number, type: SimpleType): string {
  return type.base === "integer" || type.base === "decimal" ? decimalText(value) : String(value);
}

/** The XML text of a value of a simple type. Values that do not fit the type are printed as well as they can be. */
export function printSimple(value: Json, type: SimpleType): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (type.list && Array.isArray(value)) {
    const item = itemType(type);
    return value.map((entry: Json) => printSimple(entry, item)).join(" ");
  }
  if (type.union) {
    const member = type.union.find((candidate) => checkSimple(value, candidate) === undefined);
    if (member) return printSimple(value, member);
  }
  if (typeof value === "number") return printNumber(value, type);
  return typeof value === "boolean" ? String(value) : JSON.stringify(value);
}

/**
 * A sentence's end about what is wrong with a JSON value of a simple type: "must be …; it is …".
 * @param work as in `textProblem`
 */
export function checkSimple(value: Json, type: SimpleType, work?: Work): string | undefined {
  if (!work) return counted((own) => checkSimple(value, type, own));
  work.spend(1);
  if (type.list) return checkList(value, type, work);
  if (type.union) return checkUnion(value, type, type.union, work);
  if (typeof value === "string") {
    if (type.base === "boolean") return `must be true or false, without quotes; it is ${quoted(value)}`;
    work.read(value);
    return unicodeProblem(value) ?? textProblem(value, type, work);
  }
  if (typeof value === "boolean" && type.base === "boolean")
    return type.facets && facetProblem(String(value), type, type.facets, work);
  if (typeof value === "number" && isNumeric(type) && Number.isFinite(value))
    return textProblem(printNumber(value, type), type, work);
  return `must be ${expectation(type)}; it is ${shapeOf(value)}`;
}

function expectation(type: SimpleType): string {
  return builtinOf(type).expectation;
}

/** What kind of JSON value it is, for a message. */
export function shapeOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `the ${typeof value} ${String(value)}`;
}

function checkList(value: Json, type: SimpleType, work: Work): string | undefined {
  if (!Array.isArray(value)) return `must be a list; it is ${shapeOf(value)}`;
  const item = itemType(type);
  for (const [index, entry] of (value as readonly Json[]).entries()) {
    const spaced = typeof entry === "string" && (entry === "" || /[ \t\n\r]/.test(entry));
    const problem = spaced ? "must be text without white space" : checkSimple(entry, item, work);
    if (problem !== undefined) return `has a wrong entry ${index + 1}: it ${problem}`;
  }
  return (
    type.items && type.facets && facetProblem(printSimple(value, type), type, type.facets, work, value.length)
  );
}

function checkUnion(
  value: Json,
  type: SimpleType,
  members: readonly SimpleType[],
  work: Work,
): string | undefined {
  const problems: string[] = [];
  for (const member of members) {
    const problem = checkSimple(value, member, work);
    if (problem === undefined) {
      const text = type.facets && normalizeSpace(printSimple(value, type), "collapse");
      return text === undefined || !type.facets ? undefined : facetProblem(text, type, type.facets, work);
    }
    problems.push(problem);
  }
  return alternatives(problems);
}
