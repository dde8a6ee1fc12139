/**
 * Checks of data against its type, with the exact rules of XML Schema for its types and JSON Schema for the dialect's.
 * Every finding has a JSON pointer and the end of a sentence about the value there; at most 50 are reported.
 */
import type { ComplexType, DataType, ElementParticle, TypeLibrary } from "../../model/datatype.ts";
import type { FaultDetail, FaultType } from "../../model/fault.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import type { Variable } from "../../model/specification.ts";
import { contentOf } from "./content.ts";
import type { ContentPlan, Slot } from "./content.ts";
import { contentProblem } from "./content-check.ts";
import { listed } from "./facets.ts";
import { Findings, MAX_DEPTH, MAX_SCHEMA_DEPTH, passesLimit } from "./findings.ts";
import { checkAgainstSchema } from "../schema/check.ts";
import { checkSimple, printSimple, shapeOf } from "./lexical.ts";
import { propertyNameProblem, unicodeProblem } from "../xml/names.ts";
import { below } from "../../model/pointer.ts";
import { isList, own, resolveType } from "./shape.ts";
import { MAX_CHECK_WORK, TooMuchWork, Work } from "./work.ts";

/**
 * What is wrong with a value. A check that needs too much work ends with a finding that has `limit`.
 * @param value `undefined` (an emptied variable) is never wrong
 * @param pointer where the value stands in the data that was sent
 * @param shared work of a step: the check takes what it needs of it, and no more than is left
 */
export function checkValue(
  value: Json | undefined,
  type: DataType,
  types: TypeLibrary,
  pointer: string,
  shared?: { left: number },
): FaultDetail[] {
  if (value === undefined) return [];
  const units = shared ? Math.min(MAX_CHECK_WORK, Math.max(0, shared.left)) : MAX_CHECK_WORK;
  const findings = new Findings(new Work(units));
  try {
    new Check(types, findings).value(value, type, pointer, 0);
  } catch (error) {
    givenUp(findings, error, pointer);
  }
  if (shared) shared.left -= units - Math.max(0, findings.work.left);
  return findings.details;
}

/** Notes that a check has used up its work; throws what is anything else. */
function givenUp(findings: Findings, error: unknown, pointer: string): void {
  if (!(error instanceof TooMuchWork)) throw error;
  findings.tooMuchWork(pointer);
}

/**
 * What is wrong with a set of parameters or variables: unknown names, missing ones and wrong values.
 *
 * A variable that is not there, and null where the type has no null, are the same: no value (see `isGiven`).
 * @param variables those that are `mandatory` need a value
 */
export function checkObject(
  data: JsonObject,
  variables: readonly Variable[],
  types: TypeLibrary,
): FaultDetail[] {
  const findings = new Findings();
  try {
    checkParts(data, variables, types, findings);
  } catch (error) {
    givenUp(findings, error, "");
  }
  return findings.details;
}

function checkParts(
  data: JsonObject,
  variables: readonly Variable[],
  types: TypeLibrary,
  findings: Findings,
): void {
  const check = new Check(types, findings);
  const known = new Set<string>();
  for (const { name } of variables) known.add(name);
  for (const name of Object.keys(data)) {
    if (findings.full) return;
    if (!known.has(name)) findings.add(below("", name), unknownName(name, [...known]));
  }
  for (const variable of variables) {
    if (findings.full) return;
    const pointer = below("", variable.name);
    const value = own(data, variable.name);
    if (value !== undefined && isGiven(value, variable.type, types))
      check.value(value, variable.type, pointer, 1);
    else if (variable.mandatory) findings.add(pointer, value === null ? "must not be null" : "is missing");
  }
}

/**
 * Whether something that was sent for a variable is a value. Null is one where the type takes it; elsewhere it says that
 * the variable has no value.
 */
export function isGiven(value: Json | undefined, type: DataType, types: TypeLibrary): value is Json {
  if (value !== null) return value !== undefined;
  const { kind } = resolveType(type, types);
  if (kind === "simple" || kind === "complex") return false;
  return checkValue(null, type, types, "").length === 0;
}

/** The kind of fault that findings about data make: a limit is another kind than a wrong value. */
export function faultTypeOf(
  details: readonly FaultDetail[],
  otherwise: FaultType = "invalid-data",
): FaultType {
  return passesLimit(details) ? "too-large" : otherwise;
}

function unknownName(name: string, known: readonly string[]): string {
  const problem = propertyNameProblem(name);
  if (problem !== undefined) return problem;
  return known.length === 0
    ? "is not known; there are no fields here"
    : `is not known; there are ${listed(known)}`;
}

class Check {
  private readonly types: TypeLibrary;
  private readonly findings: Findings;

  constructor(types: TypeLibrary, findings: Findings) {
    this.types = types;
    this.findings = findings;
  }

  value(value: Json, type: DataType, pointer: string, depth: number): void {
    if (this.findings.full) return;
    if (depth > MAX_DEPTH) return this.findings.tooDeep(pointer);
    this.findings.work.spend(1);
    const resolved = resolveType(type, this.types);
    switch (resolved.kind) {
      case "simple":
        return this.note(pointer, checkSimple(value, resolved, this.findings.work));
      case "complex":
        if (isJsonObject(value)) return this.complex(value, resolved, pointer, depth);
        return this.findings.add(pointer, `must be an object; it is ${shapeOf(value)}`);
      case "any":
        return this.any(value, pointer, depth);
      case "json": {
        // A validator that follows the data into its depth must not meet data that is too deep.
        const before = this.findings.details.length;
        this.any(value, pointer, 0, MAX_SCHEMA_DEPTH);
        if (this.findings.details.length === before)
          checkAgainstSchema(value, resolved, this.types, this.findings, pointer);
      }
    }
  }

  private note(pointer: string, problem: string | undefined): void {
    if (problem !== undefined) this.findings.add(pointer, problem);
  }

  /** What holds for all data: text that XML can hold, names that objects can have, and an end to its depth. */
  private any(value: Json, pointer: string, depth: number, limit = MAX_DEPTH): void {
    if (this.findings.full) return;
    this.findings.work.spend(0.5);
    if (typeof value === "string") {
      this.findings.work.read(value);
      return this.note(pointer, unicodeProblem(value));
    }
    if (typeof value !== "object" || value === null) return;
    if (depth > limit) return this.findings.tooDeep(pointer, limit);
    if (isList(value)) {
      for (const [index, entry] of value.entries()) this.any(entry, below(pointer, index), depth + 1, limit);
      return;
    }
    for (const [name, entry] of Object.entries(value)) {
      const place = below(pointer, name);
      const problem = propertyNameProblem(name);
      if (problem === undefined) this.any(entry, place, depth + 1, limit);
      else this.findings.add(place, problem);
    }
  }

  private complex(value: JsonObject, type: ComplexType, pointer: string, depth: number): void {
    const before = this.findings.details.length;
    const plan = contentOf(type);
    const wild = this.names(value, type, plan, pointer, depth);
    this.attributes(value, type, pointer);
    if (type.simpleContent) {
      const text = own(value, "#text");
      this.note(
        below(pointer, "#text"),
        text === undefined ? "is missing" : checkSimple(text, type.simpleContent, this.findings.work),
      );
    }
    for (const slot of plan.slots.values())
      this.slot(own(value, slot.name), slot, below(pointer, slot.name), depth);
    // What the parts together allow is only worth saying when each part is right.
    if (plan.isPlain || this.findings.details.length > before) return;
    this.note(pointer, contentProblem(plan, value, wild, this.findings.work));
  }

  /** Finds unknown names; returns how many elements a wildcard takes. */
  private names(
    value: JsonObject,
    type: ComplexType,
    plan: ContentPlan,
    pointer: string,
    depth: number,
  ): number {
    const hasText = type.simpleContent !== undefined || type.mixed;
    const attributes = new Set(type.attributes?.map((attribute) => `@${attribute.name}`));
    this.findings.work.spend(attributes.size + plan.slots.size);
    let wild = 0;
    for (const [name, entry] of Object.entries(value)) {
      if (this.findings.full) return wild;
      const isKnown =
        (plan.slots.has(name) && name !== "__proto__") ||
        (name === "#text" && hasText) ||
        attributes.has(name);
      if (isKnown) continue;
      if (plan.isOpen && propertyNameProblem(name) === undefined && !/^[@#]/.test(name)) {
        wild += isList(entry) ? entry.length : 1;
        this.any(entry, below(pointer, name), depth + 1);
      } else this.findings.add(below(pointer, name), unknownName(name, namesOf(type, plan)));
    }
    const text = own(value, "#text");
    if (type.mixed && text !== undefined)
      this.note(below(pointer, "#text"), typeof text === "string" ? unicodeProblem(text) : "must be text");
    return wild;
  }

  private attributes(value: JsonObject, type: ComplexType, pointer: string): void {
    for (const attribute of type.attributes ?? []) {
      const place = below(pointer, `@${attribute.name}`);
      const entry = own(value, `@${attribute.name}`);
      if (entry === undefined) {
        if (attribute.required) this.findings.add(place, "is missing");
        continue;
      }
      const problem = checkSimple(entry, attribute.type, this.findings.work);
      const isOther = attribute.fixed !== undefined && printSimple(entry, attribute.type) !== attribute.fixed;
      this.note(place, problem ?? (isOther ? `must be ${listed([attribute.fixed ?? ""])}` : undefined));
    }
  }

  private slot(entry: Json | undefined, slot: Slot, pointer: string, depth: number): void {
    if (entry === undefined) {
      if (slot.min > 0) this.findings.add(pointer, "is missing");
    } else if (!slot.isList) this.element(entry, slot.particle, pointer, depth);
    else if (!isList(entry)) this.findings.add(pointer, `must be a list; it is ${shapeOf(entry)}`);
    else {
      const count = entry.length;
      if (count < slot.min)
        this.findings.add(pointer, `must have at least ${slot.min} entries; it has ${count}`);
      if (count > slot.max)
        this.findings.add(pointer, `must have at most ${slot.max} entries; it has ${count}`);
      for (const [index, part] of entry.entries())
        this.element(part, slot.particle, below(pointer, index), depth);
    }
  }

  private element(value: Json, particle: ElementParticle, pointer: string, depth: number): void {
    if (value !== null) return this.value(value, particle.type, pointer, depth + 1);
    if (particle.nillable) return;
    const { kind } = resolveType(particle.type, this.types);
    if (kind === "json" || kind === "any") this.value(value, particle.type, pointer, depth + 1);
    else this.findings.add(pointer, "must not be empty");
  }
}

function namesOf(type: ComplexType, plan: ContentPlan): readonly string[] {
  const attributes = (type.attributes ?? []).map(({ name }) => `@${name}`);
  return [...attributes, ...(type.simpleContent ? ["#text"] : []), ...plan.slots.keys()];
}
