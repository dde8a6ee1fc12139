/**
 * XML of which nothing is known, as JSON by its own shape, and back.
 *
 * An element with text only is a string; others are objects: child elements as properties (arrays when they repeat),
 * attributes as `@name`, text as `#text`. Declarations of namespaces are kept as attributes, so that prefixes keep their
 * meaning.
 */
import type * as slimdom from "slimdom";
import { isJsonObject } from "../../model/json.ts";
import type { Json } from "../../model/json.ts";
import {
  appendText,
  assertDepth,
  childElements,
  isMeaningful,
  isNil,
  ownText,
  setNil,
  XMLNS,
  XSI,
} from "./dom.ts";
import { MAX_DEPTH } from "../types/findings.ts";
import type { Findings } from "../types/findings.ts";
import { escapeName, isNcName, propertyNameProblem, unescapeName } from "./names.ts";
import { below } from "../../model/pointer.ts";
import { isList, scalarText } from "../types/shape.ts";

/** Namespaces by prefix; `""` for the default one. */
type Scope = ReadonlyMap<string, string>;

const NO_SCOPE: Scope = new Map();

/** Appends a value without a type as a child element (several for an array). */
export function appendAny(
  parent: slimdom.Element,
  name: string,
  value: Json,
  depth: number,
  outer: Scope = NO_SCOPE,
): void {
  if (isList(value)) {
    for (const entry of value) appendOne(parent, name, entry, depth, outer);
  } else appendOne(parent, name, value, depth, outer);
}

function appendOne(parent: slimdom.Element, name: string, value: Json, depth: number, outer: Scope): void {
  const document = parent.ownerDocument;
  if (!document) return;
  const scope = scopeOf(value, outer);
  const namespace = namespaceOf(name, scope);
  const element =
    namespace === undefined
      ? document.createElementNS(scope.get("") || null, escapeName(name))
      : document.createElementNS(namespace, name);
  parent.appendChild(element);
  if (value === null) setNil(element);
  else fillAny(element, value, depth, scope);
}

/** Puts a value without a type into an element. */
export function fillAny(element: slimdom.Element, value: Json, depth: number, outer: Scope = NO_SCOPE): void {
  assertDepth(depth);
  if (value === null) return;
  if (isList(value)) {
    for (const entry of value) appendOne(element, "item", entry, depth + 1, outer);
  } else if (isJsonObject(value)) {
    fillObject(element, value, depth, scopeOf(value, outer));
  } else appendText(element, scalarText(value));
}

function fillObject(
  element: slimdom.Element,
  value: { readonly [name: string]: Json },
  depth: number,
  scope: Scope,
): void {
  for (const [name, entry] of Object.entries(value)) {
    const isScalar = typeof entry !== "object";
    if (isScalar && name === "#text") appendText(element, scalarText(entry));
    else if (isScalar && name.startsWith("@")) setAttribute(element, name.slice(1), scalarText(entry), scope);
    else appendAny(element, name, entry, depth + 1, scope);
  }
}

function setAttribute(element: slimdom.Element, name: string, text: string, scope: Scope): void {
  const isDeclaration = name === "xmlns" || name.startsWith("xmlns:");
  const namespace = isDeclaration ? XMLNS : namespaceOf(name, scope);
  if (namespace === undefined) element.setAttribute(escapeName(name), text);
  else element.setAttributeNS(namespace, name, text);
}

function scopeOf(value: Json, outer: Scope): Scope {
  if (!isJsonObject(value)) return outer;
  let scope = outer;
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry !== "string" || !name.startsWith("@xmlns")) continue;
    if (name !== "@xmlns" && name[6] !== ":") continue;
    scope = new Map([...scope, [name.slice(7), entry]]);
  }
  return scope;
}

/** The namespace of a prefixed name whose prefix is declared. */
function namespaceOf(name: string, scope: Scope): string | undefined {
  const colon = name.indexOf(":");
  if (colon <= 0 || !isNcName(name.slice(0, colon)) || !isNcName(name.slice(colon + 1))) return undefined;
  return scope.get(name.slice(0, colon));
}

/** Reads an element by its own shape. */
export function readAny(element: slimdom.Element, findings: Findings, pointer: string, depth: number): Json {
  if (isNil(element)) return null;
  const children = childElements(element);
  const text = ownText(element);
  const value: Record<string, Json> = {};
  for (const attribute of element.attributes) {
    const isNoise = attribute.namespaceURI === XMLNS && attribute.value === XSI;
    if (!isNoise)
      value[`@${attribute.prefix === null ? unescapeName(attribute.name) : attribute.name}`] =
        attribute.value;
  }
  if (children.length === 0 && Object.keys(value).length === 0) return text;
  if (isMeaningful(text) || (children.length === 0 && text !== "")) value["#text"] = text;
  readChildren(children, value, findings, pointer, depth);
  return value;
}

/** Adds child elements to an object, those of one name together. */
export function readChildren(
  children: readonly slimdom.Element[],
  into: Record<string, Json>,
  findings: Findings,
  pointer: string,
  depth: number,
): void {
  if (children.length > 0 && depth >= MAX_DEPTH) {
    findings.tooDeep(pointer);
    return;
  }
  const groups = new Map<string, Json[]>();
  for (const child of children) {
    const name = child.prefix === null ? unescapeName(child.localName) : child.nodeName;
    const problem = propertyNameProblem(name);
    if (problem !== undefined) findings.add(below(pointer, name), problem);
    else {
      const group = groups.get(name) ?? [];
      if (group.length === 0) groups.set(name, group);
      group.push(readAny(child, findings, below(pointer, name), depth + 1));
    }
  }
  for (const [name, [first, ...others]] of groups) {
    if (first !== undefined) into[name] = others.length === 0 ? first : [first, ...others];
  }
}
