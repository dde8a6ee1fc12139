/** XML elements as data, by their type. Strict: what the type does not know is a finding, never dropped. */
import type * as slimdom from "slimdom";
import type {
  ComplexType,
  DataType,
  ElementParticle,
  SimpleType,
  TypeLibrary,
} from "../../model/datatype.ts";
import type { Json } from "../../model/json.ts";
import { readAny, readChildren } from "./any.ts";
import { normalizeSpace, whiteSpaceOf } from "../types/builtin.ts";
import { contentOf } from "../types/content.ts";
import type { ContentPlan } from "../types/content.ts";
import { childElements, dataAttributes, isMeaningful, isNil, ownText } from "./dom.ts";
import { listed } from "../types/facets.ts";
import { MAX_DEPTH } from "../types/findings.ts";
import type { Findings } from "../types/findings.ts";
import { readJson } from "./json.ts";
import { readText, textProblem } from "../types/lexical.ts";
import { propertyNameProblem } from "./names.ts";
import { below } from "../../model/pointer.ts";
import { resolveType } from "../types/shape.ts";

interface Reading {
  readonly types: TypeLibrary;
  readonly findings: Findings;
}

/**
 * The value of an element.
 * @param isWhole the element is a variable's, not one inside a complex type
 * @returns `undefined` when the element is empty and its type has no empty value
 */
export function readElement(
  element: slimdom.Element,
  type: DataType,
  reading: Reading,
  pointer: string,
  depth: number,
  isWhole: boolean,
): Json | undefined {
  const resolved = resolveType(type, reading.types);
  switch (resolved.kind) {
    case "any":
      return readAny(element, reading.findings, pointer, depth);
    case "json":
      return readJson(element, resolved, reading.types, reading.findings, pointer, depth);
    case "simple":
      for (const child of childElements(element))
        reading.findings.add(below(pointer, child.localName), "is an element where text is expected");
      readAttributes(element, undefined, {}, reading, pointer);
      return isNil(element) ? undefined : readSimple(ownText(element), resolved, reading, pointer);
    case "complex":
      if (isNil(element)) {
        if (dataAttributes(element).length > 0)
          reading.findings.add(pointer, "is nil and has attributes, which null cannot keep");
        for (const { name, required } of resolved.attributes ?? []) {
          if (required && dataAttributes(element).length === 0)
            reading.findings.add(below(pointer, name), "is required, also of what is nil");
        }
        return undefined;
      }
      return isWhole && isEmptied(element, resolved)
        ? undefined
        : readComplex(element, resolved, reading, pointer, depth);
  }
}

/** An empty text is a value of a type that has one, and no value of others. */
function readSimple(text: string, type: SimpleType, reading: Reading, pointer: string): Json | undefined {
  const { work } = reading.findings;
  const problem = textProblem(text, type, work);
  if (problem === undefined) return readText(text, type, work);
  if (normalizeSpace(text, whiteSpaceOf(type)) !== "") reading.findings.add(pointer, problem);
  return undefined;
}

/** Nothing in it, and nothing is no value of the type. */
function isEmptied(element: slimdom.Element, type: ComplexType): boolean {
  if (
    dataAttributes(element).length > 0 ||
    childElements(element).length > 0 ||
    isMeaningful(ownText(element))
  )
    return false;
  if (type.simpleContent)
    return (
      textProblem("", type.simpleContent) !== undefined ||
      Boolean(type.attributes?.some(({ required }) => required))
    );
  if (type.attributes?.some(({ required }) => required)) return true;
  return [...contentOf(type).slots.values()].some((slot) => slot.min > 0);
}

function readComplex(
  element: slimdom.Element,
  type: ComplexType,
  reading: Reading,
  pointer: string,
  depth: number,
): Json {
  const value: Record<string, Json> = {};
  readAttributes(element, type, value, reading, pointer);
  const children = childElements(element);
  const text = ownText(element);
  if (children.length > 0 && depth >= MAX_DEPTH) {
    reading.findings.tooDeep(pointer);
    return value;
  }
  if (type.simpleContent) {
    const content = readSimple(text, type.simpleContent, reading, below(pointer, "#text"));
    if (content !== undefined) value["#text"] = content;
  } else if (type.mixed && (isMeaningful(text) || (children.length === 0 && text !== "")))
    value["#text"] = text;
  else if (isMeaningful(text))
    reading.findings.add(pointer, "has text between its elements, which its type does not allow");
  readContent(children, contentOf(type), value, reading, pointer, depth);
  return value;
}

function readAttributes(
  element: slimdom.Element,
  type: ComplexType | undefined,
  value: Record<string, Json>,
  reading: Reading,
  pointer: string,
): void {
  for (const { localName, value: text } of dataAttributes(element)) {
    const name = `@${localName}`;
    reading.findings.work.spend(1 + (type?.attributes?.length ?? 0) / 10);
    const declared = type?.attributes?.find((attribute) => attribute.name === localName);
    const problem = declared
      ? textProblem(text, declared.type, reading.findings.work)
      : "is an attribute that the type does not have";
    if (problem !== undefined) reading.findings.add(below(pointer, name), problem);
    else if (declared) value[name] = readText(text, declared.type, reading.findings.work);
  }
}

function readContent(
  children: readonly slimdom.Element[],
  plan: ContentPlan,
  value: Record<string, Json>,
  reading: Reading,
  pointer: string,
  depth: number,
): void {
  reading.findings.work.spend(1 + children.length / 2 + plan.slots.size / 4);
  const lists = new Map<string, Json[]>();
  const wild: slimdom.Element[] = [];
  for (const child of children) {
    const name = child.localName;
    const slot = plan.slots.get(name);
    const place = below(pointer, name);
    const problem = slot && propertyNameProblem(name);
    if (problem !== undefined) reading.findings.add(place, problem);
    else if (slot?.isList) {
      const list = lists.get(name) ?? [];
      if (list.length === 0) lists.set(name, list);
      list.push(readPart(child, slot.particle, reading, below(place, list.length), depth));
    } else if (slot && Object.hasOwn(value, name)) reading.findings.add(place, "occurs more than once");
    else if (slot) value[name] = readPart(child, slot.particle, reading, place, depth);
    else if (plan.isOpen) wild.push(child);
    else if (!reading.findings.full) reading.findings.add(place, unknownElement(plan));
  }
  for (const slot of plan.slots.values()) {
    if (!slot.isList) continue;
    const list = lists.get(slot.name);
    // Lists that are always part of the type are always there, so that readers need no second case.
    if (list) value[slot.name] = list;
    else if (slot.isFixed) value[slot.name] = [];
  }
  if (wild.length > 0) readChildren(wild, value, reading.findings, pointer, depth);
}

/** An element of a complex type; an empty one has the default of its declaration, if that has one, and null otherwise. */
function readPart(
  child: slimdom.Element,
  { type, default: standard }: ElementParticle,
  reading: Reading,
  pointer: string,
  depth: number,
): Json {
  const value = readElement(child, type, reading, pointer, depth + 1, false);
  if (value !== undefined) return value;
  const resolved = standard === undefined || isNil(child) ? undefined : resolveType(type, reading.types);
  if (standard === undefined || resolved?.kind !== "simple") return null;
  const { work } = reading.findings;
  return textProblem(standard, resolved, work) === undefined ? readText(standard, resolved, work) : null;
}

function unknownElement(plan: ContentPlan): string {
  const names = [...plan.slots.keys()];
  return names.length === 0
    ? "is an element where the type has none"
    : `is no element of the type, which has ${listed(names)}`;
}
