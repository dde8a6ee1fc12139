/** What is wrong with a type that is a JSON Schema, found when a specification is read: later nobody could mend it. */
import type { DataType, TypeLibrary } from "../../model/datatype.ts";
import type { FaultDetail } from "../../model/fault.ts";
import { didYouMean } from "../../model/near.ts";
import { below } from "../../model/pointer.ts";
import { listed } from "../types/facets.ts";
import { endsOf } from "./endless.ts";
import { isTypeName, selfContained } from "./json-schema.ts";
import { isKeywords, KEYWORDS, partsOf, REPLACED, TYPES } from "./keywords.ts";
import type { Keywords, KeywordShape } from "./keywords.ts";
import { patternSize, schemaPatternProblem } from "./pattern.ts";
import { MAX_SCHEMAS, resolveReferences } from "./references.ts";

/** More than this nobody reads at once. */
const MAX_PROBLEMS = 50;
/** Schemas inside of each other. */
const MAX_NESTING = 200;
/** Steps of all patterns of a schema together, their repetitions written out. */
const MAX_PATTERN_STEPS = 100_000;

/**
 * What is wrong with a type that a variable has: each finding has a pointer into its JSON Schema and a sentence that can
 * stand alone. Types of XML Schema have none: what is wrong with those is found when they are read. What is wrong with the
 * types that it names is reported once, by `libraryProblems`.
 * @param library all types that the schema may name
 */
export function typeProblems(type: DataType, library: TypeLibrary): readonly FaultDetail[] {
  if (type.kind !== "json") return [];
  const check = new SchemaCheck(type.schema, library);
  check.run();
  if (check.problems.length > 0) return check.problems;
  const message = endsOf(type.schema)(type.schema);
  return message === undefined ? [] : [{ pointer: "", message }];
}

/** What is wrong with the types of a specification, by their names; types without a problem are not in it. */
export function libraryProblems(library: TypeLibrary): ReadonlyMap<string, readonly FaultDetail[]> {
  const found = new Map<string, readonly FaultDetail[]>();
  const right: string[] = [];
  for (const [name, type] of Object.entries(library)) {
    const problems = type.kind === "named" ? circleOfNames(name, library) : typeProblems(type, library);
    if (problems.length > 0) found.set(name, problems);
    else right.push(name);
  }
  // Circles through several types show only when they stand together.
  const properties = Object.fromEntries(right.map((name) => [name, { $ref: name }]));
  const whole = selfContained({ kind: "json", schema: { properties } }, library);
  const together: unknown = whole["$defs"];
  if (!isKeywords(together)) return found;
  const endless = endsOf(whole);
  for (const name of right) {
    const schema = together[name];
    const message = library[name]?.kind === "json" && isKeywords(schema) ? endless(schema) : undefined;
    if (message !== undefined) found.set(name, [{ pointer: "", message }]);
  }
  return found;
}

/** Names that only stand for each other never end. */
function circleOfNames(name: string, library: TypeLibrary): readonly FaultDetail[] {
  const seen = new Set<string>();
  for (let next = name; !seen.has(next);) {
    seen.add(next);
    const type: DataType | undefined = Object.hasOwn(library, next) ? library[next] : undefined;
    if (type?.kind !== "named") return [];
    next = type.name;
  }
  const names = listed([...seen]);
  return [{ pointer: "", message: `The types ${names} stand for each other without an end.` }];
}

class SchemaCheck {
  readonly problems: FaultDetail[] = [];
  private readonly root: Keywords;
  private readonly library: TypeLibrary;
  private patternSteps = 0;

  constructor(root: Keywords, library: TypeLibrary) {
    this.root = root;
    this.library = library;
  }

  run(): void {
    // Before its parts are followed: resolving takes as much time as the schema is large.
    this.schema(this.root, "", 0);
    if (resolveReferences(this.root).isTooLarge)
      this.tell("", `The schema has more than ${MAX_SCHEMAS} schemas in it.`);
    if (this.patternSteps > MAX_PATTERN_STEPS)
      this.tell("", "The patterns of the schema are too big together.");
  }

  private tell(pointer: string, message: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ pointer, message });
  }

  private schema(schema: unknown, pointer: string, depth: number): void {
    if (typeof schema === "boolean" || this.problems.length >= MAX_PROBLEMS) return;
    if (!isKeywords(schema)) return this.tell(pointer, noSchema(schema, this.library));
    if (depth > MAX_NESTING)
      return this.tell(pointer, `Schemas nest deeper than ${MAX_NESTING} levels here.`);
    for (const [keyword, value] of Object.entries(schema)) this.keyword(schema, keyword, value, pointer);
    for (const { schema: part, keyword, key } of partsOf(schema)) {
      // A list where one schema is expected was reported with its keyword.
      if (Array.isArray(part)) continue;
      const place = below(pointer, keyword);
      this.schema(part, key === undefined ? place : below(place, key), depth + 1);
    }
  }

  private keyword(schema: Keywords, keyword: string, value: unknown, pointer: string): void {
    const place = below(pointer, keyword);
    const shape = KEYWORDS.get(keyword);
    if (!shape) return this.unknownKeyword(keyword, place);
    if (shape === "reference") return this.reference(schema, keyword, value, place);
    if (shape === "pattern-map" && isKeywords(value))
      for (const pattern of Object.keys(value)) this.pattern(pattern, below(place, pattern));
    if (shape === "pattern" && typeof value === "string") this.pattern(value, place);
    const problem = shapeProblem(shape, value, this.library);
    if (problem !== undefined) this.tell(place, `\`${keyword}\` ${problem}`);
  }

  /** Other keywords are notes for other programs (`x-order`, `example`); a slip of the pen would be one in silence. */
  private unknownKeyword(keyword: string, place: string): void {
    const replaced = REPLACED.get(keyword);
    if (replaced !== undefined)
      this.tell(place, `\`${keyword}\` is of an older draft of JSON Schema: write ${replaced}.`);
    else if (!NOTES.has(keyword) && !keyword.startsWith("x-")) {
      const hint = didYouMean(keyword, KEYWORDS.keys());
      if (hint !== "") this.tell(place, `\`${keyword}\` is no keyword of JSON Schema.${hint}`);
    }
  }

  private pattern(pattern: string, place: string): void {
    const problem = schemaPatternProblem(pattern);
    if (problem !== undefined)
      return this.tell(place, `The pattern "${shortened(pattern)}" cannot be read: ${problem}.`);
    if (this.patternSteps <= MAX_PATTERN_STEPS) this.patternSteps += patternSize(pattern);
  }

  private reference(schema: Keywords, keyword: string, value: unknown, place: string): void {
    if (typeof value !== "string")
      return this.tell(place, `\`${keyword}\` must be text that says which schema.`);
    if (resolveReferences(this.root).targets.has(schema) || isTypeName(value, this.library)) return;
    if (keyword === "$ref" && schema["$dynamicRef"] !== undefined)
      return this.tell(place, "`$ref` and `$dynamicRef` cannot both stand in one schema.");
    const [, name = value] = /^#\/(?:\$defs|definitions)\/(.*)$/.exec(value) ?? [];
    const definitions = ["$defs", "definitions"].flatMap((key) => {
      const map = this.root[key];
      return isKeywords(map) ? Object.keys(map) : [];
    });
    const hint = didYouMean(name, [...definitions, ...Object.keys(this.library)]);
    if (/^[a-z][\w+.-]*:/i.test(value))
      return this.tell(
        place,
        `"${shortened(value)}" is nothing that stands in the schema; others are not fetched.`,
      );
    this.tell(place, `\`${keyword}\` leads to "${shortened(value)}", which is not there.${hint}`);
  }
}

/** Keywords of OpenAPI and of forms that are near to some of JSON Schema. */
const NOTES: ReadonlySet<string> = new Set([
  "example",
  "nullable",
  "xml",
  "discriminator",
  "externalDocs",
  "id",
]);

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function noSchema(value: unknown, library: TypeLibrary): string {
  const must = "A schema is an object, true or false";
  if (typeof value !== "string") return `${must}.`;
  if (Object.hasOwn(library, value)) return `${must}: write { $ref: ${value} }.`;
  const word =
    DIALECT_WORDS.get(value) ?? (TYPES.some((type) => type === value) ? `{ type: ${value} }` : undefined);
  return word === undefined
    ? `${must}.${didYouMean(value, Object.keys(library))}`
    : `${must}: write ${word}.`;
}

/** Words that mean a type for a variable, and what says the same inside a schema. */
const DIALECT_WORDS: ReadonlyMap<string, string> = new Map([
  ["date", "{ type: string, format: date }"],
  ["dateTime", "{ type: string, format: date-time }"],
  ["any", "true"],
]);

/** What is wrong with the value of a keyword, as the end of a sentence. */
function shapeProblem(shape: KeywordShape, value: unknown, library: TypeLibrary): string | undefined {
  switch (shape) {
    case "schema":
      return Array.isArray(value)
        ? "must be one schema; a list of them, one for each place, is `prefixItems`."
        : undefined;
    case "schemas":
      return Array.isArray(value) && value.length > 0
        ? undefined
        : "must be a list of schemas, at least one.";
    case "schema-map":
    case "pattern-map":
      return isKeywords(value) ? undefined : "must be an object of schemas.";
    case "names-map":
      return isKeywords(value) && Object.values(value).every(isNames)
        ? undefined
        : "must be an object of lists of names.";
    case "names":
      return isNames(value) ? undefined : "must be a list of names.";
    case "types":
      return typesProblem(value, library);
    case "count":
      return Number.isInteger(value) && Number(value) >= 0
        ? undefined
        : `must be a whole number from 0; it is ${said(value)}.`;
    case "number":
      return typeof value === "number" ? undefined : `must be a number; it is ${said(value)}.`;
    case "positive":
      return typeof value === "number" && value > 0
        ? undefined
        : `must be a number above 0; it is ${said(value)}.`;
    case "flag":
      return typeof value === "boolean" ? undefined : `must be true or false; it is ${said(value)}.`;
    case "text":
    case "pattern":
      return typeof value === "string" ? undefined : `must be text; it is ${said(value)}.`;
    case "values":
      return Array.isArray(value) && value.length > 0 ? undefined : "must be a list of values, at least one.";
    case "value":
    case "reference":
      return undefined;
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

function typesProblem(value: unknown, library: TypeLibrary): string | undefined {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (names.length === 0) return "must name a type.";
  const wrong = names.find((name) => !TYPES.some((type) => type === name));
  if (wrong === undefined) return undefined;
  if (typeof wrong !== "string") return `must be one of ${TYPES.join(", ")}; it is ${said(wrong)}.`;
  if (Object.hasOwn(library, wrong))
    return `must be a kind of JSON; the file's type is meant by { $ref: ${wrong} }.`;
  const instead = DIALECT_WORDS.get(wrong);
  if (instead !== undefined) return `is no kind of JSON inside a schema; write ${instead}.`;
  return `must be one of ${TYPES.join(", ")}; it is ${said(wrong)}.${didYouMean(wrong, [...TYPES, ...Object.keys(library)])}`;
}

function said(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
