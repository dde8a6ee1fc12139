/**
 * Data between nets and tasks (SEMANTICS 11): what an expression sees, and how its answer becomes a value.
 * Nothing here changes the state; the callers emit what comes out.
 */
import type { Circumstances, Scope } from "../data/expressions/language.ts";
import { languageOf } from "../data/expressions/languages.ts";
import type { CompiledNet } from "../net/compiled.ts";
import type { DataType, TypeLibrary } from "../model/datatype.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { Expression, Mapping, Variable } from "../model/specification.ts";

/** What expressions see: typed values under a root element, and the circumstances of the step. */
export type DataScope = Scope;

/** What expressions over a net need of the step that they are evaluated in. */
export interface Surroundings extends Pick<Circumstances, "now" | "work"> {
  readonly linked: { readonly types: TypeLibrary };
  /** states of the timers of a net instance, by the names of their tasks */
  timersIn(key: string): Circumstances["timers"];
}

/**
 * What an expression over a net's data sees.
 * @param step gives the specification's types, the time and the timers
 * @param key of the net instance
 */
export function netScope(net: CompiledNet, data: JsonObject, step: Surroundings, key: string): DataScope {
  const { linked, now, work } = step;
  const timers = step.timersIn(key);
  return { root: net.root, variables: net.variables, data, types: linked.types, now, work, timers };
}

/** The value of a variable; `undefined` when it has none. */
export function valueOf(data: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

/**
 * The value of an expression for a variable of the given type; `undefined` empties the variable.
 * @returns a `mapping-failed` fault when the expression fails, gives nothing (XQuery) or gives what the type does not allow
 */
export function evaluate(expression: Expression, scope: DataScope, type: DataType): Result<Json | undefined> {
  return languageOf(expression).value(expression.text, scope, type);
}

/** The truth of a predicate. */
export function holds(predicate: Expression, scope: DataScope): Result<boolean> {
  return languageOf(predicate).truth(predicate.text, scope);
}

/** Values for some variables, and which of them became empty. */
export interface Mapped {
  readonly values: JsonObject;
  readonly emptied: readonly string[];
}

/** Mappings that changed nothing. */
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
      const text = languageOf(part).text(part.text, scope);
      return text.ok ? text.value : "";
    })
    .join("")
    .slice(0, 200);
}
