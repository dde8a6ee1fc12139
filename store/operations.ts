/** What Mizzen keeps of itself: the document by which a write is tried, and which key signed last. */
import mongoose from "mongoose";
import { StoreUnavailable } from "./connect.ts";
import { Operations } from "./models.ts";

/** Not through mongoose before there is a connection: the call would wait inside it for one. */
function operations(): typeof Operations {
  if (!mongoose.connection.db) throw new StoreUnavailable();
  return Operations;
}

/**
 * Writes one small document again: resolves when MongoDB took it. `isNew`: it was not there, so that this database is another one
 * than before, or an emptied one.
 * @param at epoch milliseconds
 */
export async function tryWrite(at: number): Promise<{ readonly isNew: boolean }> {
  const { upsertedCount } = await operations().updateOne(
    { _id: "readiness" },
    { $set: { at } },
    { upsert: true },
  );
  return { isNew: upsertedCount === 1 };
}

/**
 * Notes which key signs now.
 * @returns when it last became another one, in epoch milliseconds; `undefined` when it never did
 */
export async function noteSigningKey(fingerprint: string, at: number): Promise<number | undefined> {
  const known = await operations().findById("signing-key").lean();
  if (known?.fingerprint === fingerprint) return known.changedAt;
  await operations().updateOne(
    { _id: "signing-key" },
    { $set: { fingerprint, ...(known ? { changedAt: at } : {}) } },
    { upsert: true },
  );
  return known ? at : undefined;
}
