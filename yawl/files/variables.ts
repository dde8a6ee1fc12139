/** Parameters of decompositions and local variables of nets, and the types they refer to. */
import type { DataType } from "../spec/datatype.ts";
import type { Variable } from "../spec/specification.ts";
import { quoted } from "./findings.ts";
import type { Part } from "./part.ts";
import type { SchemaTypes } from "./xsd.ts";

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
  const initial = part.one("initialValue") ?? part.one("defaultValue");
  const documentation = part.textOf("documentation");
  const mandatory = isMandatory(part);
  const type = readType(part, element, types);
  if (part.one("isCutThroughParam")) part.warn("That the parameter is cut through is not read.");
  const attributes = part.otherAttributes();
  return {
    name,
    type,
    ...(initial && { initialXml: initial.xmlContent() }),
    ...(mandatory && { mandatory }),
    ...(documentation !== undefined && { documentation }),
    ...(attributes && { attributes }),
  };
}

/** `<mandatory/>` says so by being there; Beta 6 has an attribute. */
function isMandatory(part: Part): boolean {
  const child = part.one("mandatory");
  const said = child ? child.text || "true" : part.attribute("mandatory")?.trim();
  return said === "true" || said === "1";
}

function readType(part: Part, element: string | undefined, types: SchemaTypes): DataType {
  const untyped = part.one("isUntyped") ?? part.one("untyped");
  const reference = part.textOf("type");
  const namespace = part.textOf("namespace");
  if (reference !== undefined) {
    const name = localName(reference);
    const found = types.typeNamed(name, namespace) ?? types.elementNamed(name);
    if (!found) part.warn(`The type ${quoted(reference)} is not known; any value is accepted.`);
    return found ?? { kind: "any" };
  }
  if (element !== undefined) {
    const found = types.elementNamed(localName(element));
    if (!found) part.warn(`The schema has no element ${quoted(element)}; any value is accepted.`);
    return found ?? { kind: "any" };
  }
  if (!untyped) part.warn(`<${part.element.name}> has no type; any value is accepted.`);
  return { kind: "any" };
}

/** `xs:string`, `http://www.w3.org/2001/XMLSchema#string` and `string` all name `string`; the first two in Beta 2. */
function localName(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf(":"), reference.lastIndexOf("#")) + 1);
}
