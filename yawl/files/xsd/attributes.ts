/** Attributes of complex types of XML Schema, those of their attribute groups written out. */
import { STRING, type Attribute } from "../../model/datatype.ts";
import { attributeOf, type XmlElement } from "../xml/element.ts";
import { quoted } from "../reader/findings.ts";
import type { Conversion } from "./conversion.ts";
import { simpleType, simpleTypeNamed } from "./simple.ts";
import { childOf, Inexpressible } from "./syntax.ts";

/** The attributes that a type has: those inherited, and its own in place of inherited ones of the same name. */
export function attributesOf(
  schema: Conversion,
  holder: XmlElement,
  inherited: readonly Attribute[],
): readonly Attribute[] {
  const attributes = new Map(inherited.map((attribute) => [attribute.name, attribute]));
  collect(schema, holder, attributes);
  return [...attributes.values()];
}

function collect(schema: Conversion, holder: XmlElement, into: Map<string, Attribute>): void {
  for (const child of holder.children) {
    if (child.name === "attribute") {
      const attribute = attribution(schema, child);
      if (!attribute) continue;
      if (attributeOf(child, "use")?.trim() === "prohibited") into.delete(attribute.name);
      else into.set(attribute.name, attribute);
    } else if (child.name === "attributeGroup") {
      const reference = attributeOf(child, "ref") ?? "";
      const group = schema.definition("attributeGroup", reference);
      if (group) schema.within(group, () => collect(schema, group, into));
      else schema.warn(child, `There is no attribute group ${quoted(reference)}.`);
    } else if (child.name === "anyAttribute") {
      schema.warn(child, "Attributes beyond those that are named are not read.");
    }
  }
}

function attribution(schema: Conversion, element: XmlElement): Attribute | undefined {
  schema.spend(1);
  const reference = attributeOf(element, "ref")?.trim();
  // the attributes of XML itself (xml:lang) are declared nowhere
  if (reference?.startsWith("xml:")) return { name: reference, type: STRING, required: isRequired(element) };
  const declaration = reference === undefined ? element : schema.definition("attribute", reference);
  const name = (declaration && attributeOf(declaration, "name"))?.trim();
  if (!declaration || !name) {
    schema.warn(element, `There is no attribute ${quoted(reference ?? "")}.`);
    return undefined;
  }
  const standard = attributeOf(element, "default") ?? attributeOf(declaration, "default");
  const fixed = attributeOf(element, "fixed") ?? attributeOf(declaration, "fixed");
  return {
    name,
    type: typeOf(schema, declaration),
    required: isRequired(element),
    ...(standard !== undefined && { default: standard }),
    ...(fixed !== undefined && { fixed }),
  };
}

function isRequired(element: XmlElement): boolean {
  return attributeOf(element, "use")?.trim() === "required";
}

function typeOf(schema: Conversion, declaration: XmlElement): Attribute["type"] {
  const reference = attributeOf(declaration, "type");
  const inner = childOf(declaration, "simpleType");
  try {
    if (reference !== undefined) return simpleTypeNamed(schema, declaration, reference);
    return inner ? schema.within(inner, () => simpleType(schema, inner)) : STRING;
  } catch (thrown) {
    if (!(thrown instanceof Inexpressible)) throw thrown;
    schema.warn(declaration, `The attribute is taken as text: ${thrown.message}.`);
    return STRING;
  }
}
