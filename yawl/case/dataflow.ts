/**
 * Data between nets and tasks (SEMANTICS 11): what an expression sees, and how its answer becomes a value.
 * Nothing here changes the state; the callers emit what comes out.
 */
import type * as slimdom from "slimdom";
import {
  evaluateJson,
  evaluateJsonBoolean,
  queryBoolean,
  queryElement,
  queryString,
  type Circumstances,
  type XmlContext,
} from "../data/expressions/xquery/evaluate.ts";
import { evaluateJsonata, evaluateJsonataBoolean } from "../data/expressions/jsonata/evaluate.ts";
import { simpleElement, simpleTruth } from "../data/expressions/xquery/simple.ts";
import { timerTruth, withQuotedTimers } from "../data/expressions/xquery/timer-predicate.ts";
import { checkValue, faultTypeOf } from "../data/types/validate.ts";
import { fromXml } from "../data/xml/convert.ts";
import { LazyView, type XmlView } from "../data/xml/lazy-view.ts";
import type { CompiledNet } from "../net/compiled.ts";
import type { DataType, TypeLibrary } from "../model/datatype.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { Expression, Mapping, Variable } from "../model/specification.ts";

/** What expressions see: typed values under a root element, and the circumstances of the step. */
export interface DataScope extends XmlView, Circumstances {}

/** @param step gives the specification's types and the time */
export function netScope(
  net: CompiledNet,
  data: JsonObject,
  { linked, now, work, timers }: Circumstances & { readonly linked: { readonly types: TypeLibrary } },
): DataScope {
  return { root: net.root, variables: net.variables, data, types: linked.types, now, work, timers };
}

/** The value of a variable; `undefined` when it has none. */
export function valueOf(data: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

/** Views by the data that they show: data never changes in place, so a view stays right. */
const views = new WeakMap<JsonObject, LazyView[]>();

/** The XML view: the root element with one element for each variable, those without a value empty. */
export function documentOf(scope: DataScope): XmlContext {
  const { data, root, variables, types, now, timers, work } = scope;
  const known = views.get(data) ?? [];
  let view = known.find((each) => each.shows(scope));
  if (!view) {
    view = new LazyView({ root, variables, data, types });
    views.set(data, [...known, view]);
  }
  return { document: view.document, view, now, timers, work };
}

/** The variables as an XPath over JSON sees them: every declared one is there, those without a value are empty. */
function jsonVariables(scope: DataScope): JsonObject {
  const values: Record<string, Json> = {};
  for (const { name } of scope.variables) values[name] = valueOf(scope.data, name) ?? null;
  return values;
}

/** The variables as JSONata sees them: those that have a value. */
function ownData({ data, variables }: DataScope): JsonObject {
  const values: Record<string, Json> = {};
  for (const { name } of variables) {
    const value = valueOf(data, name);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/**
 * The value of an expression for a variable of the given type; `undefined` empties the variable.
 * @returns a `mapping-failed` fault when the expression fails, gives nothing (XQuery) or gives what the type does not allow
 */
export function evaluate(expression: Expression, scope: DataScope, type: DataType): Result<Json | undefined> {
  switch (expression.language) {
    case "variable": {
      const value = valueOf(scope.data, expression.text);
      const source = scope.variables.find(({ name }) => name === expression.text);
      return source?.type === type ? ok(value) : fitting(value, expression, scope, type);
    }
    case "jsonata": {
      const value = evaluateJsonata(expression.text, ownData(scope), scope);
      if (!value.ok) return value;
      return fitting(value.value ?? undefined, expression, scope, type);
    }
    case "xpath": {
      const value = evaluateJson(expression.text, jsonVariables(scope), scope);
      if (!value.ok) return value;
      return fitting(value.value ?? undefined, expression, scope, type);
    }
    case "xquery": {
      const element = elementOf(expression.text, scope);
      if (!element.ok) return element;
      const value = fromXml(element.value, type, scope.types);
      if (value.ok) return fitting(value.value, expression, scope, type);
      return fault(
        "mapping-failed",
        `The query ${expression.text} gives a value of the wrong type: ${value.fault.message}`,
        value.fault.details,
      );
    }
  }
}

/** The value, if its type allows it (SEMANTICS 12). */
function fitting(
  value: Json | undefined,
  { text }: Expression,
  scope: DataScope,
  type: DataType,
): Result<Json | undefined> {
  const problems = checkValue(value, type, scope.types, "", scope.work);
  if (problems.length === 0) return ok(value);
  return fault(
    faultTypeOf(problems, "mapping-failed"),
    `The expression ${text} gives a value of the wrong type: ${problems[0]?.pointer ?? ""} ${problems[0]?.message ?? ""}`,
    problems,
  );
}

/** The truth of a predicate. */
export function holds(predicate: Expression, scope: DataScope): Result<boolean> {
  switch (predicate.language) {
    case "variable":
      return ok(valueOf(scope.data, predicate.text) === true);
    case "jsonata":
      return evaluateJsonataBoolean(predicate.text, ownData(scope), scope);
    case "xpath":
      return evaluateJsonBoolean(predicate.text, jsonVariables(scope), scope);
    case "xquery":
      return xqueryTruth(predicate.text, scope);
  }
}

/** The element that an XQuery gives over the XML view. */
export function elementOf(text: string, scope: DataScope): Result<slimdom.Element> {
  const simple = simpleElement(text, scope);
  if (simple) return ok(simple);
  if (text.startsWith("#external:"))
    return fault(
      "mapping-failed",
      `The mapping asks a database gateway, which Mizzen does not have: ${text}`,
    );
  return queryElement(withQuotedTimers(text), documentOf(scope));
}

function xqueryTruth(text: string, scope: DataScope): Result<boolean> {
  const simple = simpleTruth(text, scope);
  if (simple !== undefined) return ok(simple);
  return timerTruth(text, scope.timers) ?? queryBoolean(withQuotedTimers(text), documentOf(scope));
}

/** Values for some variables, and which of them became empty. */
export interface Mapped {
  readonly values: JsonObject;
  readonly emptied: readonly string[];
}

export const NO_CHANGE: Mapped = { values: {}, emptied: [] };

/** The data after a change. */
export function changed(data: JsonObject, { values, emptied }: Mapped): JsonObject {
  const next = { ...data, ...values };
  for (const name of emptied) delete next[name];
  return next;
}

/**
 * Evaluates mappings into the variables that they name. All see the same data: none sees what another one gave.
 * @param targets declared variables or parameters; a mapping to anything else is a `mapping-failed` fault
 */
export function runMappings(
  mappings: readonly Mapping[],
  scope: DataScope,
  targets: readonly Variable[],
): Result<Mapped> {
  if (mappings.length === 0) return ok(NO_CHANGE);
  const values: Record<string, Json> = {};
  const emptied: string[] = [];
  for (const { query, mapsTo } of mappings) {
    const target = targets.find(({ name }) => name === mapsTo);
    if (!target) return fault("mapping-failed", `There is no variable "${mapsTo}" to map to.`);
    const value = evaluate(query, scope, target.type);
    if (!value.ok) {
      return fault(
        value.fault.type,
        `The mapping to "${mapsTo}" failed. ${value.fault.message}`,
        value.fault.details,
      );
    }
    if (value.value === undefined) emptied.push(mapsTo);
    else values[mapsTo] = value.value;
  }
  return ok({ values, emptied });
}

/** Initial values of variables that are not among the given ones; one that is null is given. */
export function withInitials(variables: readonly Variable[], data: JsonObject): JsonObject {
  const completed: Record<string, Json> = {};
  for (const { name, initial } of variables) {
    const given = valueOf(data, name);
    const value = given === undefined ? initial : given;
    if (value !== undefined) completed[name] = value;
  }
  return completed;
}

/** A label with its expressions filled in; an expression that fails leaves its place empty: a title never stops a case. */
export function fillLabel(label: readonly (string | Expression)[], scope: DataScope): string {
  return label
    .map((part) => {
      if (typeof part === "string") return part;
      const value =
        part.language === "xquery"
          ? queryString(part.text, documentOf(scope))
          : evaluate(part, scope, { kind: "any" });
      if (!value.ok || value.value === undefined || value.value === null) return "";
      return typeof value.value === "object" ? JSON.stringify(value.value) : String(value.value);
    })
    .join("")
    .slice(0, 200);
}
