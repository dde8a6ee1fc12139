/** How XML Schema is written: small pieces that its readers share. */
import { XSD_NAMESPACE } from "./builtin-types.ts";
import { attributeOf, deepText, type XmlElement } from "../xml/element.ts";

/** Says that a piece of a schema has no counterpart in the model; whatever holds it becomes `any`. */
export class Inexpressible extends Error {}

/** First child of the XML Schema namespace with this name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name && child.namespace === XSD_NAMESPACE);
}

/** Text of the `documentation` of a schema element. */
export function documentationOf(element: XmlElement): string | undefined {
  const annotation = childOf(element, "annotation");
  const texts = annotation?.children.filter(({ name }) => name === "documentation").map(deepText);
  return texts?.filter((text) => text !== "").join("\n") || undefined;
}

/** Whether a truth value is given, and true. */
export function isTrue(element: XmlElement, attribute: string): boolean {
  return ["true", "1"].includes(attributeOf(element, attribute)?.trim() ?? "");
}

/** Prefix (`""`: none) and local name of a reference such as `xs:string`. */
export function splitName(reference: string): [prefix: string, local: string] {
  const name = reference.trim();
  const colon = name.indexOf(":");
  return colon === -1 ? ["", name] : [name.slice(0, colon), name.slice(colon + 1)];
}
