/** What Mizzen keeps of itself: the document by which a write is tried, and which key signed last. */
import mongoose from "mongoose";
import { StoreUnavailable } from "./connect.ts";

interface OperationDocument {
  _id: "readiness" | "signing-key";
  at?: number;
  fingerprint?: string;
  changedAt?: number;
}

function operations(): mongoose.mongo.Collection<OperationDocument> {
  const database = mongoose.connection.db;
  if (!database) throw new StoreUnavailable();
  return database.collection<OperationDocument>("operations");
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
  const known = await operations().findOne({ _id: "signing-key" });
  if (known?.fingerprint === fingerprint) return known.changedAt;
  await operations().updateOne(
    { _id: "signing-key" },
    { $set: { fingerprint, ...(known ? { changedAt: at } : {}) } },
    { upsert: true },
  );
  return known ? at : undefined;
}
