/** The driver's collections, for what is written often and whole: no casting, no hydration. */
import { StoreUnavailable } from "../connect.ts";

export interface Collection {
  updateOne(filter: object, update: object, options?: object): Promise<{ readonly matchedCount: number }>;
  bulkWrite(operations: readonly object[], options: object): Promise<unknown>;
  insertMany(documents: readonly object[], options: object): Promise<unknown>;
  countDocuments(filter: object, options?: object): Promise<number>;
}

const CONNECTED = 1;

/** @throws StoreUnavailable when there is no connection: the call would be queued inside mongoose until one comes */
export function native(model: {
  readonly collection: unknown;
  readonly db: { readonly readyState: number };
}): Collection {
  if (model.db.readyState !== CONNECTED) throw new StoreUnavailable();
  return model.collection as Collection;
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
