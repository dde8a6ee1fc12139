/**
 * How large values are. A value may hold the same part many times over, so that it takes little memory and is yet too large
 * for whatever looks at all of it; sizes are remembered for each part, and are known without looking at it again.
 */

/** Nodes that a value may have, texts included (a node for each 32 characters). */
export const MAX_SIZE = 400_000;

/** The size of a text as a part of a value. */
export function textSize(text: string): number {
  return 1 + text.length / 32;
}

const known = new WeakMap<object, number>();

/** Something that is no data: a property that only functions of a language have. */
export class NotData extends Error {}

/**
 * The size of a value of JSON: values never change in place.
 * @param look is told how many parts were looked at for the first time
 * @param isWhole values whose parts do not count
 * @throws NotData for objects that would pass as functions of JSONata
 */
export function sizeOf(
  value: unknown,
  look: (parts: number) => void,
  isWhole?: (value: unknown) => boolean,
): number {
  if (typeof value === "string") return textSize(value);
  if (typeof value !== "object" || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (isWhole?.(value)) return 1;
  const isList = Array.isArray(value);
  const parts: readonly unknown[] = isList ? value : Object.values(value);
  look(parts.length / 4);
  if (!isList && ("_jsonata_lambda" in value || "_jsonata_function" in value))
    throw new NotData("a property that begins with _jsonata_ is no data");
  let size = 1;
  for (const part of parts) size += sizeOf(part, look, isWhole);
  known.set(value, size);
  return size;
}
