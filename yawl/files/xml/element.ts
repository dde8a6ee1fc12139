/**
 * The element tree that XML files are read from, and the ways to walk it. `parse.ts` makes it.
 *
 * The tree is at most 200 levels deep (see `parse.ts`), so functions may recurse on it.
 */
import type { Place } from "../../model/specification.ts";

/** An attribute with its place. */
export interface XmlAttribute {
  /** local name */
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly value: string;
}

/** Namespace declarations of one element, linked to those of the elements around it. */
export interface NamespaceScope {
  /** prefix (`""`: default namespace) to URI */
  readonly declared: ReadonlyMap<string, string>;
  readonly outer?: NamespaceScope;
}

/** A processing instruction: `<?target body?>`. */
export interface XmlInstruction {
  readonly target: string;
  readonly body: string;
  readonly place: Place;
}

/** An element with its place in the file. */
export interface XmlElement {
  /** local name */
  readonly name: string;
  readonly prefix: string;
  /** namespace URI, `""`: none */
  readonly namespace: string;
  /** without namespace declarations */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** the element's own text, references resolved, without the text of its children */
  readonly text: string;
  /** the processing instructions that stand directly in the element */
  readonly instructions?: readonly XmlInstruction[];
  readonly place: Place;
  readonly scope?: NamespaceScope;
  /** prefixes that the element itself declares */
  readonly declares: readonly string[];
  /** offsets in the source, in characters: of the element, and of what stands between its tags */
  readonly extent: {
    readonly start: number;
    readonly innerStart: number;
    readonly innerEnd: number;
    readonly end: number;
  };
}

/** A parsed file. */
export interface XmlDocument {
  readonly root: XmlElement;
  readonly source: string;
}

/** Value of the attribute without namespace that has this name. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name && attribute.namespace === "")?.value;
}

/** All text below an element, whatever elements it stands in; runs of white space become one space. */
export function deepText(element: XmlElement): string {
  const parts: string[] = [];
  const visit = (part: XmlElement): void => {
    parts.push(part.text);
    part.children.forEach(visit);
  };
  visit(element);
  return parts.join(" ").replaceAll(/\s+/g, " ").trim();
}

/** URI that a prefix stands for at an element; `undefined` when it is not declared there. */
export function namespaceOf(element: XmlElement, prefix: string): string | undefined {
  for (let scope = element.scope; scope; scope = scope.outer) {
    const uri = scope.declared.get(prefix);
    if (uri !== undefined) return uri;
  }
  return prefix === "xml" ? "http://www.w3.org/XML/1998/namespace" : undefined;
}

/** What stands between the tags of an element, as it is written in the source. */
export function innerXml(document: XmlDocument, element: XmlElement): string {
  return document.source.slice(element.extent.innerStart, element.extent.innerEnd);
}

/**
 * An element as it is written in the source, with the namespace declarations it inherits and uses added to its start tag,
 * so that the text stands on its own.
 */
export function outerXml(document: XmlDocument, element: XmlElement): string {
  const { start, end } = element.extent;
  const source = document.source.slice(start, end);
  let inherited = "";
  const prefixes = new Set(prefixesIn(source));
  if (element.prefix === "") prefixes.add("");
  for (const prefix of prefixes) {
    if (element.declares.includes(prefix)) continue;
    const uri = namespaceOf(element, prefix);
    if (uri === undefined || uri === "" || prefix === "xml") continue;
    inherited += ` xmlns${prefix === "" ? "" : ":"}${prefix}="${escapeAttribute(uri)}"`;
  }
  const afterName = 1 + (element.prefix === "" ? 0 : element.prefix.length + 1) + element.name.length;
  return source.slice(0, afterName) + inherited + source.slice(afterName);
}

/** Longest prefix that is looked for. */
const MAX_PREFIX = 100;
const NO_NAME = new Set(" \t\r\n<>\"'=/:;,(){}[]");

/** Whatever stands before a colon and may be a prefix: those of names inside attribute values and text, too. */
function* prefixesIn(source: string): Iterable<string> {
  for (let colon = source.indexOf(":"); colon !== -1; colon = source.indexOf(":", colon + 1)) {
    let start = colon;
    while (start > 0 && colon - start < MAX_PREFIX && !NO_NAME.has(source.charAt(start - 1))) start -= 1;
    if (start < colon) yield source.slice(start, colon);
  }
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
