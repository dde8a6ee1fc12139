/** A work item: one task instance that a person performs, as part of the case's state and as others see it. */
import type { JsonObject } from "../spec/json.ts";

/**
 * Where a work item stands. `unoffered` waits for an administrator; `offered` can be claimed by those it is offered to;
 * `allocated` belongs to one person; the last four are ends.
 */
export type ItemStatus =
  | "unoffered"
  | "offered"
  | "allocated"
  | "started"
  | "suspended"
  | "completed"
  | "skipped"
  | "cancelled"
  | "failed";

/** Ends of a work item's life. */
export const ENDED: readonly ItemStatus[] = ["completed", "skipped", "cancelled", "failed"];

export function hasEnded(status: ItemStatus): boolean {
  return ENDED.includes(status);
}

export interface WorkItem {
  /** `<case>.<number>`, unique and URL-safe */
  readonly id: string;
  /** key of the net instance inside the case */
  readonly net: string;
  /** id of the task in its net */
  readonly task: string;
  /** what an inbox shows: the task's label with its expressions filled in */
  readonly name: string;
  readonly status: ItemStatus;
  /** number of the instance in a multiple-instance task, from 1 */
  readonly instance?: number;
  /** participants who may claim it, sorted; those who rejected it are no longer among them */
  readonly offeredTo: readonly string[];
  readonly allocatedTo?: string;
  /** what a suspended item returns to */
  readonly suspendedFrom?: "started";
  /** input of the task; before the start a preview of it */
  readonly data: JsonObject;
  /** version of the net's data from which `data` was made */
  readonly dataVersion: number;
  /** saved, not yet submitted output */
  readonly draft?: JsonObject;
  /** output, once completed */
  readonly output?: JsonObject;
  /** times in epoch milliseconds */
  readonly enabledAt: number;
  readonly offeredAt?: number;
  readonly allocatedAt?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** who completed, skipped or cancelled it; absent when the engine did */
  readonly endedBy?: string;
  /** why it was cancelled or failed */
  readonly reason?: string;
  readonly submissionId?: string;
}
