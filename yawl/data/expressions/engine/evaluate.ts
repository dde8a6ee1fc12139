/**
 * Evaluates XQuery over the XML view and XPath over JSON by fontoxpath, an engine in plain JavaScript that runs inside the
 * workflow. An expression is read once and kept; evaluation has no clock, network or files of its own, and a limit of work.
 */
import type { INodesFactory, ReturnType } from "fontoxpath";
import * as slimdom from "slimdom";
import { fault, ok, type Failure, type FaultType, type Result } from "../../../model/fault.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../model/json.ts";
import { Budget, Exhausted, MAX_WORK, STEP } from "../budget.ts";
import { evaluateXPath, LANGUAGES } from "./fontoxpath.ts";
import { compiledQuery, type QueryLanguage } from "./compile.ts";
import "./answers.ts";
import type { Surroundings } from "./define.ts";
import { sizeOf } from "../sizes.ts";
import { PART } from "./functions.ts";
import { typedNumber, typedValue } from "./items.ts";
import { FIXED_NOW, shorten, type Circumstances } from "../language.ts";
import { Shown, type XmlSource } from "../../xml/lazy-view.ts";

/** Numbers of fontoxpath's answers: all items as they are, or their effective boolean value. */
export const ALL_RESULTS: ReturnType = evaluateXPath.ALL_RESULTS_TYPE;
/** Number of fontoxpath's answer as effective boolean value. */
export const BOOLEAN: ReturnType = evaluateXPath.BOOLEAN_TYPE;
/** Number of fontoxpath's answer as text. */
export const STRING: ReturnType = evaluateXPath.STRING_TYPE;

/** Owner of the nodes of a query's constructors; nothing of it stays in the document. */
const workshop = new slimdom.Document();

/** Makes the nodes of a query's constructors, and has them paid. */
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

/** One evaluation: of what, over what, for which answer. */
export interface Evaluation {
  readonly text: string;
  readonly language: QueryLanguage;
  readonly answer: ReturnType;
  /** the kind of fault that a failure is */
  readonly fails: FaultType;
  readonly source?: XmlSource;
  readonly variables?: JsonObject;
}

const NO_VARIABLES: JsonObject = {};

/**
 * Evaluates within the limit of work.
 * @returns what fontoxpath gives for the answer that is asked for; a fault of the kind `fails`, or `too-large`
 */
export function evaluateQuery(
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
    for (const name of query.weighed) {
      const value = variables[name];
      if (typeof value === "object" && value !== null) budget.spend(sizeOf(value, () => undefined) * PART);
    }
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
      values[name] = typeof value === "number" ? typedNumber(value, false) : value;
      continue;
    }
    let known = converted.get(value);
    if (!known) {
      known = { value: typedValue(value), widest: widestOf(value) };
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

function failed(type: FaultType, text: string, error: unknown): Failure {
  return fault(type, `The expression ${shorten(text)} fails: ${reasonOf(error)}`);
}

/** fontoxpath draws the script around its message; the line with the error code is what a person needs. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, name, own] = /^Custom XPath function Q\{[^}]*\}([\w-]+) raised:\n([^\n]*)/m.exec(message) ?? [];
  if (name !== undefined && own !== undefined)
    return shorten(/^[A-Z]{4}\d{4}: /.test(own) ? own : `${name}(): ${own}`);
  return shorten(/[A-Z]{4}\d{4}: [^\n]*/.exec(message)?.[0] ?? message.trim());
}
