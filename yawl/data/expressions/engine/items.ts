/**
 * Values as fontoxpath has them inside: items with a type, arrays with `members`, maps with entries. Its own way to hand
 * them to a function makes plain values of them, part by part, however often the same part is in them.
 */
import type { Budget } from "../budget.ts";
import { isDecimal } from "../decimals.ts";
import { textSize } from "../sizes.ts";
import { typedValueFactory } from "./fontoxpath.ts";

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

/** An item with its type, as fontoxpath has it inside. */
interface Item {
  type: number;
  readonly value: unknown;
}

const anything = typedValueFactory("item()?");

/** A value as fontoxpath takes it from outside: it bears its items under one of its properties. */
const sample: object = typedValueFactory("xs:decimal")(1);
const ITEMS = Object.keys(sample).find((key) => Array.isArray(Reflect.get(sample, key))) ?? "";

/** The mark by which it is known. */
const [MARK = Symbol("none")] = Object.getOwnPropertySymbols(sample);

function itemOf(value: object): Item {
  const items: unknown = Reflect.get(value, ITEMS);
  const [item] = Array.isArray(items) ? (items as readonly unknown[]) : [];
  if (typeof item !== "object" || item === null || !("type" in item))
    throw new Error("fontoxpath bears its values in another way than version 3.34 does");
  return item as Item;
}

const DECIMAL = itemOf(sample).type;
const INTEGER = itemOf(typedValueFactory("xs:integer")(1)).type;
const DOUBLE = itemOf(typedValueFactory("xs:double")(1)).type;

function typeOfNumber(value: number, isFraction: boolean): number {
  if (Number.isSafeInteger(value)) return isFraction ? DECIMAL : INTEGER;
  return isDecimal(value) ? DECIMAL : DOUBLE;
}

/**
 * A number as XPath has it: an `xs:integer` when it is a whole one, an `xs:decimal`, or an `xs:double` when it is too large or
 * too small for a decimal.
 * @param isFraction also a whole number is an `xs:decimal`, e.g. as a quotient
 */
export function typedNumber(value: number, isFraction: boolean): object {
  const item: Item = { type: typeOfNumber(value, isFraction), value };
  return { [MARK]: true, [ITEMS]: [item] };
}

/** A JSON value as XPath has it: objects are maps, lists are arrays, numbers as `typedNumber` says. */
export function typedValue(value: unknown): object {
  const made: object = anything(value);
  giveTypes(itemOf(made));
  return made;
}

/** fontoxpath makes every number a double. */
function giveTypes(item: object): void {
  const parts = partsOf(item);
  if (!parts) {
    const { type, value } = item as Item;
    if (type === DOUBLE && typeof value === "number") (item as Item).type = typeOfNumber(value, false);
    return;
  }
  for (const part of parts) {
    const { value: items } = part();
    for (let next = items.next(0); next.done !== true; next = items.next(0))
      if (typeof next.value === "object" && next.value !== null) giveTypes(next.value);
  }
}
