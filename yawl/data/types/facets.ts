/** Restrictions of simple types (XSD facets), checked on a text whose white space is already normalized. */
import type { Facets, SimpleType } from "../../model/datatype.ts";
import { base64Length, momentTypeOf } from "./builtin.ts";
import { compareDecimals, countDigits } from "./decimal.ts";
import { compareMoments } from "./moment.ts";
import { matchesPattern } from "./pattern.ts";
import type { Work } from "./work.ts";

/** A text as it is shown inside a message: quoted, and no longer than a line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** Names of allowed values for a message; long lists are cut. */
export function listed(values: readonly string[]): string {
  const shown = values.slice(0, 20).map((value) => quoted(value));
  if (values.length > shown.length) shown.push(`${values.length - shown.length} more`);
  return shown.join(", ");
}

/**
 * What is wrong with a text by the facets of its type, as the end of a sentence about it.
 * @param length counted by the caller for lists
 * @throws TooMuchWork
 */
export function facetProblem(
  text: string,
  type: SimpleType,
  facets: Facets,
  work: Work,
  length?: number,
): string | undefined {
  return (
    enumerationProblem(text, type, facets, work) ??
    patternProblem(text, facets, work) ??
    lengthProblem(text, type, facets, length) ??
    boundProblem(text, type, facets) ??
    digitProblem(text, type, facets)
  );
}

/** Allowed texts by the facets that name them: a look at each would cost as much as there are. */
const enumerations = new WeakMap<readonly string[], ReadonlySet<string>>();

function enumerationProblem(text: string, type: SimpleType, facets: Facets, work: Work): string | undefined {
  const allowed = facets.enumeration;
  if (!allowed) return undefined;
  let texts = enumerations.get(allowed);
  if (!texts) enumerations.set(allowed, (texts = new Set(allowed)));
  work.read(text);
  if (texts.has(text)) return undefined;
  if (isCompared(type)) {
    // The same value may be written in several ways.
    work.spend(allowed.length * (1 + text.length / 10));
    if (allowed.some((value) => compareValues(value, text, type) === 0)) return undefined;
  }
  return `must be one of ${listed(allowed)}; it is ${quoted(text)}`;
}

/** Whether values of the type are more than their text. */
function isCompared(type: SimpleType): boolean {
  return !type.list && !type.union && (momentTypeOf(type) !== undefined || COMPARED.has(type.base));
}

const COMPARED: ReadonlySet<string> = new Set(["integer", "decimal", "double", "boolean"]);

function patternProblem(text: string, facets: Facets, work: Work): string | undefined {
  const missed = facets.patterns?.find((pattern) => !matchesPattern(pattern, text, work));
  return missed === undefined ? undefined : `must match the pattern ${missed}; it is ${quoted(text)}`;
}

function lengthProblem(text: string, type: SimpleType, facets: Facets, counted?: number): string | undefined {
  const { length, minLength, maxLength } = facets;
  if (length === undefined && minLength === undefined && maxLength === undefined) return undefined;
  const [actual, unit] = counted === undefined ? measure(text, type) : [counted, "entries"];
  if (length !== undefined && actual !== length) return `must have ${length} ${unit}; it has ${actual}`;
  if (minLength !== undefined && actual < minLength)
    return `must have at least ${minLength} ${unit}; it has ${actual}`;
  if (maxLength !== undefined && actual > maxLength)
    return `must have at most ${maxLength} ${unit}; it has ${actual}`;
  return undefined;
}

function measure(text: string, type: SimpleType): readonly [number, string] {
  if (type.xsd === "hexBinary") return [text.length / 2, "octets"];
  if (type.base === "binary") return [base64Length(text) ?? 0, "octets"];
  let characters = 0;
  for (const _character of text) characters += 1;
  return [characters, "characters"];
}

function boundProblem(text: string, type: SimpleType, facets: Facets): string | undefined {
  const { minInclusive, maxInclusive, minExclusive, maxExclusive } = facets;
  // A bound whose order to the value is not determined is not kept (XSD 1.0 part 2, 4.3.7): `NaN` stands for that.
  const to = (bound: string): number => compareValues(text, bound, type) ?? Number.NaN;
  if (minInclusive !== undefined && !(to(minInclusive) >= 0))
    return `must be ${minInclusive} or more; it is ${text}`;
  if (maxInclusive !== undefined && !(to(maxInclusive) <= 0))
    return `must be ${maxInclusive} or less; it is ${text}`;
  if (minExclusive !== undefined && !(to(minExclusive) > 0))
    return `must be more than ${minExclusive}; it is ${text}`;
  if (maxExclusive !== undefined && !(to(maxExclusive) < 0))
    return `must be less than ${maxExclusive}; it is ${text}`;
  return undefined;
}

function digitProblem(text: string, type: SimpleType, facets: Facets): string | undefined {
  const { totalDigits, fractionDigits } = facets;
  if (type.base !== "integer" && type.base !== "decimal") return undefined;
  if (totalDigits === undefined && fractionDigits === undefined) return undefined;
  const digits = countDigits(text);
  if (totalDigits !== undefined && digits.total > totalDigits)
    return `must have at most ${totalDigits} digits; it is ${text}`;
  if (fractionDigits !== undefined && digits.fraction > fractionDigits) {
    return `must have at most ${fractionDigits} digits after the point; it is ${text}`;
  }
  return undefined;
}

/** Order of two texts as values of the type; `undefined` where it has none. */
function compareValues(first: string, second: string, type: SimpleType): number | undefined {
  if (type.list || type.union) return undefined;
  if (type.base === "integer" || type.base === "decimal") return compareDecimals(first, second);
  if (type.base === "double") return compareDoubles(toDouble(first), toDouble(second));
  if (type.base === "boolean") return Number(isTrue(first)) - Number(isTrue(second));
  const moment = momentTypeOf(type);
  return moment === undefined ? undefined : compareMoments(first, second, moment);
}

function compareDoubles(first: number, second: number): number | undefined {
  if (first === second || (Number.isNaN(first) && Number.isNaN(second))) return 0;
  if (Number.isNaN(first) || Number.isNaN(second)) return undefined;
  return first < second ? -1 : 1;
}

function toDouble(text: string): number {
  if (text.endsWith("INF")) return text.startsWith("-") ? -Infinity : Infinity;
  return Number(text);
}

function isTrue(text: string): boolean {
  return text === "true" || text === "1";
}
