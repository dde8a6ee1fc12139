/** Whom a work item looks for, and what becomes of it when the organisation has answered. */
import { revised } from "../model/revised.ts";
import type { DistributionSet, Selector } from "../model/specification.ts";
import type { PersonItem } from "./item.ts";

/** Whom a work item looks for; the organisation is asked outside the core. */
export interface Demand {
  readonly set: DistributionSet;
  /** participants and roles that net variables named, resolved */
  readonly participants: readonly string[];
  readonly roles: readonly string[];
  /** the engine chooses one of them (allocation by the system) */
  readonly allocator?: Selector;
  /** the engine starts it for the chosen one */
  readonly start?: boolean;
  /** people who gave it back: they are asked again only if nobody else is left */
  readonly except?: readonly string[];
}

/** The people who were found for an item that looked for some. */
export interface Found {
  readonly item: string;
  /** participants; none: it waits for an administrator */
  readonly people: readonly string[];
}

/**
 * The item offered to these people; with nobody left it waits for an administrator (SEMANTICS 15 in docs/semantics.md).
 * @param at epoch milliseconds
 */
export function distributed<Item extends PersonItem>(
  item: Item,
  people: readonly string[],
  at: number,
): Item {
  const others = ownerless(item);
  if (people.length === 0) return revised(others, { status: "unoffered" as const, offeredTo: [] });
  return revised(others, {
    status: "offered" as const,
    offeredTo: [...new Set(people)].toSorted(),
    offeredAt: at,
  });
}

function ownerless<Item extends PersonItem>(item: Item): Item {
  // a new item is mostly not: nothing is copied then
  if (item.allocatedTo === undefined && item.offeredAt === undefined) return item;
  const { allocatedTo: _, offeredAt: __, ...rest } = item;
  // the type of the rest of something generic says less than it is: an item without two optional properties
  return rest as unknown as Item;
}

/**
 * What becomes of an item for which people were found: exactly one event of it. It depends on these three alone, so that
 * whoever looked the people up can show what the case will say.
 * @param at when the item began to look for people, epoch milliseconds
 */
export function distribution<Item extends PersonItem>(
  item: Item,
  people: readonly string[],
  at: number,
): { readonly move: "offered" | "unoffered"; readonly item: Item } {
  return { move: people.length === 0 ? "unoffered" : "offered", item: distributed(item, people, at) };
}
