/**
 * The element tree that XML files are read from, and the ways to walk it. `xml.ts` makes it.
 *
 * The tree is at most 200 levels deep (see `xml.ts`), so functions may recurse on it.
 */
import type { Place } from "../spec/specification.ts";

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
  const seen = new Set<string>(element.declares);
  let inherited = "";
  for (let scope = element.scope; scope; scope = scope.outer) {
    for (const [prefix, uri] of scope.declared) {
      if (seen.has(prefix)) continue;
      seen.add(prefix);
      if (prefix === "" && element.prefix === "" && uri !== "")
        inherited += ` xmlns="${escapeAttribute(uri)}"`;
      // also prefixes of names inside attribute values and text, which only a search finds
      const at = prefix === "" ? -1 : document.source.indexOf(`${prefix}:`, start);
      if (at !== -1 && at < end) inherited += ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
    }
  }
  const afterName = start + 1 + (element.prefix === "" ? 0 : element.prefix.length + 1) + element.name.length;
  return document.source.slice(start, afterName) + inherited + document.source.slice(afterName, end);
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
