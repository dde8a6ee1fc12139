/** Whether two models say the same: places aside, which belong to the file that a model was read from. */
import { isJsonObject, type Json } from "../../model/json.ts";

/** Whether two parts of a model say the same, places aside. */
export function isSame(one: unknown, other: unknown): boolean {
  return differences(one, other, 1).length === 0;
}

/** Paths at which two values differ, the first ones. */
export function differences(one: unknown, other: unknown, most: number): readonly string[] {
  const found: string[] = [];
  compare(one, other, "", found, most);
  return found;
}

function compare(one: unknown, other: unknown, path: string, found: string[], most: number): void {
  if (found.length >= most || Object.is(one, other)) return;
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) found.push(path);
    else
      for (const [index, entry] of one.entries())
        compare(entry, other[index], `${path}/${index}`, found, most);
    return;
  }
  if (isJsonObject(one) && isJsonObject(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const [left, right] = [own(one, key), own(other, key)];
      if (key === "place" && isPlace(left) !== isPlace(right) && (left ?? right) !== undefined) continue;
      if (key === "place" && isPlace(left) && isPlace(right)) continue;
      compare(left, right, `${path}/${key}`, found, most);
    }
    return;
  }
  found.push(path);
}

function own(object: { readonly [name: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isPlace(value: Json | undefined): boolean {
  return isJsonObject(value) && typeof value["line"] === "number" && typeof value["column"] === "number";
}
