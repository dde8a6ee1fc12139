/**
 * Random XML Schemas as text, in the whole width of what files use: built-in types, restrictions, lists, unions, named and
 * anonymous types, sequences, choices, all, named groups, references, attributes, extension, nillable, mixed and recursion.
 */
import fc from "fast-check";
import { BUILTINS, RESTRICTIONS } from "./schema-texts.ts";

export type Simple =
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "restriction"; readonly index: number }
  | { readonly kind: "list"; readonly item: Simple }
  | { readonly kind: "union"; readonly members: readonly Simple[] };

export interface Bounds {
  readonly min: number;
  readonly max: number | null;
}

export interface Element extends Bounds {
  readonly kind: "element";
  readonly name: string;
  /** an anonymous type, or the number of a named one */
  readonly type: Simple | Complex | number;
  readonly nillable: boolean;
  /** text of an element that is empty */
  readonly standard?: string;
  /** declared at the top and referred to */
  readonly isGlobal: boolean;
}

export interface Group extends Bounds {
  readonly kind: "sequence" | "choice" | "all";
  readonly parts: readonly (Element | Group)[];
  /** defined as a named group and referred to */
  readonly isNamed: boolean;
}

interface Attribute {
  readonly name: string;
  readonly type: Simple;
  readonly required: boolean;
}

export interface Complex {
  readonly kind: "complex";
  readonly content?: Group;
  readonly text?: Simple;
  readonly attributes: readonly Attribute[];
  readonly mixed: boolean;
  /** number of the named type that this one extends */
  readonly base?: number;
}

/** Named types. */
export type Schema = readonly Complex[];

const BOUNDS: readonly Bounds[] = [
  { min: 1, max: 1 },
  { min: 1, max: 1 },
  { min: 0, max: 1 },
  { min: 0, max: null },
  { min: 1, max: null },
  { min: 2, max: 3 },
];

const atomic: fc.Arbitrary<Simple> = fc.oneof(
  fc.constantFrom(...Object.keys(BUILTINS)).map((name): Simple => ({ kind: "builtin", name })),
  fc.nat({ max: RESTRICTIONS.length - 1 }).map((index): Simple => ({ kind: "restriction", index })),
);
/** Entries of lists have no white space in them. */
const entry = atomic.filter((type) =>
  type.kind === "builtin" ? !/string|token|any|NMTOKENS|base64/i.test(type.name) : false,
);
const simple: fc.Arbitrary<Simple> = fc.oneof(
  { weight: 6, arbitrary: atomic },
  { weight: 1, arbitrary: entry.map((item): Simple => ({ kind: "list", item })) },
  {
    weight: 1,
    arbitrary: fc
      .array(atomic, { minLength: 1, maxLength: 3 })
      .map((members): Simple => ({ kind: "union", members })),
  },
);

/** @param number of the type that is made: what it needs are earlier ones, what it may have is any of `all` */
function elements(number: number, all: number, depth: number): fc.Arbitrary<Element> {
  return fc.constantFrom(...BOUNDS).chain((bounds) => {
    const references = bounds.min === 0 ? all : number;
    const type: fc.Arbitrary<Element["type"]> = fc.oneof(
      { weight: 4, arbitrary: simple },
      { weight: depth > 0 ? 1 : 0, arbitrary: complex(number, all, depth - 1, false) },
      { weight: references > 0 ? 2 : 0, arbitrary: fc.nat({ max: Math.max(0, references - 1) }) },
    );
    return fc
      .record({ type, nillable: chance(5), isGlobal: chance(6), hasStandard: chance(4) })
      .map(({ hasStandard, ...rest }): Element => {
        const standard = hasStandard ? standardOf(rest.type) : undefined;
        return {
          kind: "element",
          name: "",
          ...bounds,
          ...rest,
          ...(standard !== undefined && { standard }),
        };
      });
  });
}

function standardOf(type: Element["type"]): string | undefined {
  if (typeof type !== "object" || type.kind !== "builtin") return undefined;
  return BUILTINS[type.name]?.find((text) => text.trim() !== "");
}

function groups(number: number, all: number, depth: number, isTop: boolean): fc.Arbitrary<Group> {
  const element = elements(number, all, depth);
  const inner: fc.Arbitrary<Element | Group> =
    depth > 0
      ? fc.oneof(
          { weight: 3, arbitrary: element },
          { weight: 1, arbitrary: groups(number, all, depth - 1, false) },
        )
      : element;
  const ordered = fc.record({
    kind: fc.constantFrom("sequence" as const, "sequence" as const, "choice" as const),
    parts: fc.array(inner, { minLength: 1, maxLength: 3 }),
    bounds: fc.constantFrom(...BOUNDS.slice(0, 5)),
    isNamed: chance(6),
  });
  const unordered = fc.record({
    kind: fc.constant("all" as const),
    parts: fc.array(
      element.map((part): Element => ({ ...part, min: Math.min(part.min, 1), max: 1 })),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    bounds: fc.constantFrom<Bounds>({ min: 1, max: 1 }, { min: 0, max: 1 }),
    isNamed: fc.constant(false),
  });
  return fc
    .oneof({ weight: 5, arbitrary: ordered }, { weight: isTop ? 1 : 0, arbitrary: unordered })
    .map(({ bounds, ...rest }): Group => ({ ...rest, ...bounds }));
}

function complex(number: number, all: number, depth: number, canExtend: boolean): fc.Arbitrary<Complex> {
  const attributes = fc.array(fc.record({ name: fc.constant(""), type: simple, required: fc.boolean() }), {
    maxLength: 2,
  });
  const withContent = fc
    .record({
      content: groups(number, all, depth, true),
      attributes,
      mixed: chance(8),
      base: canExtend && number > 0 ? fc.option(fc.nat({ max: number - 1 })) : fc.constant(null),
    })
    .map(({ base, ...rest }): Complex => ({ kind: "complex", ...rest, ...(base !== null && { base }) }));
  const withText = fc
    .record({ text: simple, attributes })
    .map((rest): Complex => ({ kind: "complex", mixed: false, ...rest }));
  return fc.oneof({ weight: 5, arbitrary: withContent }, { weight: 1, arbitrary: withText });
}

function chance(oneIn: number): fc.Arbitrary<boolean> {
  return fc.nat({ max: oneIn - 1 }).map((drawn) => drawn === 1);
}

/** @param most number of named types */
export function schemas(most: number): fc.Arbitrary<Schema> {
  return fc
    .integer({ min: 1, max: most })
    .chain((all) =>
      fc
        .tuple(...Array.from({ length: all }, (_entry, number) => complex(number, all, 1, true)))
        .map((types) => named(types.map((type, _index, others) => extending(type, others)))),
    );
}

/** XML Schema extends only types that have no `all` and the same kind of content. */
function extending(type: Complex, others: readonly Complex[]): Complex {
  const { base, ...rest } = type;
  const from = base === undefined ? undefined : others[base];
  const fits =
    from?.content && from.content.kind !== "all" && type.content?.kind !== "all" && from.mixed === type.mixed;
  return fits ? type : rest;
}

const ODD_NAMES = ["constructor", "toString", "_x0041_", "ä-b.c", "valueOf"];

/** Gives every element and attribute a name of its own, so that no content model is ambiguous. */
function named(types: readonly Complex[]): Schema {
  let count = 0;
  const next = (): string => ODD_NAMES[count++] ?? `e${count}`;
  const ofType = (type: Complex): Complex => ({
    ...type,
    ...(type.content && { content: ofGroup(type.content) }),
    attributes: type.attributes.map((attribute) => ({ ...attribute, name: next() })),
  });
  const ofGroup = (group: Group): Group => ({
    ...group,
    parts: group.parts.map((part) => {
      if (part.kind !== "element") return ofGroup(part);
      const { type } = part;
      const name = next();
      return typeof type === "object" && type.kind === "complex"
        ? { ...part, name, type: ofType(type) }
        : { ...part, name };
    }),
  });
  return types.map(ofType);
}
