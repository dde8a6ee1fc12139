/** What the languages over JSON have in common: values that are checked, texts of values, instances. */
import type { DataType } from "../../model/datatype.ts";
import { fault, ok, type Result } from "../../model/fault.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { own } from "../types/shape.ts";
import { checkValue, faultTypeOf } from "../types/validate.ts";
import type { ExpressionLanguage, Scope } from "./language.ts";

/** The value, if the type allows it (SEMANTICS 12). */
export function fitting(
  value: Json | undefined,
  text: string,
  scope: Pick<Scope, "types" | "work">,
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

/** Whether a type is that of lists, and of nothing else. */
export function isListType(type: DataType): boolean {
  return type.kind === "json"
    ? type.schema["type"] === "array"
    : type.kind === "simple" && type.list === true;
}

/** The declared variables; those without a value are `empty`, or not there. */
export function variablesOf({ data, variables }: Scope, empty?: null): JsonObject {
  const values: Record<string, Json> = {};
  for (const { name } of variables) {
    const value = own(data, name) ?? empty;
    if (value !== undefined) values[name] = value;
  }
  return values;
}

type ByValue = Pick<ExpressionLanguage, "text" | "parts" | "result" | "joined">;

/**
 * All that follows from the value of an expression.
 * @param sequence the items of an expression that gives a sequence by its form; `undefined` for the others
 */
export function byValue(
  value: ExpressionLanguage["value"],
  sequence?: (text: string, scope: Scope) => Result<readonly Json[]> | undefined,
): ByValue {
  return {
    text(text, scope) {
      const found = value(text, scope, { kind: "any" });
      return found.ok ? ok(jsonText(found.value)) : found;
    },
    parts(query, _splitter, scope) {
      const items = sequence?.(query, scope);
      if (items) return items;
      const found = value(query, scope, { kind: "any" });
      if (!found.ok) return found;
      if (found.value === undefined || found.value === null) return ok([]);
      return ok(Array.isArray(found.value) ? (found.value as readonly Json[]) : [found.value]);
    },
    result(text, scope) {
      const found = value(text, scope, { kind: "any" });
      return found.ok ? ok({ value: found.value ?? null }) : found;
    },
    joined(joiner, results, scope, type) {
      const seen: Scope = {
        ...scope,
        variables: [{ name: "results", type: { kind: "any" } }],
        data: { results: results.map((each) => each.value ?? null) },
      };
      return value(joiner, seen, type);
    },
  };
}

function jsonText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
