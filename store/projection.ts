/** Writes what a case changed to the view. */
import { caseUpdate, eventDocument, itemUpdate } from "./documents.ts";
import { Cases, Events, Items } from "./models.ts";
import { StoreUnavailable } from "./connect.ts";
import type { ViewChange } from "./views.ts";

/**
 * Applies the changes of one workflow task: one write a collection, all at the same time; the first change of a case
 * shows the case last.
 *
 * The same change may come again, also after newer ones: what the view holds is only replaced by what has a higher
 * revision. A case sends its next change when the one before was applied, so that a change that only names some fields
 * of the case never overtakes another; only repeats come late.
 */
export async function applyChange(change: ViewChange): Promise<void> {
  if (isFirst(change)) {
    // Who sees a new case finds its items, too: whoever starts a case waits for just that.
    await Promise.all([writeItems(change), writeEvents(change)]);
    await writeCase(change);
    return;
  }
  await Promise.all([writeCase(change), writeItems(change), writeEvents(change)]);
}

/** The first change of a case says when it started, and no other does. */
function isFirst(change: ViewChange): boolean {
  return change.case.startedAt !== undefined;
}

async function writeCase(change: ViewChange): Promise<void> {
  const { caseId, revision } = change;
  // The filter misses when the view is as new already; the upsert then fails as a duplicate, which says just that.
  await tolerateDuplicates(() =>
    native(Cases).updateOne({ _id: caseId, revision: { $lt: revision } }, caseUpdate(change), {
      upsert: true,
    }),
  );
}

async function writeItems(change: ViewChange): Promise<void> {
  if (change.items.length === 0) return;
  await tolerateDuplicates(() =>
    native(Items).bulkWrite(
      change.items.map((item) => ({
        updateOne: {
          filter: { _id: item.id, revision: { $lt: item.revision } },
          update: itemUpdate(item),
          upsert: true,
        },
      })),
      { ordered: false },
    ),
  );
}

async function writeEvents(change: ViewChange): Promise<void> {
  if (change.events.length === 0) return;
  const documents = change.events.map(eventDocument);
  await tolerateDuplicates(() => native(Events).insertMany(documents, { ordered: false }));
}

interface NativeCollection {
  updateOne(filter: object, update: object, options: object): Promise<unknown>;
  bulkWrite(operations: readonly object[], options: object): Promise<unknown>;
  insertMany(documents: readonly object[], options: object): Promise<unknown>;
}

/** The driver's collection: no casting, no hydration. */
function native(model: {
  readonly collection: unknown;
  readonly db: { readonly readyState: number };
}): NativeCollection {
  // Without this the call would be queued inside mongoose until a connection comes.
  if (model.db.readyState !== CONNECTED) throw new StoreUnavailable();
  return model.collection as NativeCollection;
}

const CONNECTED = 1;
const DUPLICATE_KEY = 11_000;

/**
 * Writes, and takes duplicates as "already there". A duplicate is tried once more, because two writers that both found
 * no document may have raced: the second attempt finds one and compares revisions.
 */
async function tolerateDuplicates(write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      await write();
      return;
    } catch (error) {
      if (!onlyDuplicates(error)) throw error;
    }
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
