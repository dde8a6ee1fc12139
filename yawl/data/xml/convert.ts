/**
 * The XML view of data, which the expressions of `.yawl` files see: JSON to XML and back, by the type.
 *
 * Both ways are lossless for what a type can express. Two things are not part of that: JSON has no order between
 * properties (the order of the type's particles is used; the reader takes elements in any order), and absent lists that a
 * type always has are read as empty lists.
 */
import { Document, parseXmlFragment } from "slimdom";
import type * as slimdom from "slimdom";
import type { DataType, TypeLibrary } from "../../model/datatype.ts";
import { fault, ok } from "../../model/fault.ts";
import type { Result } from "../../model/fault.ts";
import type { Json } from "../../model/json.ts";
import { XSI } from "./dom.ts";
import { Findings } from "../types/findings.ts";
import { resolveType } from "../types/shape.ts";
import { TooMuchWork } from "../types/work.ts";
import { readElement } from "./read.ts";
import { createElement } from "./write.ts";

/**
 * An element with a value.
 *
 * @param name name of the variable; characters that XML names cannot have are escaped
 * @param value `undefined` and null give an empty element; inside complex types null is `xsi:nil` where the type is nillable
 * Throws for data that nests deeper than 400 levels, which `checkValue` finds.
 */
export function toXml(
  document: slimdom.Document,
  name: string,
  value: Json | undefined,
  type: DataType,
  types: TypeLibrary,
): slimdom.Element {
  return createElement(document, name, value, type, types);
}

/**
 * The value of an element; its name does not matter.
 *
 * An empty element gives `undefined` (it empties a variable) unless the type has an empty value: `""` of a string, `[]`
 * of a list, `{}` of a complex type without required parts. Inside complex types such an element gives null.
 * Faults, with JSON pointers: `invalid-data` for text, elements and attributes that do not fit; `too-large` for data that
 * nests too deep. How often elements occur is checked by `checkValue`.
 */
export function fromXml(
  element: slimdom.Element,
  type: DataType,
  types: TypeLibrary,
): Result<Json | undefined> {
  const findings = new Findings();
  let value: Json | undefined;
  try {
    value = readElement(element, type, { types, findings }, "", 0, true);
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    findings.tooMuchWork("");
  }
  const [first] = findings.details;
  if (!first) return ok(value);
  const place = first.pointer
    ? `"${first.pointer}" in the element "${element.nodeName}"`
    : `The element "${element.nodeName}"`;
  return fault(
    findings.tooLarge ? "too-large" : "invalid-data",
    `${place} ${first.message}.`,
    findings.details,
  );
}

/**
 * The value of XML content without its element, as initial values have it (`initialXml`): text or elements.
 * Faults: `invalid-data` for XML that is not well-formed and all that `fromXml` finds. Document types are not allowed.
 */
export function fromXmlText(content: string, type: DataType, types: TypeLibrary): Result<Json | undefined> {
  const document = new Document();
  const element = document.createElement("value");
  const isSimple = resolveType(type, types).kind === "simple";
  try {
    const prefixes = { resolveNamespacePrefix: (prefix: string) => (prefix === "xsi" ? XSI : undefined) };
    const parsed = parseXmlFragment(content, prefixes);
    while (parsed.firstChild) element.appendChild(parsed.firstChild);
  } catch (error) {
    // Files have text such as "a < b" as it is: only simple types are that certain to mean no markup.
    if (!isSimple) return fault("invalid-data", `The content is no well-formed XML: ${firstLine(error)}`);
    element.appendChild(document.createTextNode(content));
  }
  return fromXml(element, type, types);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
