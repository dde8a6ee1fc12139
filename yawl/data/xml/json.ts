/**
 * JSON values without an XML Schema as XML, and back.
 *
 * Properties become elements, array entries repeat the element, scalars are text. On the way back the JSON Schema says
 * what is a number, a boolean or an array. Where it does not say, two attributes do: `json` (the kind of the element's own
 * value) and `json-lists` (properties that are arrays although they occur less than twice). They are only written when
 * the schema alone would give another value, so that XML that a query builds needs none.
 */
import type * as slimdom from "slimdom";
import type { JsonType, TypeLibrary } from "../../model/datatype.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { appendText, assertDepth, childElements, dataAttributes, isMeaningful, ownText } from "./dom.ts";
import { MAX_DEPTH } from "../types/findings.ts";
import type { Findings } from "../types/findings.ts";
import { escapeName, propertyNameProblem, unescapeName } from "./names.ts";
import { below } from "../../model/pointer.ts";
import { kindOf, SchemaGuide } from "../schema/guide.ts";
import { selfContained } from "../schema/json-schema.ts";
import type { Kind } from "../schema/guide.ts";
import { isList, scalarText } from "../types/shape.ts";

const KIND = "json";
const LISTS = "json-lists";
const KINDS: ReadonlySet<string> = new Set<Kind>(["string", "number", "boolean", "null", "object", "array"]);
const NUMBER = /^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/;

/** Puts a JSON value into an element. */
export function fillJson(
  element: slimdom.Element,
  value: Json,
  type: JsonType,
  types: TypeLibrary,
  depth: number,
): void {
  fill(element, value, new SchemaGuide(selfContained(type, types)), depth, true);
}

function fill(
  element: slimdom.Element,
  value: Json,
  guide: SchemaGuide,
  depth: number,
  isRoot: boolean,
): void {
  assertDepth(depth);
  if (isList(value)) {
    for (const [index, entry] of value.entries()) append(element, "item", entry, guide.item(index), depth);
  } else if (isJsonObject(value)) fillProperties(element, value, guide, depth);
  else if (value !== null) appendText(element, scalarText(value));
  const kind = kindOf(value);
  const text = typeof value === "object" ? "" : scalarText(value);
  const hasElements = typeof value === "object" && element.firstChild !== null;
  if (guess(guide, text, hasElements, isRoot) !== kind) element.setAttribute(KIND, kind);
}

function append(parent: slimdom.Element, name: string, value: Json, guide: SchemaGuide, depth: number): void {
  const element = parent.ownerDocument?.createElement(name);
  if (!element) return;
  parent.appendChild(element);
  fill(element, value, guide, depth + 1, false);
}

function fillProperties(
  element: slimdom.Element,
  value: JsonObject,
  guide: SchemaGuide,
  depth: number,
): void {
  const unclear: string[] = [];
  for (const [key, entry] of Object.entries(value)) {
    const name = escapeName(key);
    const property = guide.property(key);
    if (isList(entry)) {
      for (const [index, part] of entry.entries()) append(element, name, part, property.item(index), depth);
      const isClear = property.isList ? entry.length > 0 || guide.required.includes(key) : entry.length > 1;
      if (!isClear) unclear.push(name);
    } else append(element, name, entry, property, depth);
  }
  if (unclear.length > 0) element.setAttribute(LISTS, unclear.join(" "));
}

/** The kind of value that an element without the attribute `json` has; `undefined`: it holds no value. */
function guess(guide: SchemaGuide, text: string, hasElements: boolean, isRoot: boolean): Kind | undefined {
  const { kinds } = guide;
  if (hasElements) return guide.isList ? "array" : "object";
  if (isRoot && text === "" && !(kinds.size === 1 && kinds.has("string"))) return undefined;
  if (kinds.has("string")) return "string";
  if (kinds.has("number") && isExactNumber(text)) return "number";
  if (kinds.has("boolean") && /^\s*(true|false)\s*$/.test(text)) return "boolean";
  if (isMeaningful(text)) return "string";
  return (["object", "array", "null"] as const).find((kind) => kinds.has(kind)) ?? "string";
}

/** Whether a text is a number that JSON can carry; longer ones stay text and are found by validation. */
function isExactNumber(text: string): boolean {
  if (!NUMBER.test(text)) return false;
  const number = Number(text);
  return Number.isFinite(number) && (text.length <= 15 || String(number) === text.trim());
}

/** Reads an element by a JSON Schema; `undefined`: it is empty and the schema does not say of which kind. */
export function readJson(
  element: slimdom.Element,
  type: JsonType,
  types: TypeLibrary,
  findings: Findings,
  pointer: string,
  depth: number,
): Json | undefined {
  return read(
    element,
    new SchemaGuide(selfContained(type, types)),
    { findings, depth, isRoot: true },
    pointer,
  );
}

interface Reading {
  readonly findings: Findings;
  readonly depth: number;
  readonly isRoot: boolean;
}

function read(
  element: slimdom.Element,
  guide: SchemaGuide,
  reading: Reading,
  pointer: string,
): Json | undefined {
  const { findings } = reading;
  const children = childElements(element);
  const text = ownText(element);
  if (children.length > 0 && reading.depth >= MAX_DEPTH) {
    findings.tooDeep(pointer);
    return undefined;
  }
  if (children.length > 0 && isMeaningful(text))
    findings.add(pointer, "has text between its elements, which JSON cannot keep");
  for (const { name } of dataAttributes(element)) {
    if (name !== KIND && name !== LISTS)
      findings.add(pointer, `has an attribute "${name}", which JSON cannot keep`);
  }
  const said = element.getAttribute(KIND);
  const isSaid = said !== null && KINDS.has(said);
  const isBare = children.length === 0 && !element.hasAttribute(LISTS);
  const kind = isSaid ? (said as Kind) : guess(guide, text, !isBare, reading.isRoot);
  const below = { findings, depth: reading.depth + 1, isRoot: false };
  switch (kind) {
    case undefined:
      return undefined;
    case "null":
      return null;
    case "boolean":
      return text.trim() === "true";
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case "string":
      return text;
    case "array":
      return readItems(children, guide, below, pointer);
    case "object":
      return readProperties(element, children, guide, below, pointer);
  }
}

function readItems(
  elements: readonly slimdom.Element[],
  guide: SchemaGuide,
  reading: Reading,
  pointer: string,
): Json[] {
  return elements.map(
    (child, index) => read(child, guide.item(index), reading, below(pointer, index)) ?? null,
  );
}

function readProperties(
  element: slimdom.Element,
  children: readonly slimdom.Element[],
  guide: SchemaGuide,
  reading: Reading,
  pointer: string,
): Json {
  const groups = new Map<string, slimdom.Element[]>();
  for (const child of children) {
    const name = unescapeName(child.localName);
    const group = groups.get(name);
    if (group) group.push(child);
    else groups.set(name, [child]);
  }
  const lists = new Set((element.getAttribute(LISTS) ?? "").split(" ").filter(Boolean).map(unescapeName));
  for (const name of guide.required) if (guide.property(name).isList) lists.add(name);
  const value: Record<string, Json> = {};
  for (const name of new Set([...groups.keys(), ...lists])) {
    const problem = propertyNameProblem(name);
    const group = groups.get(name) ?? [];
    const place = below(pointer, name);
    const property = guide.property(name);
    const [first, ...others] = group;
    if (problem !== undefined) reading.findings.add(place, problem);
    else if (!first || others.length > 0 || lists.has(name) || property.isList)
      value[name] = readItems(group, property, reading, place);
    else value[name] = read(first, property, reading, place) ?? null;
  }
  return value;
}
