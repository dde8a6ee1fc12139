/** Parameters of decompositions and local variables of nets, and the types they refer to. */
import type { DataType } from "../../model/datatype.ts";
import { isJsonObject, type Json } from "../../model/json.ts";
import type { LogPredicate, TypeReference } from "../../model/kept.ts";
import type { Variable } from "../../model/specification.ts";
import { XSD_NAMESPACE } from "../xsd/builtin-types.ts";
import { isLog, isText, isTexts, isTruth } from "./extension.ts";
import { quoted } from "./findings.ts";
import type { Part } from "./part.ts";
import type { SchemaTypes } from "../xsd/schema.ts";

/**
 * Reads all variables of one element name (`inputParam`, `outputParam`, `localVariable`), in the order of their `index`
 * where they have one (since 2.1), otherwise in that of the file.
 */
export function readVariables(owner: Part, element: string, types: SchemaTypes): Variable[] {
  const indexed = owner
    .all(element)
    .map((part) => ({ index: indexOf(part), variable: readVariable(part, types) }));
  return indexed.toSorted((one, other) => one.index - other.index).map(({ variable }) => variable);
}

function indexOf(part: Part): number {
  const text = part.textOf("index");
  if (text === undefined) return 0;
  if (/^[-+]?\d{1,9}$/.test(text)) return Number(text);
  part.error(`The index ${quoted(text)} is no whole number.`);
  return 0;
}

/**
 * One variable. Its name is an attribute in Beta 2, a child since Beta 3, or that of the global element it is declared by.
 * Its value stands in `initialValue`, that of an output parameter in `defaultValue` (since 2.0).
 */
function readVariable(part: Part, types: SchemaTypes): Variable {
  const element = part.textOf("element");
  const name = part.attribute("name")?.trim() || part.textOf("name") || localName(element ?? "");
  if (name === "") part.error(`<${part.element.name}> has no name.`);
  const documentation = part.textOf("documentation");
  const mandatory = isMandatory(part);
  const cutThrough = part.one("isCutThroughParam");
  cutThrough?.warn("The parameter is not cut through: it is handled like the others.");
  const isCutThrough = cutThrough !== undefined || part.extra("cutThrough", isTruth) === true;
  const predicate = readLogPredicate(part) ?? part.extra("log", isLog);
  const typed = readTypeAndValue(part, element, types);
  const attributes = { ...part.otherAttributes(), ...part.extra("attributes", isTexts) };
  return {
    name,
    ...typed,
    ...(mandatory && { mandatory }),
    ...(documentation !== undefined && { documentation }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(isCutThrough && { cutThrough: true as const }),
    ...(predicate && { logPredicate: predicate }),
  };
}

/** `logPredicate` (since 2.0): texts for the log at the start and at the completion. */
export function readLogPredicate(owner: Part): LogPredicate | undefined {
  const part = owner.one("logPredicate");
  const start = part?.textOf("start");
  const completion = part?.textOf("completion");
  return (
    part && {
      ...(start !== undefined && { start }),
      ...(completion !== undefined && { completion }),
    }
  );
}

/** The type and the values that go with it: JSON where an instruction gives a JSON Schema, otherwise XML. */
function readTypeAndValue(
  part: Part,
  element: string | undefined,
  types: SchemaTypes,
): Pick<Variable, "type" | "declared" | "initial" | "initialXml" | "defaultXml"> {
  const initial = part.one("initialValue");
  const standard = part.one("defaultValue");
  const given = (initial ?? standard)?.xmlContent();
  const other = initial && standard ? standard.xmlContent() : part.extra("default", isText);
  const others = other === undefined ? {} : { defaultXml: other };
  const schema = part.extra("schema", isJsonObject);
  if (schema) {
    // what stands beside it is for YAWL
    for (const child of ["type", "namespace", "isUntyped"]) part.one(child)?.whole();
    const value = part.extra("initial", isJson);
    const content = given === undefined ? {} : { initialXml: given };
    return {
      type: { kind: "json", schema },
      ...(value === undefined ? content : { initial: value }),
      ...others,
    };
  }
  return {
    ...readType(part, element, types),
    ...(given !== undefined && { initialXml: given }),
    ...others,
  };
}

/** Whatever an instruction holds is JSON. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

/** `<mandatory/>` says so by being there; Beta 6 has an attribute. */
function isMandatory(part: Part): boolean {
  const child = part.one("mandatory");
  const said = child ? child.text || "true" : part.attribute("mandatory")?.trim();
  return said === "true" || said === "1" || (part.extra("mandatory", isTruth) ?? false);
}

function readType(
  part: Part,
  element: string | undefined,
  types: SchemaTypes,
): Pick<Variable, "type" | "declared"> {
  const untyped = part.one("isUntyped") ?? part.one("untyped");
  const reference = part.textOf("type");
  const namespace = part.textOf("namespace");
  const byElement = element ?? part.extra("element", isText);
  if (reference !== undefined) {
    const name = localName(reference);
    const found = types.typeNamed(name, namespace) ?? types.elementNamed(name);
    if (!found) part.warn(`The type ${quoted(reference)} is not known; any value is accepted.`);
    const type = found ?? { kind: "any" as const };
    const declared = {
      type: name,
      ...(namespace !== undefined && { namespace }),
      ...(byElement !== undefined && { element: byElement }),
    };
    return { type, ...(!isPlain(type, declared) && { declared }) };
  }
  if (byElement !== undefined) {
    const found = types.elementNamed(localName(byElement));
    if (!found) part.warn(`The schema has no element ${quoted(byElement)}; any value is accepted.`);
    return { type: found ?? { kind: "any" }, declared: { element: byElement } };
  }
  if (!untyped) part.warn(`<${part.element.name}> has no type; any value is accepted.`);
  return { type: { kind: "any" } };
}

/** Whether the type alone says how it was referred to. */
function isPlain(type: DataType, { type: name, namespace, element }: TypeReference): boolean {
  const called = type.kind === "named" ? type.name : type.kind === "simple" ? type.xsd : undefined;
  const isUsual = namespace === undefined || namespace === XSD_NAMESPACE;
  return called === name && isUsual && element === undefined;
}

/** `xs:string`, `http://www.w3.org/2001/XMLSchema#string` and `string` all name `string`; the first two in Beta 2. */
function localName(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf(":"), reference.lastIndexOf("#")) + 1);
}
