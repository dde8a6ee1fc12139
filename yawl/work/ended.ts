/** What is remembered of a work item that has ended, so that whoever repeats a command on it can be answered. */
import { digestOf } from "./digest.ts";
import { hasEnded, kindOf, type ItemStatus, type WorkItem } from "./item.ts";

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
  /** number of its last call; absent in what was remembered before it was told, and for people's items */
  readonly call?: number;
}

/** @returns none for an item that is still open */
export function endedItem(item: WorkItem): EndedItem | undefined {
  const { id, task, status, endedBy, submissionId, output, call } = item;
  if (!hasEnded(status)) return undefined;
  return {
    id,
    task,
    kind: kindOf(item),
    status,
    ...(endedBy === undefined ? {} : { by: endedBy }),
    ...(submissionId === undefined || !output
      ? {}
      : { submission: { id: submissionId, digest: digestOf(output) } }),
    ...(status === "completed" && call?.waitsUntil !== undefined ? { calledBack: true } : {}),
    ...(call && call.number > 1 ? { call: call.number } : {}),
  };
}
