/** Default values of types: what an output gets when its item is skipped or force-completed and nothing else is known. */
import type {
  ComplexType,
  DataType,
  ElementParticle,
  Particle,
  SimpleType,
  TypeLibrary,
} from "../../model/datatype.ts";
import type { Json } from "../../model/json.ts";
import { contentOf } from "./content.ts";
import { checkSimple, isNumeric, parseSimple } from "./lexical.ts";
import { kindOf, SchemaGuide } from "../schema/guide.ts";
import { selfContained } from "../schema/json-schema.ts";
import { isList, own } from "./shape.ts";

/** Parts of a default; more than this no person fills in, and types can ask for more than any memory holds. */
const MAX_PARTS = 10_000;

/** What the making of a default knows. */
interface Making {
  readonly types: TypeLibrary;
  /** names of the types whose default is being made */
  readonly open: readonly string[];
  /** what may still be made */
  readonly room: { left: number };
}

/**
 * The default of a type: `""`, false and 0; the first value of an enumeration; a complex type with its required parts.
 * `undefined` for types that have none (dates, for instance), for types that need themselves, and for huge ones.
 */
export function defaultValue(type: DataType, types: TypeLibrary): Json | undefined {
  const value = valueOf(type, { types, open: [], room: { left: MAX_PARTS } });
  return value !== undefined && partsIn(value, MAX_PARTS) <= MAX_PARTS ? value : undefined;
}

/** How many parts a value has; counting ends above the limit, for a part can stand in many places. */
function partsIn(value: Json, limit: number): number {
  if (typeof value !== "object" || value === null) return 1;
  let parts = 1;
  for (const part of Object.values(value) as readonly Json[]) {
    if (parts > limit) break;
    parts += partsIn(part, limit - parts);
  }
  return parts;
}

function valueOf(type: DataType, making: Making): Json | undefined {
  making.room.left -= 1;
  if (making.room.left < 0) return undefined;
  switch (type.kind) {
    case "simple":
      return simpleDefault(type);
    case "complex":
      return complexDefault(type, making);
    case "named": {
      const { types, open } = making;
      const named = Object.hasOwn(types, type.name) ? types[type.name] : undefined;
      return !named || open.includes(type.name)
        ? undefined
        : valueOf(named, { ...making, open: [...open, type.name] });
    }
    case "any":
      return undefined;
    case "json":
      return guidedDefault(new SchemaGuide(selfContained(type, making.types)), 0, making.room);
  }
}

function simpleDefault(type: SimpleType): Json | undefined {
  const candidates: readonly (Json | undefined)[] = [blank(type), ...bounds(type)];
  return candidates.find(
    (candidate) => candidate !== undefined && checkSimple(candidate, type) === undefined,
  );
}

function blank(type: SimpleType): Json | undefined {
  if (type.list) return [];
  if (type.union) return type.union.map(simpleDefault).find((value) => value !== undefined);
  if (type.base === "boolean") return false;
  return isNumeric(type) ? 0 : "";
}

/** Values that a restriction names: the first allowed one, or the end of a range. */
function bounds(type: SimpleType): readonly (Json | undefined)[] {
  const { enumeration, minInclusive, maxInclusive } = type.facets ?? {};
  const extremes = isNumeric(type) ? [minInclusive, maxInclusive, "1", "-1"] : [];
  return [enumeration?.[0], ...extremes].map((text) => {
    const parsed = text === undefined ? undefined : parseSimple(text, type);
    return parsed?.ok ? parsed.value : undefined;
  });
}

function complexDefault(type: ComplexType, making: Making): Json | undefined {
  const value: Record<string, Json> = {};
  for (const attribute of type.attributes ?? []) {
    if (!attribute.required) continue;
    const text = attribute.fixed ?? attribute.default;
    const preset = text === undefined ? undefined : parseSimple(text, attribute.type);
    const entry = preset?.ok ? preset.value : simpleDefault(attribute.type);
    if (entry === undefined) return undefined;
    value[`@${attribute.name}`] = entry;
  }
  if (type.simpleContent) {
    const text = simpleDefault(type.simpleContent);
    if (text === undefined) return undefined;
    value["#text"] = text;
  }
  const { slots } = contentOf(type);
  for (const slot of slots.values()) if (slot.isList && slot.isFixed && slot.min === 0) value[slot.name] = [];
  const filling: Filling = {
    isList: (name) => slots.get(name)?.isList ?? false,
    valueOf: (particle) => elementDefault(particle, making),
  };
  return type.content && !fill(type.content, value, filling) ? undefined : value;
}

/** What filling an object needs to know of its type. */
interface Filling {
  readonly isList: (name: string) => boolean;
  readonly valueOf: (particle: ElementParticle) => Json | undefined;
}

/** Bounds of occurrence above this are no default that anybody wants. */
const MAX_ENTRIES = 100;

/** Adds the required elements of a particle; false when one of them has no default. */
function fill(particle: Particle, value: Record<string, Json>, filling: Filling): boolean {
  if (particle.min === 0) return true;
  if (particle.kind === "any" || particle.min > MAX_ENTRIES) return false;
  if (particle.kind === "element") return fillElement(particle, value, filling);
  for (let round = 0; round < particle.min; round += 1) {
    const isFilled =
      particle.kind === "choice"
        ? particle.particles.some((part) => fillAlternative(part, value, filling))
        : particle.particles.every((part) => fill(part, value, filling));
    if (!isFilled) return false;
  }
  return true;
}

/** A choice takes its first alternative that has a default; what was tried in vain leaves nothing behind. */
function fillAlternative(part: Particle, value: Record<string, Json>, filling: Filling): boolean {
  const trial = { ...value };
  if (!fill(part, trial, filling)) return false;
  Object.assign(value, trial);
  return true;
}

function fillElement(particle: ElementParticle, value: Record<string, Json>, filling: Filling): boolean {
  const { name, min } = particle;
  const entry = name === "__proto__" ? undefined : filling.valueOf(particle);
  if (entry === undefined) return false;
  if (!filling.isList(name)) value[name] = entry;
  else {
    const before = own(value, name);
    value[name] = [...(isList(before) ? before : []), ...Array.from({ length: min }, () => entry)];
  }
  return true;
}

function elementDefault(particle: ElementParticle, making: Making): Json | undefined {
  if (particle.default !== undefined && particle.type.kind === "simple") {
    const parsed = parseSimple(particle.default, particle.type);
    if (parsed.ok) return parsed.value;
  }
  return valueOf(particle.type, making) ?? (particle.nillable ? null : undefined);
}

/** Schemas may refer to themselves; what is nested deeper than this has no default. */
const MAX_NESTING = 20;

function guidedDefault(guide: SchemaGuide, depth: number, room: { left: number }): Json | undefined {
  room.left -= 1;
  if (room.left < 0) return undefined;
  const preset = guide.preset;
  if (preset !== undefined) return preset;
  if (guide.kinds.size === 0 || guide.kinds.size === 6 || depth > MAX_NESTING) return undefined;
  const blanks: readonly Json[] = ["", 0, false, [], null];
  const found = blanks.find((value) => guide.kinds.has(kindOf(value)));
  if (found !== undefined || !guide.kinds.has("object")) return found;
  const value: Record<string, Json> = {};
  for (const name of guide.required) {
    const entry = name === "__proto__" ? undefined : guidedDefault(guide.property(name), depth + 1, room);
    if (entry === undefined) return undefined;
    value[name] = entry;
  }
  return value;
}
