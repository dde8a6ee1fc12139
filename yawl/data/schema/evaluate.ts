/**
 * JSON Schema (draft 2020-12) checked against a value by walking through both. Every step is counted: schemas can branch
 * and refer back so that a small value makes endless work, and a step of a case must come to an end.
 */
import { isJsonObject } from "../../model/json.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { below } from "../../model/pointer.ts";
import { MAX_FINDINGS } from "../types/findings.ts";
import { isList, own } from "../types/shape.ts";
import type { Work } from "../types/work.ts";
import { assertionProblems, ENTRIES, sizeProblem } from "./assertions.ts";
import { isKeywords } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";
import { findsPattern } from "./pattern.ts";
import type { Resolved } from "./references.ts";

/** What is wrong at a place. */
export interface SchemaFinding {
  readonly pointer: string;
  readonly message: string;
}

/** Schemas that may lead to each other for one value and all around it; each takes a part of the stack. */
export const MAX_NESTED_CHECKS = 700;

/** Units of work for a look at one schema and the value there. */
const VISIT = 2.5;

/** A value is nested so deep in schemas that its check was given up. */
export class TooDeep extends Error {}

/** Names of properties and numbers of entries that some keyword has looked at. */
type Seen = Set<string | number>;

/** Where findings go; without it only the verdict is asked for, and the first problem ends the check. */
type Report = SchemaFinding[] | undefined;

/** One check of a value against a schema whose references are resolved. */
export class Evaluation {
  private readonly resolved: Resolved;
  private readonly work: Work;
  private depth = 0;

  constructor(resolved: Resolved, work: Work) {
    this.resolved = resolved;
    this.work = work;
  }

  /**
   * Whether a value fits a schema.
   * @param seen gets what the schema has looked at, where somebody asks for it
   * @throws TooMuchWork, TooDeep
   */
  fits(value: Json, schema: unknown, pointer: string, report: Report, seen?: Seen): boolean {
    this.work.spend(VISIT);
    if (schema === false) return this.fail(report, pointer, "is not known");
    if (!isKeywords(schema)) return true;
    this.depth += 1;
    if (this.depth > MAX_NESTED_CHECKS) throw new TooDeep();
    const fits = this.all(value, schema, pointer, report, seen);
    this.depth -= 1;
    return fits;
  }

  private fail(report: Report, pointer: string, message: string): false {
    if (report && report.length < MAX_FINDINGS) report.push({ pointer, message });
    return false;
  }

  private all(
    value: Json,
    schema: Keywords,
    pointer: string,
    report: Report,
    outer: Seen | undefined,
  ): boolean {
    let fits = true;
    for (const message of assertionProblems(value, schema, this.work))
      fits = this.fail(report, pointer, message);
    if (!fits && !report) return false;
    // What is seen here is passed on only when all is right.
    const isAsked = this.resolved.hasUnevaluated;
    const seen: Seen | undefined = isAsked ? new Set() : undefined;
    const target = this.resolved.targets.get(schema);
    if (target !== undefined && !this.fits(value, target, pointer, report, seen)) fits = false;
    if (!fits && !report) return false;
    if (!this.combined(value, schema, pointer, report, seen)) fits = false;
    if (!fits && !report) return false;
    if (isList(value)) fits = this.entries(value, schema, pointer, report, seen) && fits;
    else if (isJsonObject(value)) fits = this.properties(value, schema, pointer, report, seen) && fits;
    if (fits && outer && seen) this.tell(seen, outer);
    return fits;
  }

  private tell(seen: Seen, outer: Seen): void {
    this.work.spend(seen.size / 4);
    for (const key of seen) outer.add(key);
  }

  /** Schemas for the same value: allOf, anyOf, oneOf, not, if. */
  private combined(
    value: Json,
    schema: Keywords,
    pointer: string,
    report: Report,
    seen: Seen | undefined,
  ): boolean {
    let fits = true;
    for (const part of listOf(schema["allOf"])) {
      if (this.fits(value, part, pointer, report, seen)) continue;
      if (!report) return false;
      fits = false;
    }
    if (Array.isArray(schema["anyOf"]))
      fits = this.any(value, schema["anyOf"], pointer, report, seen) && fits;
    if (!fits && !report) return false;
    if (Array.isArray(schema["oneOf"]))
      fits = this.one(value, schema["oneOf"], pointer, report, seen) && fits;
    if (!fits && !report) return false;
    if (schema["not"] !== undefined && this.fits(value, schema["not"], pointer, undefined))
      fits = this.fail(report, pointer, "has a form that is not allowed");
    if (schema["if"] === undefined || (!fits && !report)) return fits;
    const branch = this.fits(value, schema["if"], pointer, undefined, seen) ? "then" : "else";
    return (schema[branch] === undefined || this.fits(value, schema[branch], pointer, report, seen)) && fits;
  }

  private any(
    value: Json,
    parts: readonly unknown[],
    pointer: string,
    report: Report,
    seen: Seen | undefined,
  ): boolean {
    const tried: Report = report && [];
    let fits = false;
    for (const part of parts) {
      if (!this.fits(value, part, pointer, tried, seen)) continue;
      fits = true;
      // Others may have looked at more of the value.
      if (!seen) break;
    }
    if (fits) return true;
    this.fail(report, pointer, "fits none of the allowed forms");
    for (const finding of tried ?? []) this.fail(report, finding.pointer, finding.message);
    return false;
  }

  private one(
    value: Json,
    parts: readonly unknown[],
    pointer: string,
    report: Report,
    seen: Seen | undefined,
  ): boolean {
    const tried: Report = report && [];
    let fitting = 0;
    for (const part of parts) if (this.fits(value, part, pointer, tried, seen)) fitting += 1;
    if (fitting === 1) return true;
    this.fail(
      report,
      pointer,
      fitting === 0
        ? "fits none of the allowed forms"
        : `fits ${fitting} of the allowed forms and must fit exactly one`,
    );
    if (fitting === 0) for (const finding of tried ?? []) this.fail(report, finding.pointer, finding.message);
    return false;
  }

  private entries(
    list: readonly Json[],
    schema: Keywords,
    pointer: string,
    report: Report,
    seen: Seen | undefined,
  ): boolean {
    const first = listOf(schema["prefixItems"]);
    const { items, unevaluatedItems } = schema;
    let fits = true;
    for (const [index, entry] of list.entries()) {
      const part = index < first.length ? first[index] : items;
      if (part === undefined) break;
      seen?.add(index);
      if (this.fits(entry, part, below(pointer, index), report)) continue;
      if (!report) return false;
      fits = false;
    }
    if (schema["contains"] !== undefined && !this.contains(list, schema, pointer, report, seen)) fits = false;
    if (unevaluatedItems === undefined || (!fits && !report)) return fits;
    for (const [index, entry] of list.entries()) {
      this.work.spend(0.5);
      if (seen?.has(index)) continue;
      seen?.add(index);
      if (this.fits(entry, unevaluatedItems, below(pointer, index), report)) continue;
      if (!report) return false;
      fits = false;
    }
    return fits;
  }

  private contains(
    list: readonly Json[],
    schema: Keywords,
    pointer: string,
    report: Report,
    seen: Seen | undefined,
  ): boolean {
    const { contains, minContains = 1, maxContains } = schema;
    let found = 0;
    for (const [index, entry] of list.entries()) {
      if (!this.fits(entry, contains, below(pointer, index), undefined)) continue;
      found += 1;
      seen?.add(index);
    }
    const problem = sizeProblem(found, minContains, maxContains, ENTRIES);
    return problem === undefined
      ? true
      : this.fail(report, pointer, `${problem} of the kind that is asked for`);
  }

  private properties(
    object: JsonObject,
    schema: Keywords,
    pointer: string,
    report: Report,
    seen: Seen | undefined,
  ): boolean {
    let fits = true;
    const wrong = (name: string, message: string): void => {
      fits = this.fail(report, below(pointer, name), message);
    };
    for (const name of listOf(schema["required"])) {
      this.work.spend(0.2);
      if (typeof name === "string" && !Object.hasOwn(object, name)) wrong(name, "is missing");
    }
    const dependentRequired = schema["dependentRequired"];
    if (isKeywords(dependentRequired))
      for (const [name, needed] of Object.entries(dependentRequired)) {
        this.work.spend(0.2);
        if (!Object.hasOwn(object, name)) continue;
        for (const other of listOf(needed)) {
          this.work.spend(0.2);
          if (typeof other === "string" && !Object.hasOwn(object, other))
            wrong(other, `is missing; "${name}" needs it`);
        }
      }
    if (!fits && !report) return false;
    const dependent = schema["dependentSchemas"];
    if (isKeywords(dependent))
      for (const [name, part] of Object.entries(dependent)) {
        this.work.spend(0.2);
        if (!Object.hasOwn(object, name) || this.fits(object, part, pointer, report, seen)) continue;
        if (!report) return false;
        fits = false;
      }
    return this.each(object, schema, pointer, report, seen) && fits;
  }

  /** Every property, by what the schema says of its name. */
  private each(
    object: JsonObject,
    schema: Keywords,
    pointer: string,
    report: Report,
    seen: Seen | undefined,
  ): boolean {
    const properties = isKeywords(schema["properties"]) ? schema["properties"] : {};
    const patterns = isKeywords(schema["patternProperties"])
      ? Object.entries(schema["patternProperties"])
      : [];
    const { propertyNames, additionalProperties, unevaluatedProperties } = schema;
    let fits = true;
    for (const name of Object.keys(object)) {
      const value = own(object, name);
      if (value === undefined) continue;
      this.work.spend(0.5);
      const place = below(pointer, name);
      const parts: unknown[] = Object.hasOwn(properties, name) ? [properties[name]] : [];
      for (const [pattern, part] of patterns) if (findsPattern(pattern, name, this.work)) parts.push(part);
      if (parts.length === 0 && additionalProperties !== undefined) parts.push(additionalProperties);
      if (parts.length > 0) seen?.add(name);
      for (const part of parts) if (!this.fits(value, part, place, report)) fits = false;
      if (propertyNames !== undefined && !this.name(name, propertyNames, place, report)) fits = false;
      if (!fits && !report) return false;
    }
    if (unevaluatedProperties === undefined) return fits;
    for (const name of Object.keys(object)) {
      this.work.spend(0.5);
      if (seen?.has(name)) continue;
      seen?.add(name);
      const value = own(object, name);
      if (value !== undefined && !this.fits(value, unevaluatedProperties, below(pointer, name), report))
        fits = false;
      if (!fits && !report) return false;
    }
    return fits;
  }

  private name(name: string, schema: unknown, place: string, report: Report): boolean {
    const problems: Report = report && [];
    if (this.fits(name, schema, place, problems)) return true;
    const [first] = problems ?? [];
    return this.fail(report, place, `has a name that is not allowed${first ? `: it ${first.message}` : ""}`);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
