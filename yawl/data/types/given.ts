/** Which value a variable gets from what was sent: the same when a case starts, an item ends and a call answers. */
import type { TypeLibrary } from "../../model/datatype.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import type { Variable } from "../../model/specification.ts";
import { own } from "./shape.ts";
import { isGiven } from "./validate.ts";

/**
 * The values of variables: what was sent, with the defaults of what was left out. Null where the type has no null says that
 * the variable has no value, and no default either.
 * @param data what `checkObject` found nothing wrong with
 */
export function valuesOf(variables: readonly Variable[], data: JsonObject, types: TypeLibrary): JsonObject {
  const values: Record<string, Json> = {};
  for (const { name, type, initial } of variables) {
    const value = Object.hasOwn(data, name) ? own(data, name) : initial;
    if (isGiven(value, type, types)) values[name] = value;
  }
  return values;
}
