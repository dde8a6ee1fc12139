/**
 * Values as fontoxpath has them inside: items with a type, arrays with `members`, maps with entries. Its own way to hand
 * them to a function makes plain values of them, part by part, however often the same part is in them.
 */
import type { Budget } from "../budget.ts";
import { textSize } from "../sizes.ts";

/** A sequence of items; an iterator goes through it once, or always from the start. */
interface Sequence {
  readonly value: { next(hint: number): { readonly done?: boolean; readonly value?: unknown } };
}

/** What gives a sequence, each time from its start. */
type Giver = () => Sequence;

const sizes = new WeakMap<object, number>();

/** The size of what a function without parameters gives; parts whose size is known are not looked at again. */
export function sizeOfItems(give: unknown, budget: Budget): number {
  return sizeOfSequence(give as Giver, budget);
}

function sizeOfSequence(give: Giver, budget: Budget): number {
  const { value: items } = give();
  let size = 0;
  for (let next = items.next(0); next.done !== true; next = items.next(0)) {
    budget.spend(1 / 4);
    size += sizeOfItem(next.value, budget);
  }
  return size;
}

function sizeOfItem(item: unknown, budget: Budget): number {
  if (typeof item !== "object" || item === null) return 1;
  const known = sizes.get(item);
  if (known !== undefined) return known;
  const parts = partsOf(item);
  if (!parts) {
    const { value } = item as { readonly value?: unknown };
    return typeof value === "string" ? textSize(value) : 1;
  }
  let size = 1;
  for (const part of parts) size += sizeOfSequence(part, budget);
  sizes.set(item, size);
  return size;
}

/** What an array or a map holds; `undefined` for everything else. */
function partsOf(item: object): readonly Giver[] | undefined {
  if ("members" in item && Array.isArray(item.members)) return item.members as readonly Giver[];
  for (const value of Object.values(item) as readonly unknown[]) {
    if (!Array.isArray(value)) continue;
    const entries: readonly unknown[] = value;
    if (entries.length > 0 && entries.every(isEntry)) return entries.map((entry) => entry.value);
  }
  return undefined;
}

function isEntry(entry: unknown): entry is { readonly value: Giver } {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "key" in entry &&
    "value" in entry &&
    typeof entry.value === "function"
  );
}
