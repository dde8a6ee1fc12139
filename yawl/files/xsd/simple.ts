/** Simple types of XML Schema: restrictions with their facets, lists and unions, flattened to one `SimpleType` each. */
import type { Facets, SimpleType } from "../../model/datatype.ts";
import { attributeOf, type XmlElement } from "../xml/element.ts";
import { quoted } from "../reader/findings.ts";
import type { Conversion } from "./conversion.ts";
import { childOf, Inexpressible } from "./syntax.ts";

const LENGTHS = ["length", "minLength", "maxLength"] as const;
const DIGITS = ["totalDigits", "fractionDigits"] as const;
/** what else may stand in a restriction */
const BESIDES = new Set(["annotation", "simpleType", "attribute", "attributeGroup", "anyAttribute"]);
const BOUNDS = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"] as const;

type Writable = { -readonly [Name in keyof Facets]: Facets[Name] };

/** The type that a `simpleType` element defines. */
export function simpleType(schema: Conversion, definition: XmlElement): SimpleType {
  const restriction = childOf(definition, "restriction");
  if (restriction) return restricted(schema, restriction, baseOf(schema, restriction, "base"));
  const list = childOf(definition, "list");
  if (list) return listOf(schema, list);
  const union = childOf(definition, "union");
  if (union) return unionOf(schema, union);
  throw new Inexpressible("a simple type has neither restriction, list nor union");
}

/** The simple type that a reference names. */
export function simpleTypeNamed(schema: Conversion, at: XmlElement, reference: string): SimpleType {
  const found = schema.resolve(at, reference);
  const definition = found?.kind === "named" ? schema.definition("type", found.name) : undefined;
  const type = definition ? schema.convert(definition) : found;
  if (!type) throw new Inexpressible(`there is no type ${quoted(reference)}`);
  if (type.kind !== "simple") throw new Inexpressible(`${quoted(reference)} is not a simple type`);
  schema.spendOn(type);
  return type;
}

/** A simple type narrowed by the facets of a `restriction`; those of a list are about the list, not its entries. */
export function restricted(schema: Conversion, restriction: XmlElement, base: SimpleType): SimpleType {
  const facets: Writable = { ...base.facets };
  const enumeration: string[] = [];
  const patterns: string[] = [];
  for (const facet of restriction.children) {
    const value = attributeOf(facet, "value");
    if (BESIDES.has(facet.name)) continue;
    if (value === undefined || !isFacet(facet)) {
      schema.warn(facet, `<${facet.name}> is not checked.`);
      continue;
    }
    schema.spend(1);
    if (facet.name === "enumeration") enumeration.push(value);
    else if (facet.name === "pattern") patterns.push(value);
    else setFacet(schema, facet, value, facets);
  }
  if (enumeration.length > 0) facets.enumeration = enumeration;
  // Patterns of one step are alternatives, those of different steps all apply.
  const pattern = patterns.length > 1 ? patterns.map((text) => `(${text})`).join("|") : patterns[0];
  if (pattern !== undefined) facets.patterns = [...(base.facets?.patterns ?? []), pattern];
  return Object.keys(facets).length === 0 ? base : { ...base, facets };
}

/** The base of a restriction or the entry of a list: named by an attribute or written inside. */
function baseOf(schema: Conversion, derivation: XmlElement, attribute: "base" | "itemType"): SimpleType {
  const reference = attributeOf(derivation, attribute);
  if (reference !== undefined) return simpleTypeNamed(schema, derivation, reference);
  const inner = childOf(derivation, "simpleType");
  if (!inner) throw new Inexpressible(`<${derivation.name}> does not say of which type`);
  return schema.within(inner, () => simpleType(schema, inner));
}

function listOf(schema: Conversion, list: XmlElement): SimpleType {
  const entry = baseOf(schema, list, "itemType");
  if (entry.list) throw new Inexpressible("a list of lists is not possible");
  return { kind: "simple", base: entry.base, xsd: entry.xsd, list: true, items: entry };
}

function unionOf(schema: Conversion, union: XmlElement): SimpleType {
  const named = (attributeOf(union, "memberTypes") ?? "").split(/\s+/).filter((name) => name !== "");
  const members = [
    ...named.map((name) => simpleTypeNamed(schema, union, name)),
    ...union.children
      .filter(({ name }) => name === "simpleType")
      .map((inner) => schema.within(inner, () => simpleType(schema, inner))),
  ];
  const [first] = members;
  if (!first) throw new Inexpressible("a union has no members");
  const base = members.every((member) => member.base === first.base) ? first.base : "string";
  return { kind: "simple", base, xsd: "anySimpleType", union: members };
}

function isFacet({ name }: XmlElement): boolean {
  return (
    name === "enumeration" ||
    name === "pattern" ||
    name === "whiteSpace" ||
    [...LENGTHS, ...DIGITS, ...BOUNDS].some((facet) => facet === name)
  );
}

function setFacet(schema: Conversion, facet: XmlElement, value: string, facets: Writable): void {
  const count = [...LENGTHS, ...DIGITS].find((name) => name === facet.name);
  const bound = BOUNDS.find((name) => name === facet.name);
  const text = value.trim();
  if (bound) facets[bound] = text;
  else if (count) {
    if (/^\+?\d{1,9}$/.test(text)) facets[count] = Number(text);
    else schema.warn(facet, `The facet ${facet.name} is not read: ${quoted(value)} is no number.`);
  } else if (text === "preserve" || text === "replace" || text === "collapse") facets.whiteSpace = text;
  else schema.warn(facet, `The facet ${facet.name} is not read: ${quoted(value)} is unknown.`);
}
