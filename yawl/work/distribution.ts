/** Whom a work item looks for, and what becomes of it when the organisation has answered. */
import type { JsonObject } from "../model/json.ts";
import { revised } from "../model/revised.ts";
import type { DistributionSet, Selector } from "../model/specification.ts";
import type { Decision, Offer, Reasoning } from "./decision.ts";
import type { PersonItem, WorkItem } from "./item.ts";

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
  /** people who gave it back: they are left out, or asked again only if nobody else is left where there are no `rules` */
  readonly except?: readonly string[];
  /** what the rules of a distribution look at in the case; cases of before have none, and are offered by set alone */
  readonly rules?: CaseFacts;
}

/** People who did a task in this case, or have it in hand. */
export interface TaskPeople {
  /** id of the task */
  readonly task: string;
  /** by id; the last to complete it at the end */
  readonly people: readonly string[];
}

/** What a case knows that decides who gets an item. */
export interface CaseFacts {
  /** id of the case: of the whole case, where a block has the item */
  readonly caseId: string;
  readonly specification: string;
  readonly version: string;
  /** id of the compiled net and of the task */
  readonly net: string;
  readonly task: string;
  /** who did the task whose performers get this one; it takes the place of the initial set */
  readonly familiar?: TaskPeople;
  /** who did, or has in hand, what the same person must not do */
  readonly separate?: readonly TaskPeople[];
  /** who did the tasks that filters and constraints name besides */
  readonly performed?: readonly TaskPeople[];
  /** who gets later work of this case at once; the first to chain comes first */
  readonly chained?: readonly string[];
  /** values of the net's variables that filters, constraints and the allocator name as `$name` */
  readonly values?: JsonObject;
  /** the task may be piled */
  readonly mayPile?: true;
  /** for random choices and ties, 32 bits */
  readonly seed?: number;
}

/** What was found for an item that looked for people. */
export type Found =
  | {
      readonly item: string;
      /** participants; none: it waits for an administrator. Of cases without rules */
      readonly people: readonly string[];
    }
  | { readonly item: string; readonly decision: Decision };

/** What becomes of an item; the moves that a distribution can make. */
export type Distribution<Item extends PersonItem = PersonItem> = {
  readonly move: "offered" | "unoffered" | "allocated";
  readonly item: Item;
  readonly why?: Reasoning;
};

/**
 * What becomes of an item for which people were found: exactly one event of it. It depends on these three alone, so that
 * whoever looked the people up can show what the case will say (SEMANTICS 15 in docs/semantics.md).
 * @param at when the item began to look for people, epoch milliseconds
 */
export function distribution<Item extends PersonItem>(
  item: Item,
  found: Found,
  at: number,
): Distribution<Item> {
  if (!("decision" in found)) {
    const { people } = found;
    return people.length === 0
      ? { move: "unoffered", item: unoffered(item) }
      : { move: "offered", item: offered(item, { people }, at) };
  }
  const { decision } = found;
  const { why } = decision;
  switch (decision.kind) {
    case "unoffered":
      return { move: "unoffered", item: unoffered(item), why };
    case "offered":
      return { move: "offered", item: offered(item, decision, at), why };
    case "allocated":
      return { move: "allocated", item: ownedBy(item, decision.to, at, decision.actsFor), why };
  }
}

/** The item as nobody's: it waits for an administrator. */
export function unoffered<Item extends PersonItem>(item: Item): Item {
  return revised(withoutOwner(item), { status: "unoffered" as const, offeredTo: [] });
}

/** The item offered; with nobody to offer it to it waits for an administrator. @param at epoch milliseconds */
export function offered<Item extends PersonItem>(
  item: Item,
  { people, roles, except, actingFor }: Offer,
  at: number,
): Item {
  const isToRoles = roles !== undefined && roles.length > 0;
  if (people.length === 0 && !isToRoles) return unoffered(item);
  return revised(withoutOwner(item), {
    status: "offered" as const,
    offeredTo: [...new Set(people)].toSorted(),
    offeredAt: at,
    ...(isToRoles ? { offeredToRoles: roles } : {}),
    ...(isToRoles && except && except.length > 0 ? { notOfferedTo: except.toSorted() } : {}),
    ...(actingFor && Object.keys(actingFor).length > 0 ? { actingFor } : {}),
  });
}

/**
 * The item as somebody's own, not started yet.
 * @param at epoch milliseconds
 * @param actsFor for whom they do it
 */
export function ownedBy<Item extends PersonItem>(
  item: Item,
  participant: string,
  at: number,
  actsFor: string | undefined = item.actingFor?.[participant],
): Item {
  const { offeredAt } = item;
  return revised(withoutOwner(item), {
    status: "allocated" as const,
    offeredTo: [],
    allocatedTo: participant,
    allocatedAt: at,
    ...(offeredAt === undefined ? {} : { offeredAt }),
    ...(actsFor === undefined ? {} : { actsFor }),
  });
}

/** The item offered to nobody any more: it has ended. */
export function offeredToNobody<Item extends WorkItem>(item: Item): Item {
  if (!item.offeredToRoles && !item.actingFor) return item;
  const { offeredToRoles: _roles, notOfferedTo: _except, actingFor: _actingFor, ...rest } = item;
  return rest as unknown as Item;
}

function withoutOwner<Item extends PersonItem>(item: Item): Item {
  // a new item is mostly not: nothing is copied then
  if (item.allocatedTo === undefined && item.offeredAt === undefined) return item;
  const {
    allocatedTo: _allocatedTo,
    allocatedAt: _allocatedAt,
    offeredAt: _offeredAt,
    offeredToRoles: _roles,
    notOfferedTo: _except,
    actingFor: _actingFor,
    actsFor: _actsFor,
    ...rest
  } = item;
  // the type of the rest of something generic says less than it is: an item without some optional properties
  return rest as unknown as Item;
}
