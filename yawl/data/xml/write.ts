/** Data as XML elements, by its type. Data that does not fit its type is written by its own shape, so that none is lost. */
import type * as slimdom from "slimdom";
import type { ComplexType, DataType, TypeLibrary } from "../../model/datatype.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { appendAny, fillAny } from "./any.ts";
import { arrange } from "../types/arrangement.ts";
import { contentOf, countsOf, occurrencesOf, WILDCARD } from "../types/content.ts";
import type { ContentPlan } from "../types/content.ts";
import { appendText, assertDepth, setNil } from "./dom.ts";
import { fillJson } from "./json.ts";
import { printSimple } from "../types/lexical.ts";
import { escapeName } from "./names.ts";
import { isList, own, resolveType } from "../types/shape.ts";

/** Puts a value into an element. */
export function fillElement(
  element: slimdom.Element,
  value: Json,
  type: DataType,
  types: TypeLibrary,
  depth: number,
): void {
  const resolved = resolveType(type, types);
  switch (resolved.kind) {
    case "simple":
      if (isJsonObject(value) || (isList(value) && !resolved.list && !resolved.union))
        fillAny(element, value, depth);
      else appendText(element, printSimple(value, resolved));
      break;
    case "complex":
      if (isJsonObject(value)) fillComplex(element, value, resolved, types, depth);
      else if (resolved.simpleContent && value !== null)
        fillElement(element, value, resolved.simpleContent, types, depth);
      else fillAny(element, value, depth);
      break;
    case "json":
      fillJson(element, value, resolved, types, depth);
      break;
    case "any":
      fillAny(element, value, depth);
      break;
  }
}

function fillComplex(
  element: slimdom.Element,
  value: JsonObject,
  type: ComplexType,
  types: TypeLibrary,
  depth: number,
): void {
  assertDepth(depth);
  const rest = new Set(Object.keys(value));
  for (const attribute of type.attributes ?? []) {
    const entry = own(value, `@${attribute.name}`);
    if (entry === undefined || entry === null) continue;
    element.setAttribute(attribute.name, printSimple(entry, attribute.type));
    rest.delete(`@${attribute.name}`);
  }
  const text = own(value, "#text");
  if (text !== undefined && rest.delete("#text")) {
    if (type.simpleContent) fillElement(element, text, type.simpleContent, types, depth);
    else fillAny(element, text, depth);
  }
  fillContent(element, value, rest, contentOf(type), types, depth);
}

function fillContent(
  element: slimdom.Element,
  value: JsonObject,
  rest: ReadonlySet<string>,
  plan: ContentPlan,
  types: TypeLibrary,
  depth: number,
): void {
  const writeNamed = (name: string, entry: Json): void => {
    const slot = plan.slots.get(name);
    const child = element.ownerDocument?.createElement(name);
    if (!slot || !child) return;
    element.appendChild(child);
    const { type, nillable } = slot.particle;
    const { kind } = resolveType(type, types);
    if (entry !== null || kind === "json") fillElement(child, entry, type, types, depth + 1);
    else if (nillable || kind === "any") setNil(child);
  };
  const wild = [...rest]
    .filter((name) => !plan.slots.has(name))
    .flatMap((name) => entriesOf(value, name).map((entry) => [name, entry] as const));

  const order = plan.isPlain ? undefined : orderOf(plan, value, wild.length);
  if (order === undefined) {
    for (const slot of plan.slots.values())
      for (const entry of occurrencesOf(value, slot.name, slot.isList)) writeNamed(slot.name, entry);
    for (const [name, entry] of wild) appendAny(element, name, [entry], depth + 1);
    return;
  }
  const written = new Map<string, number>();
  for (const name of order) {
    const index = written.get(name) ?? 0;
    written.set(name, index + 1);
    const [wildName, wildEntry] = wild[index] ?? [];
    if (name !== WILDCARD)
      writeNamed(name, occurrencesOf(value, name, plan.slots.get(name)?.isList ?? false)[index] ?? null);
    else if (wildName !== undefined && wildEntry !== undefined)
      appendAny(element, wildName, [wildEntry], depth + 1);
  }
}

/** The entries of a property that repeats by its own shape. */
function entriesOf(value: JsonObject, name: string): readonly Json[] {
  const entry = own(value, name);
  if (entry === undefined) return [];
  return isList(entry) ? entry : [entry];
}

function orderOf(plan: ContentPlan, value: JsonObject, wild: number): readonly string[] | undefined {
  const order = arrange(plan, countsOf(plan, value, wild));
  return typeof order === "string" ? undefined : order;
}

/** A new element with a value; `undefined` and null make it empty. */
export function createElement(
  document: slimdom.Document,
  name: string,
  value: Json | undefined,
  type: DataType,
  types: TypeLibrary,
): slimdom.Element {
  const element = document.createElement(escapeName(name));
  // Among JSON types null is a value of its own.
  const isNull = value === null && resolveType(type, types).kind !== "json";
  if (value !== undefined && !isNull) fillElement(element, value, type, types, 0);
  return element;
}
