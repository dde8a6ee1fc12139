/** Random types, texts and variables for random specifications. */
import fc from "fast-check";
import type { DataType, GroupParticle, Particle, SimpleType } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import { complex, simple, text as anyText } from "../data/arbitrary.ts";

/** Text that means something: not only white space, and none around it. */
export const text = anyText.map((each) => each.trim()).filter((each) => each !== "");
export const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);
export const NAMES = ["alpha", "beta", "gamma"] as const;

/** Objects with a random part of these entries. */
export function some<T extends object>(model: {
  [Key in keyof T]?: fc.Arbitrary<Exclude<T[Key], undefined>>;
}): fc.Arbitrary<Partial<T>> {
  const entries = Object.entries<fc.Arbitrary<unknown> | undefined>(model).flatMap(([key, each]) =>
    each === undefined ? [] : [[key, each] as const],
  );
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

/** Types as a reader makes them: a list knows its entries, a union the base of its members. */
function asRead(type: DataType): DataType {
  switch (type.kind) {
    case "simple":
      return simpleAsRead(type);
    case "complex":
      return {
        ...type,
        ...(type.content && { content: groupAsRead(type.content) }),
        // text that is not of a built-in type would need a definition of its own
        ...(type.simpleContent && { simpleContent: { kind: "simple", base: "string", xsd: "string" } }),
        ...(type.attributes && {
          attributes: type.attributes.map((each) => ({ ...each, type: simpleAsRead(each.type) })),
        }),
      };
    default:
      return type;
  }
}

function simpleAsRead(type: SimpleType): SimpleType {
  const { kind, base, xsd } = type;
  if (type.list) return { kind, base, xsd, list: true, items: { kind, base, xsd } };
  const [first] = type.union ?? [];
  if (!type.union || !first) return type;
  const isOne = type.union.every((member) => member.base === first.base);
  return { ...type, base: isOne ? first.base : "string", union: type.union.map(simpleAsRead) };
}

function groupAsRead(group: GroupParticle): GroupParticle {
  return {
    ...group,
    particles: group.particles.map((part): Particle => {
      if (part.kind === "element") return { ...part, type: asRead(part.type) };
      return part.kind === "any" ? part : groupAsRead(part);
    }),
  };
}

export const types = fc.record({
  Order: complex(2).map(asRead),
  Code: simple.map(asRead),
  Doc: fc.constant<DataType>({
    kind: "json",
    schema: { type: "object", properties: { a: { type: "array", items: { $ref: "#/$defs/x" } } } },
  }),
});

/** JSON as it is in text: `-0` is not. */
export const json = fc
  .jsonValue()
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
  // no border takes such a name
  .filter((value) => !JSON.stringify(value).includes("__proto__"));

const schema = fc.constantFrom<Record<string, Json>>(
  { type: "integer", minimum: 1 },
  { type: "object", properties: { a: { type: "array", items: { type: "number" } } }, required: ["a"] },
  { enum: ["x?>y", "z"] },
  {},
);

/** A variable without its name. `xml` and `json` values go with the type. */
const variable: fc.Arbitrary<Omit<Variable, "name">> = fc
  .oneof(
    fc.record(
      {
        type: fc.constantFrom<DataType>(
          { kind: "simple", base: "string", xsd: "string" },
          { kind: "simple", base: "integer", xsd: "long" },
          { kind: "named", name: "Order" },
          { kind: "named", name: "Code" },
          { kind: "named", name: "Doc" },
          { kind: "any" },
        ),
        initialXml: text,
        defaultXml: text,
      },
      { requiredKeys: ["type"] },
    ),
    fc.record(
      { type: schema.map((each) => ({ kind: "json" as const, schema: each })), initial: json },
      { requiredKeys: ["type"] },
    ),
  )
  .chain((typed) =>
    some<Variable>({
      mandatory: fc.constant(true),
      documentation: text,
      cutThrough: fc.constant(true as const),
      logPredicate: some({ start: text, completion: text }),
      attributes: fc.dictionary(fc.oneof(name, fc.constantFrom("x:y", "id", "name")), anyText, {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      }),
    }).map((rest) => ({ ...typed, ...rest })),
  );

export const variables = (least: number): fc.Arbitrary<readonly Variable[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...NAMES], { minLength: least }),
      fc.array(variable, { minLength: 3, maxLength: 3 }),
    )
    .map(([names, all]) => names.flatMap((each, at) => (all[at] ? [{ name: each, ...all[at] }] : [])));
