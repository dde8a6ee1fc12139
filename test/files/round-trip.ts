/** Written and read again: what has to be the same. */
import assert from "node:assert/strict";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import type { Specification } from "../../yawl/model/specification.ts";

/** Reads what the writer makes of a specification. */
export function written(specification: Specification): Specification {
  const { text } = writeYawl(specification);
  const result = readYawl(text);
  if (!result.ok) assert.fail(`${result.fault.message}\n${JSON.stringify(result.fault.details)}\n${text}`);
  return result.value.specification;
}

/**
 * The parts of a model that a written file has to say: without places and the format's name, and without what has no
 * meaning: `mandatory: false`, a distribution set with `variables: []`, the order of a cancellation set and of what
 * was not understood, white space around texts.
 */
export function essence(specification: Specification): unknown {
  const { format, ...rest } = specification;
  assert.ok(format);
  return simplify(rest);
}

/** The same without the places in a file. */
export function withoutPlaces<T>(value: T): T {
  const text = JSON.stringify(value, (key, entry: unknown) => (key === "place" ? undefined : entry));
  return JSON.parse(text) as T;
}

function simplify(value: unknown): unknown {
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return value.map(simplify);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, entry]) => !isNoise(key, entry))
    .map(
      ([key, entry]) =>
        [key, key === "removes" || key === "unread" ? sorted(simplify(entry)) : simplify(entry)] as const,
    );
  return Object.fromEntries(entries);
}

function isNoise(key: string, value: unknown): boolean {
  if (key === "mandatory") return value === false;
  if (key === "variables" || key === "enablementMappings") return Array.isArray(value) && value.length === 0;
  if (key === "declared") return JSON.stringify(value) === "{}";
  return key === "place" || key === "line" || key === "column";
}

function sorted(list: unknown): unknown {
  return Array.isArray(list) ? list.map((each: unknown) => JSON.stringify(each)).toSorted() : list;
}

/** Fails unless writing and reading give the same model. */
export function assertSameAfterwards(specification: Specification, name = ""): void {
  assert.deepEqual(essence(written(specification)), essence(specification), name);
}
