/** Looking at JSON values safely: own properties only, and arrays that stay typed. */
import type { DataType, NamedType, TypeLibrary } from "../../model/datatype.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Json } from "../../model/json.ts";

/** The own value of a property: never an inherited one such as `constructor`. */
export function own(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Whether a value is an array; TypeScript loses the type of the entries otherwise. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A scalar as text, as it stands in XML without a type. */
export function scalarText(value: boolean | number | string): string {
  return Object.is(value, -0) ? "0" : String(value);
}

/** The type that a name stands for; a name that the specification does not define is of any type. */
export function resolveType(type: DataType, types: TypeLibrary): Exclude<DataType, NamedType> {
  let current = type;
  for (let steps = 0; current.kind === "named"; steps += 1) {
    const next: DataType | undefined = Object.hasOwn(types, current.name) ? types[current.name] : undefined;
    // Names that only stand for each other never end.
    if (!next || steps > 100) return { kind: "any" };
    current = next;
  }
  return current;
}
