/**
 * What has changed in the organisation and has not been followed by the work that it concerns. It is noted before the change is
 * made, so that a process that dies in between forgets nothing; to follow twice does no harm.
 */
import { randomUUID } from "node:crypto";
import type { Absence } from "../yawl/resource/organisation.ts";
import { fromText, toText } from "./json-text.ts";
import { FollowUps } from "./models.ts";

/** What somebody was, as far as it decides what work they get. */
export interface Standing {
  /** ids and names of their roles, and of those above */
  readonly roles: readonly string[];
  /** positions, groups and capabilities with their values, each as one text */
  readonly held: readonly string[];
  readonly available: boolean;
  readonly locked: boolean;
}

export type FollowUp =
  | { readonly kind: "person"; readonly participant: string; readonly before: Standing }
  | { readonly kind: "absence"; readonly absence: Absence; readonly phase: "begun" | "ended" }
  /** its case took no commands when it was its turn */
  | { readonly kind: "item"; readonly item: string };

/** One that was taken to be done. */
export interface TakenFollowUp {
  readonly id: string;
  readonly what: FollowUp;
}

/** A change takes no longer, or its process has died. */
const LONGEST_CHANGE_MILLIS = 60_000;

/** Notes what a change will ask for; it waits until `changeIsMade`, or until the change must be over. */
export async function noteFollowUps(whats: readonly FollowUp[], at = Date.now()): Promise<readonly string[]> {
  if (whats.length === 0) return [];
  const documents = whats.map((what) => ({
    _id: randomUUID(),
    what: toText(what),
    notBefore: at + LONGEST_CHANGE_MILLIS,
    at,
  }));
  await FollowUps.insertMany(documents);
  return documents.map(({ _id }) => _id);
}

/** They may be followed now. */
export async function changeIsMade(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await FollowUps.updateMany({ _id: { $in: ids } }, { $set: { notBefore: 0 } });
}

/** Notes one under an id of its own: noted again it is the same. */
export async function noteOnce(id: string, what: FollowUp, at: number): Promise<void> {
  await FollowUps.updateOne(
    { _id: id },
    { $setOnInsert: { what: toText(what), notBefore: 0, at } },
    { upsert: true },
  );
}

/** Notes items whose cases take no commands now, to be looked at again later. Answers the ids of the notes. */
export async function noteForLater(
  items: readonly string[],
  now: number,
  pauseMillis: number,
): Promise<ReadonlySet<string>> {
  const notes = items.map((item) => ({ id: `item/${item}`, what: toText<FollowUp>({ kind: "item", item }) }));
  await FollowUps.bulkWrite(
    notes.map(({ id, what }) => ({
      updateOne: {
        filter: { _id: id },
        update: { $set: { what, at: now, notBefore: now + pauseMillis } },
        upsert: true,
      },
    })),
  );
  return new Set(notes.map(({ id }) => id));
}

/**
 * The oldest that are due; others leave them alone for a while.
 * @param now epoch milliseconds
 */
export async function takeFollowUps(
  now: number,
  limit: number,
  leaseMillis: number,
): Promise<readonly TakenFollowUp[]> {
  const found = await FollowUps.find({ notBefore: { $lte: now } })
    .sort({ at: 1 })
    .limit(limit)
    .lean();
  if (found.length === 0) return [];
  const ids = found.map(({ _id }) => _id);
  await FollowUps.updateMany({ _id: { $in: ids } }, { $set: { notBefore: now + leaseMillis } });
  return found.map(({ _id, what }) => ({ id: _id, what: fromText(what) as FollowUp }));
}

/** They are looked at again then, by whoever comes first. @param notBefore epoch milliseconds */
export async function holdFollowUps(ids: readonly string[], notBefore: number): Promise<void> {
  await FollowUps.updateMany({ _id: { $in: ids } }, { $set: { notBefore } });
}

/** They were followed. */
export async function followUpsDone(ids: readonly string[]): Promise<void> {
  await FollowUps.deleteMany({ _id: { $in: ids } });
}
