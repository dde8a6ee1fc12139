/** JSON values with one thing changed: what programs send by mistake. */
import fc from "fast-check";
import { isJsonObject, type Json } from "../../yawl/model/json.ts";

const STRANGE: readonly Json[] = [
  null,
  true,
  "true",
  0,
  -1,
  5,
  7.25,
  1e21,
  "",
  "x",
  "007",
  "5",
  "2026-02-30",
  "a b",
  [],
  [1],
  {},
  { "#text": "5" },
];

type Change = (value: Json, strange: Json) => Json | undefined;

const CHANGES: readonly Change[] = [
  () => undefined,
  (_value, strange) => strange,
  (value) => [value],
  (value) => (Array.isArray(value) ? (value as Json[])[0] : JSON.stringify(value)),
  (value) => (Array.isArray(value) ? [...(value as Json[]), ...(value as Json[])] : value),
  (value, strange) => (isJsonObject(value) ? { ...value, unknown: strange } : value),
  (value) => (typeof value === "number" ? String(value) : value),
  (value) => (typeof value === "string" && value !== "" ? Number(value) : value),
  (value) => (typeof value === "string" ? `${value}!` : value),
];

/** The value with one change somewhere, which may or may not leave it right. */
export function changedJson(value: Json): fc.Arbitrary<Json> {
  return fc
    .tuple(fc.nat(), fc.constantFrom(...CHANGES), fc.constantFrom(...STRANGE))
    .map(([where, change, strange]) => {
      let left = where % countOf(value);
      const visit = (part: Json): Json | undefined => {
        left -= 1;
        if (left === -1) return change(part, strange);
        if (Array.isArray(part)) return (part as Json[]).flatMap((entry) => present(visit(entry)));
        if (!isJsonObject(part)) return part;
        return Object.fromEntries(
          Object.entries(part).flatMap(([name, entry]) => present(visit(entry)).map((kept) => [name, kept])),
        );
      };
      return JSON.parse(JSON.stringify(visit(value) ?? {})) as Json;
    });
}

function present(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

function countOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, part: Json) => sum + countOf(part), 1);
}
