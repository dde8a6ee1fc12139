/** XQuery over XML: what a query gives as elements, as text, as truth. */
import type * as slimdom from "slimdom";
import { fault, ok, type Result } from "../../../model/fault.ts";
import type { XmlSource } from "../../xml/lazy-view.ts";
import { ALL_RESULTS, BOOLEAN, evaluateQuery, STRING } from "../engine/evaluate.ts";
import { shorten, type Circumstances } from "../language.ts";

/** What an XQuery sees. */
export interface XmlContext extends XmlSource, Circumstances {}

const ELEMENT_NODE = 1;
const DOCUMENT_NODE = 9;

function isNode(value: unknown): value is slimdom.Node {
  return typeof value === "object" && value !== null && "nodeType" in value;
}

/**
 * The elements that an XQuery gives; a document stands for its root element.
 * @returns a `mapping-failed` fault when the query fails or gives something that is no element, `too-large` when it does not
 *   come to an end
 */
export function queryElements(text: string, context: XmlContext): Result<readonly slimdom.Element[]> {
  const found = evaluateQuery(
    { text, language: "xquery", answer: ALL_RESULTS, fails: "mapping-failed", source: context },
    context,
  );
  if (!found.ok) return found;
  const elements: slimdom.Element[] = [];
  for (const item of Array.isArray(found.value) ? (found.value as readonly unknown[]) : [found.value]) {
    const given = isNode(item) ? (context.view?.solid(item) ?? item) : item;
    const node = isNode(given) && given.nodeType === DOCUMENT_NODE ? given.firstChild : given;
    if (!isNode(node) || node.nodeType !== ELEMENT_NODE) {
      return fault("mapping-failed", `The query gives something that is no element: ${shorten(text)}`);
    }
    // oxlint-disable-next-line no-unsafe-type-assertion -- nodeType 1 is an element in every DOM
    elements.push(node as slimdom.Element);
  }
  return ok(elements);
}

/**
 * The one element that a mapping's XQuery gives.
 * @returns a `mapping-failed` fault when the query fails or gives nothing (SEMANTICS 11: a null result is an error)
 */
export function queryElement(text: string, context: XmlContext): Result<slimdom.Element> {
  const found = queryElements(text, context);
  if (!found.ok) return found;
  const [first] = found.value;
  return first ? ok(first) : fault("mapping-failed", `The query gives nothing: ${shorten(text)}`);
}

/** The string value of what an XQuery gives, e.g. inside a label. */
export function queryString(text: string, context: XmlContext): Result<string> {
  const found = evaluateQuery(
    {
      text: `string(${text})`,
      language: "xquery",
      answer: STRING,
      fails: "mapping-failed",
      source: context,
    },
    context,
  );
  return found.ok ? ok(String(found.value)) : found;
}

/** The effective boolean value of an XQuery predicate. */
export function queryBoolean(text: string, context: XmlContext): Result<boolean> {
  const found = evaluateQuery(
    { text, language: "xquery", answer: BOOLEAN, fails: "predicate-failed", source: context },
    context,
  );
  return found.ok ? ok(found.value === true) : found;
}
