/** The few things that conversions ask of XML nodes. */
import type * as slimdom from "slimdom";
import { MAX_DEPTH } from "../types/findings.ts";

/** Namespace of `xsi:nil` and `xsi:type`. */
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";
/** Namespace of the attributes that declare namespaces. */
export const XMLNS = "http://www.w3.org/2000/xmlns/";

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/** Whether a node is an element. */
export function isElement(node: slimdom.Node): node is slimdom.Element {
  return node.nodeType === ELEMENT;
}

/** Child elements in order. */
export function childElements(element: slimdom.Element): readonly slimdom.Element[] {
  const children: slimdom.Element[] = [];
  for (let node = element.firstChild; node; node = node.nextSibling) if (isElement(node)) children.push(node);
  return children;
}

/** The text that stands directly inside an element; comments and processing instructions are no data. */
export function ownText(element: slimdom.Element): string {
  let text = "";
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === TEXT || node.nodeType === CDATA) text += node.nodeValue ?? "";
  }
  return text;
}

/** Whether a text is more than the white space that indents elements. */
export function isMeaningful(text: string): boolean {
  return /[^ \t\n\r]/.test(text);
}

/** Attributes that are data: without those of XML Schema itself and without declarations of namespaces. */
export function dataAttributes(element: slimdom.Element): readonly slimdom.Attr[] {
  if (element.attributes.length === 0) return [];
  return element.attributes.filter(({ namespaceURI }) => namespaceURI !== XSI && namespaceURI !== XMLNS);
}

/** Whether the element says that it is nil. */
export function isNil(element: slimdom.Element): boolean {
  if (element.attributes.length === 0) return false;
  const nil = element.getAttributeNS(XSI, "nil");
  return nil === "true" || nil === "1";
}

/** Marks an element as nil: its value is null. */
export function setNil(element: slimdom.Element): void {
  element.setAttributeNS(XSI, "xsi:nil", "true");
}

/** Adds text to an element; empty text adds nothing. */
export function appendText(element: slimdom.Element, text: string): void {
  if (text !== "" && element.ownerDocument) element.appendChild(element.ownerDocument.createTextNode(text));
}

/** Data is checked before it becomes XML; data that is not would otherwise end the stack. */
export function assertDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError(`data nests deeper than ${MAX_DEPTH} levels`);
}
