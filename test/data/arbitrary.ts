/** Random types and, for each, random values that it can express. Values come from random XML words, not from the code under test. */
import fc from "fast-check";
import type {
  ComplexType,
  DataType,
  ElementParticle,
  GroupParticle,
  Particle,
  SimpleType,
} from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { parseSimple } from "../../yawl/data/types/lexical.ts";
import { unicodeProblem } from "../../yawl/data/xml/names.ts";

/** Text that XML can hold. */
export const text = fc
  .string({ unit: "binary", maxLength: 12 })
  .filter((value) => unicodeProblem(value) === undefined);

const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 })
  .map((list) => list.join(""));
const whole = fc.tuple(fc.constantFrom("", "-"), digits).map((parts) => parts.join(""));
const LEXICAL: Readonly<Record<string, readonly [SimpleType["base"], fc.Arbitrary<string>]>> = {
  string: ["string", text],
  token: ["string", text],
  boolean: ["boolean", fc.constantFrom("true", "false", "1", "0")],
  integer: ["integer", fc.oneof(whole, fc.integer().map(String))],
  int: ["integer", fc.integer({ min: -1000, max: 1000 }).map(String)],
  decimal: [
    "decimal",
    fc.oneof(
      whole,
      fc.tuple(whole, digits).map((parts) => parts.join(".")),
    ),
  ],
  double: [
    "double",
    fc.oneof(
      fc
        .double()
        .map(String)
        .filter((value) => !value.includes("Inf")),
      fc.constantFrom("INF", "-INF", "1e3", "007"),
    ),
  ],
  date: ["date", fc.constantFrom("2026-11-23", "2026-11-23Z", "2024-02-29+14:00", "-0044-03-15")],
  dateTime: [
    "dateTime",
    fc.constantFrom("2026-11-23T10:00:00Z", "2026-11-23T24:00:00", "2026-11-23T10:00:00.000-05:00"),
  ],
  duration: ["duration", fc.constantFrom("P1D", "-PT0.5S", "P1Y2M3DT4H5M6.7S")],
};

const atomic: fc.Arbitrary<SimpleType> = fc
  .constantFrom(...Object.keys(LEXICAL))
  .map((xsd) => ({ kind: "simple", base: LEXICAL[xsd]?.[0] ?? "string", xsd }));

export const simple: fc.Arbitrary<SimpleType> = fc.oneof(
  { weight: 6, arbitrary: atomic },
  {
    weight: 1,
    arbitrary: atomic
      .filter(({ base }) => base !== "string")
      .map((type): SimpleType => ({ ...type, list: true })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(atomic, { minLength: 1, maxLength: 3 })
      .map((union): SimpleType => ({ kind: "simple", base: "string", xsd: "anySimpleType", union })),
  },
);

/** A value of a simple type, through its text. */
export function simpleValue(type: SimpleType): fc.Arbitrary<Json> {
  const one = (member: SimpleType): fc.Arbitrary<string> =>
    member.union ? fc.oneof(...member.union.map(one)) : (LEXICAL[member.xsd]?.[1] ?? text);
  const lexical = type.list
    ? fc.array(one(type), { maxLength: 4 }).map((entries) => entries.join(" "))
    : one(type);
  return lexical
    .map((content) => parseSimple(content, type))
    .filter((parsed) => parsed.ok)
    .map((parsed) => (parsed.ok ? parsed.value : null));
}

const bounds: fc.Arbitrary<{ min: number; max: number | null }> = fc.constantFrom(
  { min: 1, max: 1 },
  { min: 1, max: 1 },
  { min: 0, max: 1 },
  { min: 0, max: null },
  { min: 1, max: null },
  { min: 2, max: 3 },
);

/** Content models over the names of a dictionary; `wide` lets a name stand in several places. */
export function particles(types: Readonly<Record<string, DataType>>): fc.Arbitrary<GroupParticle> {
  const names = Object.keys(types);
  const element = fc
    .record({ name: fc.constantFrom(...names), bounds })
    .map(({ name, bounds: occurs }): ElementParticle => ({
      kind: "element",
      name,
      type: types[name] ?? { kind: "any" },
      ...occurs,
      ...(name === "n" && { nillable: true }),
    }));
  const group = (inner: fc.Arbitrary<Particle>, occurs: typeof bounds): fc.Arbitrary<GroupParticle> =>
    fc
      .record({
        kind: fc.constantFrom("sequence" as const, "choice" as const),
        particles: fc.array(inner, { minLength: 1, maxLength: 3 }),
        occurs,
      })
      .map(({ kind, particles: parts, occurs: times }) => ({ kind, particles: parts, ...times }));
  const inner: fc.Arbitrary<Particle> = fc.oneof(
    { weight: 3, arbitrary: element },
    { weight: 1, arbitrary: group(element, bounds) },
  );
  return group(inner, bounds);
}

export const complex = (depth: number): fc.Arbitrary<ComplexType> =>
  fc
    .record({ a: dataType(depth - 1), b: dataType(depth - 1), c: dataType(depth - 1), n: simple })
    .chain((types) =>
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc
            .record({ content: particles(types), attribute: simple, required: fc.boolean() })
            .map(({ content, attribute, required }): ComplexType => ({
              kind: "complex",
              content,
              attributes: [{ name: "id", type: attribute, required }],
            })),
        },
        {
          weight: 1,
          arbitrary: simple.map((simpleContent): ComplexType => ({ kind: "complex", simpleContent })),
        },
      ),
    );

export function dataType(depth: number): fc.Arbitrary<DataType> {
  return depth <= 0
    ? simple
    : fc.oneof({ weight: 2, arbitrary: simple }, { weight: 1, arbitrary: complex(depth) });
}

type Word = readonly (readonly [string, Json])[];

/** A random walk through a particle: the elements in document order. */
function word(particle: Particle): fc.Arbitrary<Word> {
  const most = Math.min(particle.max ?? Infinity, particle.min + 2);
  return fc
    .integer({ min: particle.min, max: most })
    .chain((times) =>
      fc.tuple(...Array.from({ length: times }, () => once(particle))).map((rounds) => rounds.flat()),
    );
}

function once(particle: Particle): fc.Arbitrary<Word> {
  if (particle.kind === "any") return fc.constant([]);
  if (particle.kind === "element") {
    const value = valueOf(particle.type);
    const entry = particle.nillable
      ? fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })
      : value;
    return entry.map((content) => [[particle.name, content]]);
  }
  if (particle.kind === "choice") return fc.oneof(...particle.particles.map(word));
  return fc.tuple(...particle.particles.map(word)).map((parts) => parts.flat());
}

/** Most occurrences of a name, and whether it is outside of choices and optional groups: written anew for the test. */
function most(particle: Particle, name: string): number {
  const times = particle.max ?? Infinity;
  if (particle.kind === "any") return 0;
  if (particle.kind === "element") return particle.name === name ? times : 0;
  const parts = particle.particles.map((part) => most(part, name));
  const inside = particle.kind === "choice" ? Math.max(...parts) : parts.reduce((sum, part) => sum + part, 0);
  return inside === 0 ? 0 : inside * times;
}

function fixed(particle: Particle): readonly string[] {
  if (particle.kind === "element") return [particle.name];
  return particle.kind === "any" || particle.kind === "choice" || particle.min === 0
    ? []
    : particle.particles.flatMap(fixed);
}

export function valueOf(type: DataType): fc.Arbitrary<Json> {
  if (type.kind === "simple") return simpleValue(type);
  if (type.kind !== "complex") return fc.jsonValue() as fc.Arbitrary<Json>;
  if (type.simpleContent) return simpleValue(type.simpleContent).map((content) => ({ "#text": content }));
  const { content, attributes = [] } = type;
  const attribute = attributes[0];
  const id = attribute
    ? fc.option(simpleValue(attribute.type), {
        nil: undefined,
        freq: attribute.required ? Number.MAX_SAFE_INTEGER : 2,
      })
    : fc.constant(undefined);
  return fc
    .tuple(
      content ? word(content) : fc.constant<Word>([]),
      id,
      attribute ? simpleValue(attribute.type) : fc.constant(""),
    )
    .map(([entries, some, needed]) => {
      const value: Record<string, Json> = {};
      if (content) for (const name of fixed(content)) if (most(content, name) > 1) value[name] = [];
      for (const [name, entry] of entries) {
        const before = value[name];
        if (content && most(content, name) > 1)
          value[name] = [...(Array.isArray(before) ? (before as Json[]) : []), entry];
        else value[name] = entry;
      }
      const chosen = attribute?.required ? needed : some;
      if (chosen !== undefined && attribute) value["@id"] = chosen;
      return value;
    });
}

/** A type with one of its values. */
export const typedValue: fc.Arbitrary<readonly [DataType, Json]> = dataType(3).chain((type) =>
  valueOf(type).map((value) => [type, value] as const),
);
