/**
 * Writes what a case changed to the view, from inside a workflow task that the server may never take.
 *
 * The case's document is written first, and only where it has the mark that the certain write before left: so each attempt to
 * go on from there leaves a trace, and the next one sees that another was there. What is then written of items and events is
 * this attempt's alone. Whoever finds another mark writes nothing and says so: the view is made again from the history.
 */
import { caseUpdate, eventDocument, itemDocument, itemUpdate } from "../documents.ts";
import { Cases, Events, Items } from "../models.ts";
import type { Mark, ViewChange } from "../../yawl/view/views.ts";
import { foundDuplicates, native } from "./native.ts";
import { newsAt } from "./news.ts";

export interface ViewWrite {
  readonly change: ViewChange;
  /** run of the workflow that writes */
  readonly runId: string;
  /** where the certain write before this one left the view; none for the first one of a case */
  readonly basis: Mark | undefined;
  /** of this attempt */
  readonly mark: string;
  /** process that writes: what it wrote from its sink since the basis is contained in the change */
  readonly writer: string;
  /** the change with what had to be looked up */
  readonly complete: (change: ViewChange) => Promise<ViewChange>;
}

export interface Written {
  /** the view holds what this case does not know */
  readonly isDoubtful: boolean;
}

/** Fields of the case that a certain write ends. */
export const PASSING: readonly string[] = ["told", "failing"];

const CERTAIN: Written = { isDoubtful: false };
const DOUBTFUL: Written = { isDoubtful: true };

/** The same write may come again with the same mark. */
export async function writeChange(write: ViewWrite): Promise<Written> {
  return write.basis === undefined ? await writeFirst(write) : await writeNext(write, write.basis);
}

/** The first change of a case shows the case last: who sees a new case finds its items, too. */
async function writeFirst(write: ViewWrite): Promise<Written> {
  const change = await write.complete(write.change);
  const clean = await writeParts(change, write.mark, write.mark, insertItems);
  const update = caseUpdate(change, position(write), PASSING);
  const isThere = await foundDuplicates(() =>
    native(Cases).updateOne({ _id: change.caseId, mark: write.mark }, update, { upsert: true }),
  );
  if (!isThere && clean) return CERTAIN;
  await doubtCase(change.caseId);
  return DOUBTFUL;
}

async function writeNext(write: ViewWrite, basis: Mark): Promise<Written> {
  const { caseId } = write.change;
  const filter = {
    _id: caseId,
    mark: { $in: [basis.mark, write.mark] },
    told: { $in: [null, write.writer] },
  };
  const [{ matchedCount }, change] = await Promise.all([
    native(Cases).updateOne(filter, caseUpdate(write.change, position(write), PASSING)),
    write.complete(write.change),
  ]);
  if (matchedCount > 0 && (await writeParts(change, write.mark, toldBy(write.writer)))) return CERTAIN;
  await doubtCase(caseId);
  return DOUBTFUL;
}

function position({ mark, runId }: ViewWrite): {
  readonly mark: string;
  readonly runId: string;
  readonly writtenAt: number;
} {
  return { mark, runId, writtenAt: Date.now() };
}

/**
 * Writes what a case gave to the sink, after its certain write at the basis. It is dropped where the view is not at that basis:
 * the next certain write says it again.
 * @returns whether it was written
 */
export async function writeTold(change: ViewChange, basis: Mark, writer: string): Promise<boolean> {
  const filter = { _id: change.caseId, mark: basis.mark, told: { $in: [null, writer] } };
  const update = caseUpdate(change, { told: writer, writtenAt: Date.now() });
  const { matchedCount } = await native(Cases).updateOne(filter, update);
  if (matchedCount === 0) return false;
  await writeParts(change, toldBy(writer), toldBy(writer));
  return true;
}

/** Mark of items and events that a process wrote from its sink. */
export function toldBy(writer: string): string {
  return `told/${writer}`;
}

/**
 * Items and events, all at the same time.
 * @param replaces mark of what may be replaced although it has the same revision, besides the write's own
 * @returns whether nothing was found that this case cannot have written
 */
async function writeParts(
  change: ViewChange,
  mark: string,
  replaces: string,
  write: typeof writeItems = writeItems,
): Promise<boolean> {
  const [items, events] = await Promise.all([
    write(change, mark, replaces),
    writeEvents(change, mark, replaces),
  ]);
  return items && events;
}

/** Items of a first write are new: there may be hundreds of them, and what is inserted costs less. */
async function insertItems(change: ViewChange, mark: string, replaces: string): Promise<boolean> {
  if (change.items.length === 0) return true;
  const documents = change.items.map((item) => itemDocument(item, mark));
  const isThere = await foundDuplicates(() => native(Items).insertMany(documents, { ordered: false }));
  return isThere ? await writeItems(change, mark, replaces) : true;
}

async function writeItems({ items }: ViewChange, mark: string, replaces: string): Promise<boolean> {
  if (items.length === 0) return true;
  const marks = [...new Set([mark, replaces])];
  const write = (): Promise<unknown> =>
    native(Items).bulkWrite(
      items.map((item) => ({
        updateOne: {
          filter: { _id: item.id, $or: [{ revision: { $lt: item.revision } }, { mark: { $in: marks } }] },
          update: itemUpdate(item, mark),
          upsert: true,
        },
      })),
      { ordered: false },
    );
  return !(await foundDuplicates(write));
}

async function writeEvents(change: ViewChange, mark: string, replaces: string): Promise<boolean> {
  const { caseId, events } = change;
  if (events.length === 0) return true;
  const items = new Map(change.items.map((item) => [item.id, item]));
  const newsOf = newsAt(Date.now(), (id) => items.get(id));
  const documents = events.map((event) => eventDocument(event, mark, newsOf(event)));
  const isThere = await foundDuplicates(() => native(Events).insertMany(documents, { ordered: false }));
  if (!isThere) return true;
  // rare: this very write was tried before, or the sink wrote the events otherwise; whatever else is there is foreign
  const marks = [...new Set([mark, replaces])];
  const written = await foundDuplicates(() =>
    native(Events).bulkWrite(
      documents.map((document) => ({
        replaceOne: {
          filter: { _id: document._id, caseId, mark: { $in: marks } },
          replacement: document,
          upsert: true,
        },
      })),
      { ordered: false },
    ),
  );
  return !written;
}

/** The view of a case is to be made again; a process that dies leaves the task to the next one that sees the flag. */
export async function doubtCase(caseId: string): Promise<void> {
  await native(Cases).updateOne({ _id: caseId }, { $set: { doubt: Date.now() } });
}
