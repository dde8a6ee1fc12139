/**
 * The driver's collections, for what cases write of their view, within a workflow task: many documents a second, whole and already in
 * the shape that they are stored in. Mongoose would make an object of classes of each, cast and check it, and make a plain one again.
 * The compiler holds what is written to the documents' types, as the schemas are, and tests hold what was written to the schemas.
 */
import mongoose from "mongoose";
import type { Model, mongo } from "mongoose";
import { StoreUnavailable } from "../connect.ts";

/** `null` finds documents without the field. */
export type Filter<Document> = mongo.Filter<{ [Name in keyof Document]: Document[Name] | null }>;

type Update<Document> = Pick<mongo.UpdateFilter<Document>, "$set" | "$unset" | "$addToSet">;

export type Write<Document extends { _id: string }> =
  | {
      readonly updateOne: {
        readonly filter: Filter<Document>;
        readonly update: Update<Document>;
        readonly upsert: boolean;
      };
    }
  | {
      readonly replaceOne: {
        readonly filter: Filter<Document>;
        readonly replacement: Document;
        readonly upsert: boolean;
      };
    }
  | { readonly deleteOne: { readonly filter: Filter<Document> } };

/** What is used of a collection. */
export interface Collection<Document extends { _id: string }> {
  updateOne(
    filter: Filter<Document>,
    update: Update<Document>,
    options?: { readonly upsert: true },
  ): Promise<{ readonly matchedCount: number }>;
  bulkWrite(writes: readonly Write<Document>[], options: { readonly ordered: false }): Promise<unknown>;
  insertMany(documents: readonly Document[], options: { readonly ordered: false }): Promise<unknown>;
}

/** @throws StoreUnavailable when there is no connection: the call would be queued inside mongoose until one comes */
export function native<Document extends { _id: string }>(model: Model<Document>): Collection<Document> {
  if (model.db.readyState !== mongoose.ConnectionStates.connected) throw new StoreUnavailable();
  // mongoose does not say of which documents its collections are
  const collection: unknown = model.collection;
  return collection as Collection<Document>;
}

const DUPLICATE_KEY = 11_000;

/** Writes; answers whether some of it was there already. Other errors are thrown. */
export async function foundDuplicates(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return false;
  } catch (error) {
    if (!onlyDuplicates(error)) throw error;
    return true;
  }
}

function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { writeErrors, code, writeConcernErrors } = error as {
    writeErrors?: unknown;
    code?: unknown;
    writeConcernErrors?: readonly unknown[];
  };
  if (writeConcernErrors !== undefined && writeConcernErrors.length > 0) return false;
  if (writeErrors === undefined) return code === DUPLICATE_KEY;
  const each = Array.isArray(writeErrors) ? writeErrors : [writeErrors];
  return each.length > 0 && each.every((one: { code?: unknown }) => one.code === DUPLICATE_KEY);
}
