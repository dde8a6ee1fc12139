/** Makes the stored view of a case what its history says, document by document, beside whoever writes it at the same time. */
import { isDeepStrictEqual } from "node:util";
import type { Model } from "mongoose";
import type { WholeView } from "../../yawl/view/whole.ts";
import { hasEnded } from "../../yawl/work/item.ts";
import { caseUpdate, caseView, eventDocument, eventView, itemUpdate, itemView } from "../documents.ts";
import { Cases, Events, Items } from "../models.ts";
import type { CaseDocument, EventDocument, ItemDocument } from "../models.ts";
import { foundDuplicates, native } from "./native.ts";
import { newsAt } from "./news.ts";
import type { Write } from "./native.ts";
import { PASSING } from "./write.ts";

/** What the view holds of a case. */
export interface StoredView {
  readonly caseId: string;
  readonly case: CaseDocument | undefined;
  readonly items: readonly ItemDocument[];
  readonly events: readonly EventDocument[];
}

export async function storedView(caseId: string): Promise<StoredView> {
  // the case first: what is written after it was read changes its mark
  const found = await Cases.findById(caseId).lean();
  const [items, events] = await Promise.all([Items.find({ caseId }).lean(), Events.find({ caseId }).lean()]);
  return {
    caseId,
    case: found ?? undefined,
    items,
    events,
  };
}

/** `moved`: somebody wrote in between, and nothing was changed. */
export type Mended = "same" | "mended" | "moved";

interface Position {
  /** of the last certain write that the case knows */
  readonly mark: string;
  readonly runId: string;
}

/**
 * Makes the view show this. What a case writes at the same time stays: each document is only changed as it was seen.
 * @param whole what the history says
 */
export async function mendView(whole: WholeView, position: Position, seen: StoredView): Promise<Mended> {
  const writes = { items: differentItems(whole, seen), events: differentEvents(whole, seen) };
  const isSame =
    writes.items.length + writes.events.length === 0 &&
    seen.case?.mark === position.mark &&
    showsCase(whole, seen.case);
  if (isSame && seen.case?.doubt === undefined) return "same";
  const doubt = Date.now();
  if (!(await writeCase(whole, { ...position, doubt }, seen.case))) return "moved";
  await writeParts(writes);
  await native(Cases).updateOne({ _id: whole.caseId, doubt }, { $unset: { doubt: "" } });
  return isSame ? "same" : "mended";
}

/** Takes a case out of the view that no workflow has begun. */
export async function removeView({ caseId, case: known, items, events }: StoredView): Promise<void> {
  await writeParts({ items: items.map(removal), events: events.map(removal) });
  if (known) await Cases.deleteOne({ _id: caseId, mark: known.mark ?? null });
}

function showsCase(whole: WholeView, document: CaseDocument): boolean {
  const { id: _, ...shown } = caseView(document);
  return isDeepStrictEqual(plain(shown), plain({ ...whole.fields, revision: whole.revision }));
}

async function writeCase(
  { caseId, revision, fields }: WholeView,
  position: Position & { readonly doubt: number },
  seen: CaseDocument | undefined,
): Promise<boolean> {
  const change = { caseId, revision, case: { data: {}, ...fields }, items: [], events: [] };
  const shown = { ...position, writtenAt: Date.now() };
  if (!seen) {
    const filter = { _id: caseId, mark: position.mark };
    const update = caseUpdate(change, shown, PASSING);
    return !(await foundDuplicates(() => native(Cases).updateOne(filter, update, { upsert: true })));
  }
  const { id: _, revision: __, ...known } = caseView(seen);
  const gone = Object.keys(known).filter((name) => !Object.hasOwn(change.case, name));
  const update = caseUpdate(change, shown, [...PASSING, ...gone]);
  const filter = { _id: caseId, mark: seen.mark ?? null, revision: seen.revision ?? null };
  const { matchedCount } = await native(Cases).updateOne(filter, update);
  return matchedCount > 0;
}

/** Each on condition that the item or event is as it was seen. */
interface PartWrites {
  readonly items: readonly Write<ItemDocument>[];
  readonly events: readonly Write<EventDocument>[];
}

function differentItems(whole: WholeView, seen: StoredView): readonly Write<ItemDocument>[] {
  const writes: Write<ItemDocument>[] = [];
  const stored = new Map(seen.items.map((item) => [item._id, item]));
  for (const [id, { item, knownTo, knownToRoles }] of whole.items) {
    const found = stored.get(id);
    stored.delete(id);
    const isKnown = isSame(found?.knownTo, knownTo) && isSame(found?.knownToRoles, knownToRoles);
    if (found && isDeepStrictEqual(plain(itemView(found)), plain(item)) && isKnown) continue;
    const { $addToSet: _, ...update } = itemUpdate(item, MENDED);
    const $set = {
      ...update.$set,
      knownTo,
      ...(knownToRoles.length > 0 || found?.knownToRoles ? { knownToRoles } : {}),
    };
    const filter = found ? asSeen(found) : { _id: id, mark: MENDED };
    writes.push({ updateOne: { filter, update: { ...update, $set }, upsert: !found } });
  }
  for (const item of stored.values()) {
    if (isFromBefore(item, whole)) continue;
    writes.push(removal(item));
  }
  return writes;
}

/** An item that had ended in a run whose history is gone. */
function isFromBefore({ _id, status }: ItemDocument, { itemsBefore }: WholeView): boolean {
  return hasEnded(status) && Number(_id.slice(_id.lastIndexOf(".") + 1)) <= itemsBefore;
}

function isSame(stored: readonly string[] = [], ids: readonly string[]): boolean {
  const known = new Set(stored);
  return ids.length === known.size && ids.every((id) => known.has(id));
}

function differentEvents(whole: WholeView, seen: StoredView): readonly Write<EventDocument>[] {
  const writes: Write<EventDocument>[] = [];
  const stored = new Map(seen.events.map((event) => [event.number, event]));
  const now = Date.now();
  const newsOf = newsAt(now, (id) => whole.items.get(id)?.item);
  for (const [number, event] of whole.events) {
    const found = stored.get(number);
    stored.delete(number);
    if (found && isDeepStrictEqual(plain(eventView(found)), plain(event))) continue;
    const isRecent = now - event.at < RECENT_MILLIS;
    const replacement = eventDocument(event, MENDED, isRecent ? newsOf(event) : undefined);
    const filter = found ? asSeen(found) : { _id: replacement._id, mark: MENDED };
    writes.push({ replaceOne: { filter, replacement, upsert: !found } });
  }
  for (const event of stored.values()) {
    if (event.number < whole.firstEvent) continue;
    writes.push(removal(event));
  }
  return writes;
}

/** What happened before that is no news when a view is made again. */
const RECENT_MILLIS = 10 * 60_000;

/** Mark of what was made again. */
const MENDED = "mended";

interface AsSeen {
  readonly _id: string;
  readonly mark: string | null;
  readonly revision: number | null;
}

function asSeen(document: {
  readonly _id: string;
  readonly mark?: string;
  readonly revision?: number;
}): AsSeen {
  return { _id: document._id, mark: document.mark ?? null, revision: document.revision ?? null };
}

function removal(document: Parameters<typeof asSeen>[0]): {
  readonly deleteOne: { readonly filter: AsSeen };
} {
  return { deleteOne: { filter: asSeen(document) } };
}

/** What JSON has of it: without what is undefined. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

const MOST_AT_ONCE = 1_000;

async function writeParts({ items, events }: PartWrites): Promise<void> {
  await writeAll(Items, items);
  await writeAll(Events, events);
}

async function writeAll<Document extends { _id: string }>(
  model: Model<Document>,
  writes: readonly Write<Document>[],
): Promise<void> {
  for (let start = 0; start < writes.length; start += MOST_AT_ONCE) {
    const some = writes.slice(start, start + MOST_AT_ONCE);
    await foundDuplicates(() => native(model).bulkWrite(some, { ordered: false }));
  }
}
