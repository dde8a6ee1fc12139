/** XPath over JSON: every variable is `$name`, objects are maps. */
import { fault, ok, type Result } from "../../../model/fault.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../model/json.ts";
import { ALL_RESULTS, BOOLEAN, evaluateQuery } from "../engine/evaluate.ts";
import { shorten, type Circumstances } from "../language.ts";

/** The value of an XPath over JSON variables: none is `undefined`, several become an array. */
export function evaluateJson(
  text: string,
  variables: JsonObject,
  circumstances: Circumstances = {},
): Result<Json | undefined> {
  const found = evaluateItems(text, variables, circumstances);
  if (!found.ok || found.value.length > 1) return found;
  return ok(found.value[0]);
}

/** All items that an XPath gives. */
export function evaluateItems(
  text: string,
  variables: JsonObject,
  circumstances: Circumstances = {},
): Result<readonly Json[]> {
  const found = evaluateQuery(
    { text, language: "xpath", answer: ALL_RESULTS, fails: "mapping-failed", variables },
    circumstances,
  );
  if (!found.ok) return found;
  const items = Array.isArray(found.value) ? (found.value as readonly unknown[]) : [found.value];
  try {
    return ok(items.map(toJson));
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
    return fault("mapping-failed", `The expression ${shorten(text)} gives ${error.message}.`);
  }
}

/** A value that JSON does not have. */
class NoJson extends Error {}

/** The effective boolean value of an XPath over JSON variables. */
export function evaluateJsonBoolean(
  text: string,
  variables: JsonObject,
  circumstances: Circumstances = {},
): Result<boolean> {
  const found = evaluateQuery(
    { text, language: "xpath", answer: BOOLEAN, fails: "predicate-failed", variables },
    circumstances,
  );
  return found.ok ? ok(found.value === true) : found;
}

/** fontoxpath answers maps as plain objects. */
function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new NoJson(`${value}, which JSON does not have`);
    return value + 0;
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "function") throw new NoJson("a function, which is no data");
  if (Array.isArray(value)) return value.map(toJson);
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
  }
  return null;
}
