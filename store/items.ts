/** Queries of work items. */
import type { Actor } from "../yawl/work/command.ts";
import type { ItemStatus } from "../yawl/work/item.ts";
import { itemView } from "./documents.ts";
import { Items } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { ItemView } from "./views.ts";

/** The items of a case, those in blocks of it included. */
export function ofCase(caseId: string): Record<string, unknown> {
  return { $or: [{ caseId }, { partOf: caseId }] };
}

/** The case that an item belongs to: `caseId` may be a block of one. */
export function caseOfItem({ caseId, partOf }: Pick<ItemView, "caseId" | "partOf">): string {
  return partOf ?? caseId;
}

/** States in which an item is in its owner's hands. */
export const OWNED = ["allocated", "started", "suspended"] as const satisfies readonly ItemStatus[];

export async function findItem(id: string): Promise<ItemView | undefined> {
  const document = await Items.findById(id).lean();
  return document ? itemView(document) : undefined;
}

export interface ItemWithHistory {
  readonly item: ItemView;
  /** everybody to whom it ever was offered or allocated */
  readonly knownTo: readonly string[];
  /** every role to which it ever was offered */
  readonly knownToRoles: readonly string[];
}

/** A work item, and everybody to whom it ever was offered or allocated. */
export async function findItemWithHistory(id: string): Promise<ItemWithHistory | undefined> {
  const document = await Items.findById(id).lean();
  if (!document) return undefined;
  const { knownTo = [], knownToRoles = [] } = document;
  return { item: itemView(document), knownTo, knownToRoles };
}

export interface ItemFilter {
  readonly status?: ItemStatus | undefined;
  readonly caseId?: string | undefined;
  readonly task?: string | undefined;
  /** offered to or owned by this person */
  readonly participant?: Offeree | undefined;
}

/** Work items, oldest first. */
export async function listItems(filter: ItemFilter, page: PageRequest): Promise<Page<ItemView>> {
  const conditions: Record<string, unknown> = {};
  if (filter.status !== undefined) conditions["status"] = filter.status;
  if (filter.caseId !== undefined) conditions["$and"] = [ofCase(filter.caseId)];
  if (filter.task !== undefined) conditions["task"] = filter.task;
  if (filter.participant !== undefined) {
    conditions["$or"] = [
      ...offeredToThem(filter.participant),
      { allocatedTo: filter.participant.participant },
    ];
  }
  const { documents, nextCursor } = await pageOf(
    Items,
    conditions,
    { field: "enabledAt", direction: 1 },
    page,
  );
  return { items: documents.map(itemView), nextCursor };
}

/** Somebody to whom items may be offered, by name or by one of their roles. */
export type Offeree = Pick<Actor, "participant" | "roles">;

/** What is offered to somebody: to them, or to one of their roles. */
export function offeredToThem({ participant, roles = [] }: Offeree): readonly Record<string, unknown>[] {
  const toThem = { status: "offered", offeredTo: participant };
  if (roles.length === 0) return [toThem];
  return [toThem, { status: "offered", offeredToRoles: { $in: roles }, notOfferedTo: { $ne: participant } }];
}

/** What a person may work on now: offered to them or theirs; oldest first. */
function openTo(offeree: Offeree): Record<string, unknown> {
  return {
    $or: [...offeredToThem(offeree), { allocatedTo: offeree.participant, status: { $in: OWNED } }],
  };
}

const NUMERIC = new Intl.Collator("en", { numeric: true });

/** Oldest first; of those that came at once, `case.2` before `case.10`, which MongoDB's order of ids does not know. */
export function oldestFirst(items: readonly ItemView[]): readonly ItemView[] {
  return items.toSorted((a, b) => a.enabledAt - b.enabledAt || NUMERIC.compare(a.id, b.id));
}

/** What is shown of a case's items where somebody only wants to go on: of thousands of instances that is enough. */
const MOST_OPEN = 100;

/** Items of a case that a person may work on now, the oldest of them. */
export async function openItemsOf(caseId: string, offeree: Offeree): Promise<readonly ItemView[]> {
  const found = await Items.find({ $and: [ofCase(caseId), openTo(offeree)] })
    .sort({ enabledAt: 1, _id: 1 })
    .limit(MOST_OPEN)
    .lean();
  return oldestFirst(found.map(itemView));
}

/**
 * Whether a person has or had a part in a case: an item is offered to them, theirs, or was finished by them.
 * @param since what was finished before, somebody else did who had the id; epoch milliseconds
 */
export async function isInvolved(caseId: string, offeree: Offeree, since = 0): Promise<boolean> {
  const { participant } = offeree;
  const involved = [
    ...offeredToThem(offeree),
    { allocatedTo: participant },
    since === 0 ? { endedBy: participant } : { endedBy: participant, endedAt: { $gte: since } },
  ];
  const found = await Items.exists({ $and: [ofCase(caseId), { $or: involved }] });
  return found !== null;
}

/** Open items that are offered to one of these people or theirs, whatever the case. */
export async function itemsHeldBy(people: readonly string[]): Promise<readonly ItemView[]> {
  const found = await Items.find({
    $or: [
      { status: "offered", offeredTo: { $in: people } },
      { allocatedTo: { $in: people }, status: { $in: OWNED } },
    ],
  }).lean();
  return oldestFirst(found.map(itemView));
}

/** Open items of a case that are offered to somebody or somebody's. */
export async function heldItemsOf(caseId: string): Promise<readonly ItemView[]> {
  const found = await Items.find({
    ...ofCase(caseId),
    status: { $in: ["offered", ...OWNED] },
  }).lean();
  return oldestFirst(found.map(itemView));
}

/** Who completed, or has in hand, work of a task in a case. */
export async function performersIn(
  caseId: string,
  { net, task }: { readonly net: string; readonly task: string },
): Promise<readonly string[]> {
  const found = await Items.distinct("allocatedTo", {
    ...ofCase(caseId),
    netId: net,
    task,
    status: { $in: [...OWNED, "completed"] },
  });
  return found.filter((id) => typeof id === "string");
}

/** That they once were offered something is forgotten: somebody else may get the id. */
export async function forgetOffersTo(people: readonly string[]): Promise<void> {
  await Items.updateMany({ knownTo: { $in: people } }, { $pull: { knownTo: { $in: people } } });
}

/** Cases in which a person has something to do now. */
export async function casesWithWorkFor(offeree: Offeree): Promise<readonly string[]> {
  const [own, partOf] = await Promise.all([
    Items.distinct("caseId", { ...openTo(offeree), partOf: null }),
    Items.distinct("partOf", openTo(offeree)),
  ]);
  return [...new Set([...own, ...partOf.filter((id) => typeof id === "string")])];
}
