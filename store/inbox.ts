/** The inbox of a person: the work items that are theirs to see, by what they can do with them. */
import { itemView } from "./documents.ts";
import { offeredToThem, oldestFirst, type Offeree } from "./items.ts";
import { Items } from "./models.ts";
import type { ItemView } from "./views.ts";

export interface Inbox {
  readonly offered: readonly ItemView[];
  readonly allocated: readonly ItemView[];
  readonly started: readonly ItemView[];
  readonly suspended: readonly ItemView[];
}

/** Each list is cut at this many, the oldest first; `GET /work-items` pages through the rest. */
export const INBOX_LIMIT = 500;

/** The inbox of a participant; each list oldest first. */
export async function inboxOf(offeree: Offeree): Promise<Inbox> {
  const [offered, queue] = await Promise.all([offers(offeree), queueOf(offeree.participant)]);
  return { offered, ...queue };
}

/** What somebody has; each list oldest first. */
export async function queueOf(participant: string): Promise<Omit<Inbox, "offered">> {
  const [allocated, started, suspended] = await Promise.all([
    list({ allocatedTo: participant, status: "allocated" }),
    list({ allocatedTo: participant, status: "started" }),
    list({ allocatedTo: participant, status: "suspended" }),
  ]);
  return { allocated, started, suspended };
}

/** Offers to somebody by name and to their roles are looked up side by side: each has an index. */
async function offers(offeree: Offeree): Promise<readonly ItemView[]> {
  const lists = await Promise.all(offeredToThem(offeree).map(list));
  const [first = []] = lists;
  if (lists.length < 2) return first;
  const all = new Map(lists.flat().map((item) => [item.id, item]));
  return oldestFirst([...all.values()]).slice(0, INBOX_LIMIT);
}

async function list(filter: Record<string, unknown>): Promise<readonly ItemView[]> {
  const found = await Items.find(filter).sort({ enabledAt: 1, _id: 1 }).limit(INBOX_LIMIT).lean();
  return oldestFirst(found.map(itemView));
}
