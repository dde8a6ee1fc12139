/**
 * Evaluates expressions by fontoxpath, an XPath and XQuery 3.1 engine in plain JavaScript that runs inside the workflow.
 * It parses an expression once and keeps it; evaluation has no clock, network or files of its own.
 */
import type { INodesFactory, ReturnType } from "fontoxpath";
import * as slimdom from "slimdom";
import { fault, ok, type Failure, type FaultType, type Result } from "../spec/fault.ts";
import type { Json, JsonObject } from "../spec/json.ts";
import { evaluateXPath } from "./fontoxpath.ts";

const XQUERY = { language: evaluateXPath.XQUERY_3_1_LANGUAGE } as const;
const XPATH = { language: evaluateXPath.XPATH_3_1_LANGUAGE } as const;

/** Numbers of fontoxpath's answers: all items as they are, or their effective boolean value. */
const ALL_RESULTS: ReturnType = evaluateXPath.ALL_RESULTS_TYPE;
const BOOLEAN: ReturnType = evaluateXPath.BOOLEAN_TYPE;

/** Makes the nodes of a query's constructors; nothing of it stays in the document. */
const workshop = new slimdom.Document();
const NODES: INodesFactory = {
  createAttributeNS: (namespace, name) => workshop.createAttributeNS(namespace, name),
  createCDATASection: (text) => workshop.createCDATASection(text),
  createComment: (text) => workshop.createComment(text),
  createDocument: () => new slimdom.Document(),
  createElementNS: (namespace, name) => workshop.createElementNS(namespace, name),
  createProcessingInstruction: (target, text) => workshop.createProcessingInstruction(target, text),
  createTextNode: (text) => workshop.createTextNode(text),
};

/** What an XQuery sees. */
export interface XmlContext {
  readonly document: slimdom.Document;
}

const ELEMENT_NODE = 1;
const DOCUMENT_NODE = 9;

function isNode(value: unknown): value is slimdom.Node {
  return typeof value === "object" && value !== null && "nodeType" in value;
}

/** Everything that the query gives: nodes and atomic values, in order. */
function evaluateAll(text: string, { document }: XmlContext): readonly unknown[] {
  const found: unknown = evaluateXPath(text, document, null, {}, ALL_RESULTS, {
    ...XQUERY,
    nodesFactory: NODES,
  });
  return Array.isArray(found) ? found : [found];
}

/**
 * The elements that an XQuery gives; a document stands for its root element.
 * @returns a `mapping-failed` fault when the query fails or gives something that is no element
 */
export function queryElements(text: string, context: XmlContext): Result<readonly slimdom.Element[]> {
  let found: readonly unknown[];
  try {
    found = evaluateAll(text, context);
  } catch (error) {
    return failed("mapping-failed", text, error);
  }
  const elements: slimdom.Element[] = [];
  for (const item of found) {
    const node = isNode(item) && item.nodeType === DOCUMENT_NODE ? item.firstChild : item;
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
  try {
    return ok(
      evaluateXPath(`string(${text})`, context.document, null, {}, evaluateXPath.STRING_TYPE, {
        ...XQUERY,
        nodesFactory: NODES,
      }),
    );
  } catch (error) {
    return failed("mapping-failed", text, error);
  }
}

/** The effective boolean value of an XQuery predicate. */
export function queryBoolean(text: string, context: XmlContext): Result<boolean> {
  try {
    const value: unknown = evaluateXPath(text, context.document, null, {}, BOOLEAN, {
      ...XQUERY,
      nodesFactory: NODES,
    });
    return ok(value === true);
  } catch (error) {
    return failed("predicate-failed", text, error);
  }
}

/** The value of an XPath over JSON variables: none is `undefined`, several become an array. */
export function evaluateJson(text: string, variables: JsonObject): Result<Json | undefined> {
  try {
    const found: unknown = evaluateXPath(text, null, null, { ...variables }, ALL_RESULTS, XPATH);
    const items = Array.isArray(found) ? found : [found];
    if (items.length === 0) return ok(undefined);
    const values = items.map(toJson);
    return ok(values.length === 1 ? values[0] : values);
  } catch (error) {
    return failed("mapping-failed", text, error);
  }
}

/** The effective boolean value of an XPath over JSON variables. */
export function evaluateJsonBoolean(text: string, variables: JsonObject): Result<boolean> {
  try {
    const value: unknown = evaluateXPath(text, null, null, { ...variables }, BOOLEAN, XPATH);
    return ok(value === true);
  } catch (error) {
    return failed("predicate-failed", text, error);
  }
}

/** fontoxpath answers dates as `Date` and maps as plain objects. */
function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
  }
  return null;
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function failed(type: FaultType, text: string, error: unknown): Failure {
  return fault(type, `The expression ${shorten(text)} fails: ${reasonOf(error)}`);
}

/** fontoxpath draws the script around its message; the line with the error code is what a person needs. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return shorten(/[A-Z]{4}\d{4}: [^\n]*/.exec(message)?.[0] ?? message.trim());
}
