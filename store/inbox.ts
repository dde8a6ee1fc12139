/** The inbox of a person: the work items that are theirs to see, by what they can do with them. */
import { itemView } from "./documents.ts";
import { offeredToThem, oldestFirst, OWNED, type Offeree } from "./items.ts";
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

/** The inbox of a participant; each list oldest first. Two queries, each of which finds all it needs by indexes. */
export async function inboxOf(offeree: Offeree): Promise<Inbox> {
  const [offered, queue] = await Promise.all([
    list({ $or: offeredToThem(offeree) }),
    queueOf(offeree.participant),
  ]);
  return { offered, ...queue };
}

/** What somebody has; each list oldest first. Who has so much that one list might hide another gets them one by one. */
export async function queueOf(participant: string): Promise<Omit<Inbox, "offered">> {
  const all = await list({
    allocatedTo: participant,
    status: { $in: OWNED },
  });
  if (all.length < INBOX_LIMIT) {
    const of = (state: ItemView["status"]): readonly ItemView[] =>
      all.filter(({ status }) => status === state);
    return { allocated: of("allocated"), started: of("started"), suspended: of("suspended") };
  }
  const [allocated, started, suspended] = await Promise.all([
    list({ allocatedTo: participant, status: "allocated" }),
    list({ allocatedTo: participant, status: "started" }),
    list({ allocatedTo: participant, status: "suspended" }),
  ]);
  return { allocated, started, suspended };
}

async function list(filter: Record<string, unknown>): Promise<readonly ItemView[]> {
  const found = await Items.find(filter).sort({ enabledAt: 1, _id: 1 }).limit(INBOX_LIMIT).lean();
  return oldestFirst(found.map(itemView));
}
