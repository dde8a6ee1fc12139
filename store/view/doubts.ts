/** Which cases' views may be wrong, and which worker processes write them. Blocks of cases are looked at like cases. */
import { Cases, Writers } from "../models.ts";
import { OPEN_STATES } from "../../yawl/view/views.ts";
import { native } from "./native.ts";

/** Cases that were found doubtful and that nobody has made again since. @param before epoch milliseconds */
export async function doubtfulCases(before: number, limit: number): Promise<readonly string[]> {
  const found = await Cases.find({ doubt: { $lt: before } }, { _id: 1 })
    .limit(limit)
    .lean();
  return found.map(({ _id }) => _id);
}

/** Cases whose view was written since then; epoch milliseconds. */
export async function casesWrittenSince(since: number): Promise<readonly string[]> {
  const found = await Cases.find({ writtenAt: { $gte: since } }, { _id: 1 }).lean();
  return found.map(({ _id }) => _id);
}

/** How many cases and blocks of cases the view shows as running or suspended. */
export async function countOpen(): Promise<{ readonly cases: number; readonly blocks: number }> {
  const [all, cases] = await Promise.all([
    Cases.countDocuments({ state: { $in: OPEN_STATES } }),
    Cases.countDocuments({ state: { $in: OPEN_STATES }, partOf: null }),
  ]);
  return { cases, blocks: Math.max(0, all - cases) };
}

/** Of cases and of blocks. */
export async function openExecutions(): Promise<readonly string[]> {
  const found = await Cases.find({ state: { $in: OPEN_STATES } }, { _id: 1 }).lean();
  return found.map(({ _id }) => _id);
}

/** A worker process says that it lives. @param at epoch milliseconds */
export async function beat(writer: string, at: number): Promise<void> {
  await native(Writers).updateOne({ _id: writer }, { $set: { at } }, { upsert: true });
}

/** When a worker process last said that it lives; `undefined` when MongoDB does not know it. */
export async function lastBeat(writer: string): Promise<number | undefined> {
  const found = await Writers.findById(writer).lean();
  return found?.at;
}

export async function forgetWriter(writer: string): Promise<void> {
  await Writers.deleteOne({ _id: writer });
}

/**
 * Takes over from one worker process that has not said for a while that it lives: nobody else takes over from the same one.
 * @returns when it last lived, epoch milliseconds; `undefined` when there is none
 */
export async function takeOverDead(before: number): Promise<number | undefined> {
  const found = await Writers.findOneAndDelete({ at: { $lt: before } }).lean();
  return found?.at;
}

/** No worker process: where the last look at workflows that were ended in Temporal is remembered. */
const LOOKED = "looked at what Temporal ended";

/** Until when somebody has looked at what Temporal ended; epoch milliseconds. */
export async function lookedUntil(): Promise<number | undefined> {
  const found = await Writers.findById(LOOKED).lean();
  return found?.lookedUntil;
}

export async function rememberLook(until: number): Promise<void> {
  await native(Writers).updateOne({ _id: LOOKED }, { $set: { lookedUntil: until } }, { upsert: true });
}
