/** Types of the model as XML Schema. */
import { canonical } from "../../model/json.ts";
import type {
  Attribute,
  DataType,
  Facets,
  GroupParticle,
  Particle,
  SimpleType,
} from "../../model/datatype.ts";
import { builtInType, XSD_NAMESPACE } from "../xsd/builtin-types.ts";
import { element, textElement, type OutElement } from "./output.ts";

/** A schema with these global types. */
export function schemaElement(types: ReadonlyMap<string, DataType>): OutElement {
  const definitions = [...types].map(([name, type]) => definition(type, name));
  return element("xs:schema", { "xmlns:xs": XSD_NAMESPACE }, definitions);
}

/** Whether a type is one that XML Schema has itself. */
export function isBuiltIn(type: SimpleType): boolean {
  const builtIn = builtInType(type.xsd);
  return builtIn !== undefined && canonicalType(builtIn) === canonicalType(type);
}

/** Equal for equal types. */
export function canonicalType(type: DataType): string {
  // JSON.stringify drops what is undefined; the model is plain JSON
  return canonical(JSON.parse(JSON.stringify(type)));
}

/** A type definition, global when it has a name. */
function definition(type: DataType, name?: string): OutElement {
  switch (type.kind) {
    case "simple":
      return isBuiltIn(type)
        ? element("xs:simpleType", { name }, element("xs:restriction", { base: `xs:${type.xsd}` }))
        : simpleDefinition(type, name);
    case "complex":
      if (type.simpleContent) return withText(type.simpleContent, type.attributes ?? [], name);
      return element(
        "xs:complexType",
        { name, mixed: type.mixed ? "true" : undefined },
        type.content && group(type.content),
        (type.attributes ?? []).map(attribute),
      );
    case "named":
      return element(
        "xs:complexType",
        { name },
        element("xs:complexContent", {}, element("xs:extension", { base: type.name })),
      );
    case "any":
    case "json":
      return element(
        "xs:complexType",
        { name, mixed: "true" },
        element(
          "xs:sequence",
          {},
          element("xs:any", { minOccurs: "0", maxOccurs: "unbounded", processContents: "skip" }),
        ),
      );
  }
}

function withText(text: SimpleType, attributes: readonly Attribute[], name: string | undefined): OutElement {
  const base = isBuiltIn(text) ? `xs:${text.xsd}` : undefined;
  const derivation = base
    ? element("xs:extension", { base }, attributes.map(attribute))
    : element("xs:restriction", { base: "xs:anyType" }, definition(text), attributes.map(attribute));
  return element("xs:complexType", { name }, element("xs:simpleContent", {}, derivation));
}

function simpleDefinition(type: SimpleType, name?: string): OutElement {
  const { facets, ...rest } = type;
  if (type.list) {
    if (facets) return element("xs:simpleType", { name }, restriction(rest, facets));
    const entry = type.items ?? { kind: "simple", base: type.base, xsd: type.xsd };
    const list = isBuiltIn(entry)
      ? element("xs:list", { itemType: `xs:${entry.xsd}` })
      : element("xs:list", {}, simpleDefinition(entry));
    return element("xs:simpleType", { name }, list);
  }
  if (facets) return element("xs:simpleType", { name }, restriction(rest, facets));
  if (type.union)
    return element(
      "xs:simpleType",
      { name },
      element(
        "xs:union",
        {},
        type.union.map((member) => definition(member)),
      ),
    );
  return element("xs:simpleType", { name }, element("xs:restriction", { base: "xs:string" }));
}

function restriction(base: SimpleType, facets: Facets): OutElement {
  const children = facetElements(facets);
  return isBuiltIn(base)
    ? element("xs:restriction", { base: `xs:${base.xsd}` }, children)
    : element("xs:restriction", {}, simpleDefinition(base), children);
}

function facetElements({ enumeration = [], patterns = [], ...others }: Facets): OutElement[] {
  const facet = (name: string, value: string): OutElement => element(`xs:${name}`, { value });
  // patterns of one restriction are alternatives; those that all must match would need a chain of them
  const [pattern] = patterns;
  return [
    ...(pattern === undefined ? [] : [facet("pattern", pattern)]),
    ...Object.entries(others).map(([name, value]) => facet(name, String(value))),
    ...enumeration.map((value) => facet("enumeration", value)),
  ];
}

function group({ kind, particles, min, max }: GroupParticle): OutElement {
  return element(`xs:${kind}`, bounds(min, max), particles.map(particle));
}

function particle(part: Particle): OutElement {
  switch (part.kind) {
    case "element": {
      const { name, type, min, max, nillable, documentation } = part;
      const attributes = {
        name,
        ...reference(type),
        ...bounds(min, max),
        nillable: nillable && "true",
        default: part.default,
      };
      const isInline = (type.kind === "simple" && !isBuiltIn(type)) || type.kind === "complex";
      return element(
        "xs:element",
        attributes,
        documentation === undefined
          ? undefined
          : element("xs:annotation", {}, textElement("xs:documentation", documentation)),
        isInline ? definition(type) : undefined,
      );
    }
    case "any":
      return element("xs:any", { ...bounds(part.min, part.max), processContents: "lax" });
    default:
      return group(part);
  }
}

function reference(type: DataType): { type?: string } {
  if (type.kind === "named") return { type: type.name };
  return type.kind === "simple" && isBuiltIn(type) ? { type: `xs:${type.xsd}` } : {};
}

function attribute({ name, type, required, default: standard, fixed }: Attribute): OutElement {
  return element(
    "xs:attribute",
    { name, ...reference(type), use: required ? "required" : undefined, default: standard, fixed },
    isBuiltIn(type) ? undefined : definition(type),
  );
}

function bounds(min: number, max: number | null): { minOccurs?: string; maxOccurs?: string } {
  return {
    ...(min !== 1 && { minOccurs: String(min) }),
    ...(max !== 1 && { maxOccurs: max === null ? "unbounded" : String(max) }),
  };
}
