/**
 * Evaluates XQuery over the XML view and XPath over JSON by fontoxpath, an engine in plain JavaScript that runs inside the
 * workflow. An expression is read once and kept; evaluation has no clock, network or files of its own, and a limit of work.
 */
import type { INodesFactory, ReturnType } from "fontoxpath";
import * as slimdom from "slimdom";
import { fault, ok, type Failure, type FaultType, type Result } from "../../../model/fault.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../model/json.ts";
import { Budget, Exhausted, MAX_WORK, STEP, type StepWork } from "../budget.ts";
import { createTypedValueFactory, evaluateXPath } from "./fontoxpath.ts";
import { compiledQuery, LANGUAGES, type QueryLanguage } from "./compile.ts";
import "./functions.ts";
import type { Surroundings, TimerState } from "./functions.ts";
import { Shown, type XmlSource } from "../../xml/lazy-view.ts";

/** The time that expressions see where there is no step that says one: 2000-01-01T00:00:00Z. */
export const FIXED_NOW = 946_684_800_000;

/** What an evaluation knows besides its data. */
export interface Circumstances {
  /** epoch milliseconds; `FIXED_NOW` by default */
  readonly now?: number | undefined;
  /** state of a task's timer by the task's name; dormant by default */
  readonly timers?: ((task: string) => TimerState) | undefined;
  /** what the expressions of the step may still do; without it each one may do all that an expression may */
  readonly work?: StepWork | undefined;
}

/** What an XQuery sees. */
export interface XmlContext extends XmlSource, Circumstances {}

/** Numbers of fontoxpath's answers: all items as they are, or their effective boolean value. */
const ALL_RESULTS: ReturnType = evaluateXPath.ALL_RESULTS_TYPE;
const BOOLEAN: ReturnType = evaluateXPath.BOOLEAN_TYPE;

/** Owner of the nodes of a query's constructors; nothing of it stays in the document. */
const workshop = new slimdom.Document();

/** Makes the nodes of a query's constructors, and charges for them. */
function nodesFactory(budget: Budget): INodesFactory {
  const paid = <T>(text: string, made: T): T => {
    budget.spend(STEP);
    budget.read(text);
    return made;
  };
  return {
    createAttributeNS: (namespace, name) => paid(name, workshop.createAttributeNS(namespace, name)),
    createCDATASection: (text) => paid(text, workshop.createCDATASection(text)),
    createComment: (text) => paid(text, workshop.createComment(text)),
    createDocument: () => paid("", new slimdom.Document()),
    createElementNS: (namespace, name) => paid(name, workshop.createElementNS(namespace, name)),
    createProcessingInstruction: (target, text) =>
      paid(text, workshop.createProcessingInstruction(target, text)),
    createTextNode: (text) => paid(text, workshop.createTextNode(text)),
  };
}

interface Evaluation {
  readonly text: string;
  readonly language: QueryLanguage;
  readonly answer: ReturnType;
  /** the kind of fault that a failure is */
  readonly fails: FaultType;
  readonly source?: XmlSource;
  readonly variables?: JsonObject;
}

const NO_VARIABLES: JsonObject = {};

/** Evaluates within the limit of work. */
function evaluate(
  { text, language, answer, fails, source, variables = NO_VARIABLES }: Evaluation,
  { now = FIXED_NOW, timers = () => "dormant", work }: Circumstances,
): Result<unknown> {
  const query = compiledQuery(text, language);
  if ("problem" in query)
    return fault(query.isTooLarge ? "too-large" : fails, `The expression ${shorten(text)} ${query.problem}.`);
  const budget = new Budget(Math.min(MAX_WORK, work?.left ?? MAX_WORK));
  const { values, widest } = bound(variables, query.variables);
  const surroundings: Surroundings = { budget, now, timers, widest };
  try {
    const found: unknown = evaluateXPath(
      query.module,
      source?.document ?? null,
      new Shown(source, budget),
      values,
      answer,
      {
        ...LANGUAGES[language],
        currentContext: surroundings,
        namespaceResolver: noNamespace,
        nodesFactory: nodesFactory(budget),
      },
    );
    return ok(found);
  } catch (error) {
    if (budget.reason !== undefined || error instanceof Exhausted)
      return fault("too-large", `The expression ${shorten(text)} ${budget.reason ?? "needs too much work"}.`);
    // a stack that is too small for the query: the limits of nesting leave room for whatever a query may reasonably be
    if (error instanceof RangeError && /call stack/.test(error.message))
      return fault("too-large", `The expression ${shorten(text)} nests too deep.`);
    return failed(fails, text, error);
  } finally {
    if (work) work.left = Math.max(0, work.left - budget.spent);
  }
}

const noNamespace = (): null => null;

/** JSON values as fontoxpath has them, each made once: values never change in place. */
const converted = new WeakMap<object, { readonly value: unknown; readonly widest: number }>();

/** The variables that a query uses, and how many properties their largest object has. */
function bound(
  variables: JsonObject,
  used: ReadonlySet<string>,
): { readonly values: Record<string, unknown>; readonly widest: number } {
  const values: Record<string, unknown> = {};
  let widest = 0;
  for (const name of used) {
    if (!Object.hasOwn(variables, name)) continue;
    const value = variables[name] ?? null;
    if (value === null || typeof value !== "object") {
      values[name] = value;
      continue;
    }
    let known = converted.get(value);
    if (!known) {
      known = { value: createTypedValueFactory("item()?")(value, PLAIN), widest: widestOf(value) };
      converted.set(value, known);
    }
    values[name] = known.value;
    widest = Math.max(widest, known.widest);
  }
  return { values, widest };
}

function widestOf(value: Json): number {
  if (value === null || typeof value !== "object") return 0;
  const entries: readonly Json[] = isJsonObject(value) ? Object.values(value) : value;
  let widest = isJsonObject(value) ? entries.length : 0;
  for (const entry of entries) widest = Math.max(widest, widestOf(entry));
  return widest;
}

/** There are no nodes in JSON. */
const PLAIN = new Shown(undefined, new Budget());

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
  const found = evaluate(
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
  const found = evaluate(
    {
      text: `string(${text})`,
      language: "xquery",
      answer: evaluateXPath.STRING_TYPE,
      fails: "mapping-failed",
      source: context,
    },
    context,
  );
  return found.ok ? ok(String(found.value)) : found;
}

/** The effective boolean value of an XQuery predicate. */
export function queryBoolean(text: string, context: XmlContext): Result<boolean> {
  const found = evaluate(
    { text, language: "xquery", answer: BOOLEAN, fails: "predicate-failed", source: context },
    context,
  );
  return found.ok ? ok(found.value === true) : found;
}

/** The value of an XPath over JSON variables: none is `undefined`, several become an array. */
export function evaluateJson(
  text: string,
  variables: JsonObject,
  circumstances: Circumstances = {},
): Result<Json | undefined> {
  const found = evaluate(
    { text, language: "xpath", answer: ALL_RESULTS, fails: "mapping-failed", variables },
    circumstances,
  );
  if (!found.ok) return found;
  const items = Array.isArray(found.value) ? (found.value as readonly unknown[]) : [found.value];
  if (items.length === 0) return ok(undefined);
  const values = items.map(toJson);
  return ok(values.length === 1 ? values[0] : values);
}

/** The effective boolean value of an XPath over JSON variables. */
export function evaluateJsonBoolean(
  text: string,
  variables: JsonObject,
  circumstances: Circumstances = {},
): Result<boolean> {
  const found = evaluate(
    { text, language: "xpath", answer: BOOLEAN, fails: "predicate-failed", variables },
    circumstances,
  );
  return found.ok ? ok(found.value === true) : found;
}

/** fontoxpath answers maps as plain objects. */
function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
  }
  return null;
}

export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function failed(type: FaultType, text: string, error: unknown): Failure {
  return fault(type, `The expression ${shorten(text)} fails: ${reasonOf(error)}`);
}

/** fontoxpath draws the script around its message; the line with the error code is what a person needs. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, name, own] = /^Custom XPath function Q\{[^}]*\}([\w-]+) raised:\n([^\n]*)/m.exec(message) ?? [];
  if (name !== undefined && own !== undefined) return shorten(`${name}(): ${own}`);
  return shorten(/[A-Z]{4}\d{4}: [^\n]*/.exec(message)?.[0] ?? message.trim());
}
