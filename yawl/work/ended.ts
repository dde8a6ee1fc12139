/** What is remembered of a work item that has ended, so that whoever repeats a command on it can be answered. */
import { digestOf } from "./digest.ts";
import { hasEnded, type ItemStatus, type WorkItem } from "./item.ts";

/** What a case remembers of an item that ended of late, to know a repeated command. */
export interface EndedItem {
  readonly id: string;
  readonly task: string;
  readonly kind: "person" | "call";
  readonly status: ItemStatus;
  /** who completed, skipped or cancelled it; absent when the engine did */
  readonly by?: string;
  /** of what completed it */
  readonly submission?: { readonly id: string; readonly digest: string };
  /** its callback completed it */
  readonly calledBack?: true;
  /** number of its last call; absent in what was remembered before it was recorded, and for people's items */
  readonly call?: number;
}

/** @returns none for an item that is still open */
export function endedItem(item: WorkItem): EndedItem | undefined {
  if (!hasEnded(item.status)) return undefined;
  const { id, task, kind, status, endedBy, submissionId, output, call } = item;
  // one for each item that ends: properties that are not there are not spread
  const ended: { -readonly [Key in keyof EndedItem]: EndedItem[Key] } = { id, task, kind, status };
  if (endedBy !== undefined) ended.by = endedBy;
  if (submissionId !== undefined && output) {
    ended.submission = { id: submissionId, digest: digestOf(output) };
  }
  if (status === "completed" && call?.waitsUntil !== undefined) ended.calledBack = true;
  if (call && call.number > 1) ended.call = call.number;
  return ended;
}
