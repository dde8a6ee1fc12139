/** Complex types of XML Schema, with what they inherit and the groups they use written out. */
import type {
  Attribute,
  ComplexType,
  DataType,
  GroupParticle,
  Particle,
  SimpleType,
} from "../../model/datatype.ts";
import { attributeOf, type XmlElement } from "../xml/element.ts";
import { quoted } from "../reader/findings.ts";
import { XSD_NAMESPACE, yawlType } from "./builtin-types.ts";
import type { Conversion } from "./conversion.ts";
import { attributesOf } from "./attributes.ts";
import { restricted, simpleType } from "./simple.ts";
import { childOf, documentationOf, Inexpressible, isTrue } from "./syntax.ts";

/** The type that a `complexType` element defines. */
export function complexType(schema: Conversion, definition: XmlElement): DataType {
  schema.spend(1);
  if (isTrue(definition, "abstract")) schema.warn(definition, "That the type is abstract is not checked.");
  const simple = childOf(definition, "simpleContent");
  if (simple) return withSimpleContent(schema, simple);
  const complex = childOf(definition, "complexContent");
  if (complex) return derived(schema, definition, complex);
  return assemble(
    contentOf(schema, definition),
    attributesOf(schema, definition, []),
    isTrue(definition, "mixed"),
  );
}

/** `simpleContent`: text with attributes. */
function withSimpleContent(schema: Conversion, content: XmlElement): ComplexType {
  const derivation = derivationOf(content);
  const base = baseType(schema, derivation);
  const text = base?.kind === "simple" ? base : base?.kind === "complex" ? base.simpleContent : undefined;
  if (!text) throw new Inexpressible("its simple content is not based on a simple type");
  const inherited = base?.kind === "complex" ? (base.attributes ?? []) : [];
  const attributes = attributesOf(schema, derivation, inherited);
  const simpleContent = derivation.name === "restriction" ? narrowed(schema, derivation, text) : text;
  return { kind: "complex", simpleContent, ...(attributes.length > 0 && { attributes }) };
}

function narrowed(schema: Conversion, restriction: XmlElement, text: SimpleType): SimpleType {
  const inner = childOf(restriction, "simpleType");
  return restricted(
    schema,
    restriction,
    inner ? schema.within(inner, () => simpleType(schema, inner)) : text,
  );
}

/** `complexContent`: an extension has the base's content and then its own, a restriction only its own. */
function derived(schema: Conversion, definition: XmlElement, content: XmlElement): DataType {
  const derivation = derivationOf(content);
  const base = baseType(schema, derivation);
  if (base?.kind === "simple") throw new Inexpressible("its complex content is based on a simple type");
  const inherited = base?.kind === "complex" ? base : undefined;
  const attributes = attributesOf(schema, derivation, inherited?.attributes ?? []);
  const own = contentOf(schema, derivation);
  const mixed = isTrue(definition, "mixed") || isTrue(content, "mixed");
  if (derivation.name === "restriction") return assemble(own, attributes, mixed);
  const whole = inherited?.content && own ? inSequence(inherited.content, own) : (own ?? inherited?.content);
  return assemble(whole, attributes, mixed || inherited?.mixed === true);
}

/** Two groups one after the other; plain sequences become one, so that long chains of extensions stay flat. */
function inSequence(first: GroupParticle, second: GroupParticle): GroupParticle {
  const parts = [first, second].flatMap((group): readonly Particle[] =>
    group.kind === "sequence" && group.min === 1 && group.max === 1 ? group.particles : [group],
  );
  return { kind: "sequence", particles: parts, min: 1, max: 1 };
}

function assemble(
  content: GroupParticle | undefined,
  attributes: readonly Attribute[],
  mixed: boolean,
): ComplexType {
  return {
    kind: "complex",
    ...(content && { content }),
    ...(attributes.length > 0 && { attributes }),
    ...(mixed && { mixed }),
  };
}

function derivationOf(content: XmlElement): XmlElement {
  const derivation = childOf(content, "extension") ?? childOf(content, "restriction");
  if (!derivation) throw new Inexpressible(`<${content.name}> has neither extension nor restriction`);
  return derivation;
}

/** The type that a derivation builds on, written out; `undefined` for `anyType`. */
function baseType(schema: Conversion, derivation: XmlElement): ComplexType | SimpleType | undefined {
  const reference = attributeOf(derivation, "base") ?? "";
  const found = schema.resolve(derivation, reference);
  const named = found?.kind === "named" ? schema.definition("type", found.name) : undefined;
  const base = named ? schema.convert(named) : found?.kind === "named" ? yawlType(found.name) : found;
  if (base?.kind === "any" && !named) return undefined;
  if (base?.kind !== "simple" && base?.kind !== "complex") {
    throw new Inexpressible(`its base ${quoted(reference)} is not known`);
  }
  schema.spendOn(base);
  return base;
}

/** The group of particles that a type, extension, restriction or named group has. */
function contentOf(schema: Conversion, holder: XmlElement): GroupParticle | undefined {
  const content = holder.children.find(
    ({ name, namespace }) =>
      namespace === XSD_NAMESPACE && ["sequence", "choice", "all", "group"].includes(name),
  );
  return content && groupOf(schema, content);
}

function groupOf(schema: Conversion, element: XmlElement): GroupParticle {
  schema.spend(1);
  const bounds = occurrence(schema, element);
  if (element.name === "group") {
    const reference = attributeOf(element, "ref") ?? "";
    const definition = schema.definition("group", reference);
    const group = definition && schema.within(definition, () => contentOf(schema, definition));
    if (!group) throw new Inexpressible(`there is no group ${quoted(reference)}`);
    return { ...group, ...bounds };
  }
  const particles = schema.within(element, () =>
    element.children.flatMap((child) => particleOf(schema, child)),
  );
  const kind = element.name === "choice" || element.name === "all" ? element.name : "sequence";
  return { kind, particles, ...bounds };
}

function particleOf(schema: Conversion, child: XmlElement): readonly Particle[] {
  // an element that must not occur is the same as none
  if (attributeOf(child, "maxOccurs")?.trim() === "0") return [];
  switch (child.name) {
    case "element":
      return [elementOf(schema, child)];
    case "any":
      schema.spend(1);
      return [{ kind: "any", ...occurrence(schema, child) }];
    case "sequence":
    case "choice":
    case "all":
    case "group":
      return [groupOf(schema, child)];
    case "annotation":
      return [];
    default:
      schema.warn(child, `<${child.name}> is not read.`);
      return [];
  }
}

function elementOf(schema: Conversion, element: XmlElement): Particle {
  schema.spend(1);
  const bounds = occurrence(schema, element);
  const reference = attributeOf(element, "ref");
  const declaration = reference === undefined ? element : schema.definition("element", reference);
  const name = (declaration && attributeOf(declaration, "name"))?.trim();
  if (!declaration || !name) {
    schema.warn(element, `There is no element ${quoted(reference ?? "")}; any element is accepted for it.`);
    return { kind: "any", ...bounds };
  }
  const type = schema.orAny(element, () =>
    reference === undefined ? schema.declaredType(element) : (schema.elementNamed(name) ?? { kind: "any" }),
  );
  if (reference === undefined) schema.checkElement(element);
  const fixed = attributeOf(declaration, "fixed");
  if (fixed !== undefined) schema.warn(declaration, "A fixed value is taken as the default and not checked.");
  const standard = attributeOf(declaration, "default") ?? fixed;
  const documentation = documentationOf(element) ?? documentationOf(declaration);
  return {
    kind: "element",
    name,
    type,
    ...bounds,
    ...(isTrue(declaration, "nillable") && { nillable: true }),
    ...(standard !== undefined && { default: standard }),
    ...(documentation !== undefined && { documentation }),
  };
}

function occurrence(schema: Conversion, element: XmlElement): { min: number; max: number | null } {
  const read = (name: string): number | null => {
    const text = attributeOf(element, name)?.trim();
    if (text === undefined) return 1;
    if (text === "unbounded" && name === "maxOccurs") return null;
    if (/^\+?\d{1,9}$/.test(text)) return Number(text);
    schema.warn(element, `${name} is taken as 1: ${quoted(text)} is no number.`);
    return 1;
  };
  return { min: read("minOccurs") ?? 1, max: read("maxOccurs") };
}
