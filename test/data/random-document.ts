/** Random XML documents of a random schema, and the same with one thing changed. */
import fc from "fast-check";
import type { Complex, Element, Group, Schema, Simple } from "./random-schema.ts";
import { BUILTINS, escaped, RESTRICTIONS, STRANGE } from "./schema-texts.ts";

export interface Xml {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, text: string])[];
  readonly children: readonly (Xml | string)[];
}

const NIL = ["xsi:nil", "true"] as const;
/** Deeper elements have no more in them than they must. */
const DEEP = 5;

/** Documents of one of the schema's named types. */
export function documents(schema: Schema, number: number): fc.Arbitrary<Xml> {
  const type = schema[number];
  if (!type) throw new Error(`the schema has no type ${number}`);
  return contents(type, schema, 0).map((inside): Xml => ({ name: `v${number}`, ...inside }));
}

type Inside = Omit<Xml, "name">;

function contents(type: Complex, schema: Schema, depth: number): fc.Arbitrary<Inside> {
  const base = type.base === undefined ? undefined : schema[type.base];
  const inherited = base
    ? contents(base, schema, depth)
    : fc.constant<Inside>({ attributes: [], children: [] });
  const attributes = fc
    .tuple(
      ...type.attributes.map(({ name, type: of, required }) =>
        fc.tuple(fc.constant(name), texts(of), required ? fc.constant(true) : fc.boolean()),
      ),
    )
    .map((all) => all.filter(([, , isThere]) => isThere).map(([name, text]) => [name, text] as const));
  const own: fc.Arbitrary<readonly (Xml | string)[]> = type.text
    ? texts(type.text).map((text) => [text])
    : type.content
      ? words(type.content, schema, depth)
      : fc.constant([]);
  const mixed = type.mixed ? fc.constantFrom("", "some text", " and <more> ") : fc.constant("");
  return fc.tuple(inherited, attributes, own, mixed).map(([before, given, children, text]) => ({
    attributes: [...before.attributes, ...given],
    children: [...before.children, ...children, ...(text === "" ? [] : [text])],
  }));
}

function words(part: Element | Group, schema: Schema, depth: number): fc.Arbitrary<readonly Xml[]> {
  const most = depth >= DEEP ? part.min : Math.min(part.max ?? Infinity, part.min + 2);
  return fc
    .integer({ min: part.min, max: Math.max(part.min, most) })
    .chain((times) =>
      fc
        .tuple(...Array.from({ length: times }, () => once(part, schema, depth)))
        .map((rounds): readonly Xml[] => rounds.flat()),
    );
}

function once(part: Element | Group, schema: Schema, depth: number): fc.Arbitrary<readonly Xml[]> {
  if (part.kind === "choice") return fc.oneof(...part.parts.map((each) => words(each, schema, depth)));
  if (part.kind !== "element")
    return fc
      .tuple(...part.parts.map((each) => words(each, schema, depth)))
      .map((parts): readonly Xml[] => parts.flat());
  const type = typeof part.type === "number" ? schema[part.type] : part.type;
  if (!type) throw new Error(`there is no type ${JSON.stringify(part.type)}`);
  const inside: fc.Arbitrary<Inside> =
    type.kind === "complex"
      ? contents(type, schema, depth + 1)
      : (part.standard === undefined ? texts(type) : fc.oneof(texts(type), fc.constant(""))).map((text) => ({
          attributes: [],
          children: [text],
        }));
  // An element that is nil keeps attributes that it needs; JSON's null has none, so these are not tried.
  const canBeNil = part.nillable && (type.kind !== "complex" || !hasAttributes(type, schema));
  const nil = fc.constant<Inside>({ attributes: [NIL], children: [] });
  const weighed = canBeNil
    ? fc.oneof({ weight: 3, arbitrary: inside }, { weight: 1, arbitrary: nil })
    : inside;
  return weighed.map((rest) => [{ name: part.name, ...rest }]);
}

function hasAttributes(type: Complex, schema: Schema): boolean {
  const base = type.base === undefined ? undefined : schema[type.base];
  return type.attributes.length > 0 || (base !== undefined && hasAttributes(base, schema));
}

function texts(type: Simple): fc.Arbitrary<string> {
  switch (type.kind) {
    case "builtin":
      return fc.constantFrom(...(BUILTINS[type.name] ?? [""]));
    case "restriction":
      return fc.constantFrom(...(RESTRICTIONS[type.index]?.values ?? [""]));
    case "list":
      return fc
        .array(
          texts(type.item).filter((text) => text !== ""),
          { maxLength: 3 },
        )
        .map((all) => all.join(" "));
    case "union":
      return fc.oneof(...type.members.map(texts));
  }
}

/** What may happen to an element of a document. */
type Change = (element: Xml, strange: string) => readonly Xml[];

const CHANGES: readonly Change[] = [
  () => [],
  (element) => [element, element],
  (element, strange) => [{ ...element, children: [strange] }],
  (element) => [{ ...element, children: [] }],
  (element, strange) => [
    { ...element, attributes: element.attributes.map(([name]) => [name, strange] as const) },
  ],
  (element) => [{ ...element, attributes: element.attributes.slice(1) }],
  (element) => [{ ...element, attributes: [...element.attributes, ["unknown", "1"]] }],
  (element) => [
    { ...element, children: [...element.children, { name: "unknown", attributes: [], children: [] }] },
  ],
  (element) => [{ ...element, children: [], attributes: [NIL] }],
];

/** The document with one change somewhere, which may or may not leave it right. */
export function changed(document: Xml): fc.Arbitrary<Xml> {
  return fc
    .tuple(fc.nat(), fc.constantFrom(...CHANGES), fc.constantFrom(...STRANGE))
    .map(([where, change, strange]) => {
      let left = where % countOf(document);
      const visit = (element: Xml): readonly Xml[] => {
        left -= 1;
        if (left === -1) return change(element, strange);
        return [
          {
            ...element,
            children: element.children.flatMap((child): readonly (Xml | string)[] =>
              typeof child === "string" ? [child] : visit(child),
            ),
          },
        ];
      };
      return visit(document)[0] ?? document;
    });
}

function countOf(element: Xml): number {
  return element.children.reduce((sum, child) => sum + (typeof child === "string" ? 0 : countOf(child)), 1);
}

export function documentText(element: Xml, isRoot = true): string {
  const attributes = element.attributes.map(([name, text]) => ` ${name}="${escaped(text)}"`).join("");
  const declaration = isRoot ? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' : "";
  const children = element.children.map((child) =>
    typeof child === "string" ? escaped(child) : documentText(child, false),
  );
  return `<${element.name}${declaration}${attributes}>${children.join("")}</${element.name}>`;
}
