/**
 * Notices: events that people are told of, in one order, with numbers that grow by one. One process at a time tells them; should
 * two believe to be the one, the numbers are taken only once, and an event is told only once.
 */
import { randomUUID } from "node:crypto";
import type { Holders } from "../yawl/view/notices.ts";
import { Cases, Events, Items, Notices, Tellers } from "./models.ts";
import type { CaseDocument, EventDocument, ItemDocument, NoticeDocument, TellerDocument } from "./models.ts";

export type Notice = NoticeDocument;

const DUPLICATE_KEY = 11_000;
const TELLER = "notices";

/** How far notices have got with others. */
export type Progress = Pick<TellerDocument, "sequence" | "hooked" | "mailed">;

/** The right to tell. */
export interface Term {
  readonly holder: string;
  readonly beat: number;
}

export type TellerState = Readonly<TellerDocument>;

/** Who tells, as it is noted. */
export async function tellerState(): Promise<TellerState | undefined> {
  return (await Tellers.findById(TELLER).lean()) ?? undefined;
}

/**
 * Takes the right to tell from who had it when it was looked at.
 * @returns `undefined` when somebody else was quicker
 */
export async function takeTerm(seen: TellerState | undefined): Promise<Term | undefined> {
  const holder = randomUUID();
  if (!seen) {
    const first = { _id: TELLER, holder, beat: 1, sequence: 0, hooked: 0, mailed: 0 } as const;
    return (await createdOnce(async () => Tellers.create([first]))) ? { holder, beat: 1 } : undefined;
  }
  return await change(seen, { holder, beat: seen.beat + 1 });
}

/** Says that it lives, and how far it has got. @returns `undefined`: somebody else tells now */
export async function keepTerm(term: Term, progress: Progress): Promise<Term | undefined> {
  return await change(term, { holder: term.holder, beat: term.beat + 1, ...progress });
}

/** Lets others tell at once. */
export async function endTerm(term: Term, progress: Progress): Promise<void> {
  await change(term, { holder: "", beat: term.beat + 1, ...progress });
}

async function change({ holder, beat }: Term, next: Term & Partial<Progress>): Promise<Term | undefined> {
  const { matchedCount } = await Tellers.updateOne({ _id: TELLER, holder, beat }, { $set: next });
  return matchedCount === 1 ? { holder: next.holder, beat: next.beat } : undefined;
}

async function createdOnce(create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === DUPLICATE_KEY;
}

/** Number of the last notice; 0 when there never was one. */
export async function lastSequence(): Promise<number> {
  const [last, state] = await Promise.all([
    Notices.findOne({}, { sequence: 1 }).sort({ sequence: -1 }).lean(),
    tellerState(),
  ]);
  // all of them may have expired
  return Math.max(last?.sequence ?? 0, state?.sequence ?? 0);
}

/** Number of the oldest notice that is kept; `undefined` when there is none. */
export async function firstSequence(): Promise<number | undefined> {
  const first = await Notices.findOne({}, { sequence: 1 }).sort({ sequence: 1 }).lean();
  return first?.sequence;
}

/**
 * Notices after a number, in order and without a hole: what is being added while it is read may be seen in part, the later before the
 * earlier. Where the first one is not the next, those between are not kept any more.
 */
export async function noticesAfter(sequence: number, most: number): Promise<readonly Notice[]> {
  const found = await readAfter(sequence, most);
  const [first] = found;
  const isWhole = first === undefined || first.sequence === sequence + 1;
  // the earlier one was there before the later one: whoever reads again sees it
  return withoutHole(isWhole ? found : await readAfter(sequence, most));
}

async function readAfter(sequence: number, most: number): Promise<readonly Notice[]> {
  return await Notices.find({ sequence: { $gt: sequence } })
    .sort({ sequence: 1 })
    .limit(most)
    .lean();
}

function withoutHole(notices: readonly Notice[]): readonly Notice[] {
  const start = notices[0]?.sequence ?? 0;
  const hole = notices.findIndex(({ sequence }, index) => sequence !== start + index);
  return hole < 0 ? notices : notices.slice(0, hole);
}

/**
 * Adds notices in order, the first one with the number after the last.
 * @returns `false` when a number was taken or something was told before: somebody else tells, too; those before it are there
 */
export async function appendNotices(notices: readonly Notice[]): Promise<boolean> {
  if (notices.length === 0) return true;
  return await createdOnce(async () => Notices.insertMany([...notices], { ordered: true, lean: true }));
}

/** Events that nobody was told of, in the order in which they were written. */
export async function untoldEvents(most: number): Promise<readonly EventDocument[]> {
  return await Events.find({ "news.at": { $gt: 0 } })
    .sort({ "news.at": 1, number: 1 })
    .limit(most)
    .lean();
}

/** People were told of these events. Those that were written again meanwhile stay untold. */
export async function markTold(events: readonly EventDocument[]): Promise<void> {
  const byTime = new Map<number, string[]>();
  for (const { _id, news } of events) {
    if (!news) continue;
    const ids = byTime.get(news.at) ?? [];
    byTime.set(news.at, ids);
    ids.push(_id);
  }
  if (byTime.size === 0) return;
  await Events.bulkWrite(
    [...byTime].map(([at, ids]) => ({
      updateMany: { filter: { _id: { $in: ids }, "news.at": at }, update: { $unset: { news: "" } } },
    })),
    { ordered: false },
  );
}

const ITEM_FIELDS = {
  kind: 1,
  caseId: 1,
  partOf: 1,
  specificationId: 1,
  specificationVersion: 1,
  task: 1,
  name: 1,
  status: 1,
  offeredTo: 1,
  offeredToRoles: 1,
  notOfferedTo: 1,
  allocatedTo: 1,
  enabledAt: 1,
  revision: 1,
  knownTo: 1,
  knownToRoles: 1,
} as const;

/** What is told of an item. */
export type ToldItem = Pick<ItemDocument, "_id" | keyof typeof ITEM_FIELDS>;

/** By id. */
export async function itemsToTell(ids: readonly string[]): Promise<ReadonlyMap<string, ToldItem>> {
  if (ids.length === 0) return new Map();
  const found = await Items.find({ _id: { $in: ids } }, ITEM_FIELDS).lean<ToldItem[]>();
  return new Map(found.map((item) => [item._id, item]));
}

const CASE_FIELDS = { specificationId: 1, specificationVersion: 1, title: 1, partOf: 1 } as const;

export type ToldCase = Pick<CaseDocument, "_id" | keyof typeof CASE_FIELDS>;

/** By id; blocks of cases among them. */
export async function casesToTell(ids: readonly string[]): Promise<ReadonlyMap<string, ToldCase>> {
  if (ids.length === 0) return new Map();
  const found = await Cases.find({ _id: { $in: ids } }, CASE_FIELDS).lean<ToldCase[]>();
  return new Map(found.map((one) => [one._id, one]));
}

/** What was told last of an item. */
export interface LastTold {
  readonly at: number;
  readonly number: number;
  readonly has: Holders;
}

/** What was told last of each item, as far as it is kept, and all that was told of it with the same event. */
export async function lastToldOf(items: readonly string[]): Promise<ReadonlyMap<string, LastTold>> {
  if (items.length === 0) return new Map();
  const found = await Notices.find({ item: { $in: items } }, { item: 1, at: 1, number: 1, has: 1 })
    .sort({ sequence: 1 })
    .lean();
  return new Map(found.map(({ item = "", at, number, has = {} }) => [item, { at, number, has }] as const));
}

/** Those of the notices' ids that are there. */
export async function toldAlready(ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const found = await Notices.find({ _id: { $in: ids } }, { _id: 1 }).lean();
  return new Set(found.map(({ _id }) => _id));
}
