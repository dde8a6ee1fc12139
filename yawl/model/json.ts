/** Plain JSON values: the only shape that data and state have at every border (REST, history, projection). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object: values by name. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Whether a value is an object, neither an array nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text that is the same for equal values, whatever the order of their properties. */
export function canonical(value: Json | undefined): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return `[${value.map((entry: Json) => canonical(entry)).join(",")}]`;
  if (isJsonObject(value)) {
    const entries = Object.keys(value)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${entries.join(",")}}`;
  }
  return JSON.stringify(value);
}
