/** A work item: one task instance that a person or a connector performs, as part of the case's state and as others see it. */
import type { JsonObject } from "../model/json.ts";
import type { ActingFor } from "./decision.ts";

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

/** Whether an item in this state is done with for ever. */
export function hasEnded(status: ItemStatus): boolean {
  return ENDED.includes(status);
}

/** The call of a connector that an automated item stands for. */
export interface ItemCall {
  /** counts the calls that were made for the item: a retry by an operator is another one */
  readonly number: number;
  /** idempotency key: the same for every call with the same input */
  readonly key: string;
  /** input of the connector, where it is not the item's own data */
  readonly input?: JsonObject;
  /** the work goes on outside, and its callback has to come until then; epoch milliseconds */
  readonly waitsUntil?: number;
  /** the task's timer delays the call until then, and it has not been made; epoch milliseconds */
  readonly delayedUntil?: number;
}

/** Why an item needs somebody to look at it: its call failed, or its time is over and it could not be ended. */
export interface ItemFailure {
  /** stable: a type of the connector's, or a fault's */
  readonly type: string;
  readonly message: string;
  /** how often it was tried */
  readonly attempts?: number;
  /** what the other side said: status, headers, the beginning of the body */
  readonly details?: JsonObject;
  /** epoch milliseconds */
  readonly at: number;
}

/** A command that was done. */
export interface Done {
  readonly by: string;
  /** the command as canonical text */
  readonly command: string;
}

/**
 * Why the engine ended work that somebody may have been doing, as a stable name: enough other instances of a task were done, or
 * somebody cancelled the instance that it was, or that it was a part of, or its time was over.
 */
export type CancelCause = "threshold-reached" | "instance-cancelled" | "expired";

/** What every work item has. */
interface Item {
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
  /** it is suspended: what it returns to, and who did it; nobody when its call failed */
  readonly suspended?: { readonly from: "started"; readonly by?: string };
  /** input of the task; before the start a preview of it */
  readonly data: JsonObject;
  /** version of the net's data from which `data` was made */
  readonly dataVersion: number;
  /** saved, not yet submitted output; of an automated item: an answer that could not be used */
  readonly draft?: JsonObject;
  /** output, once completed */
  readonly output?: JsonObject;
  /** times in epoch milliseconds */
  readonly enabledAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** who completed, skipped or cancelled it; absent when the engine did */
  readonly endedBy?: string;
  /** why it was cancelled, failed, or ended without anybody having done it */
  readonly reason?: string;
  /** the same for programs, where its instance was not needed any more or its time was over */
  readonly cause?: CancelCause;
  readonly submissionId?: string;
}

/** An item that people perform. */
export interface PersonItem extends Item {
  readonly kind: "person";
  /** participants who may claim it, sorted; those who rejected it are no longer among them */
  readonly offeredTo: readonly string[];
  /** whoever has one of these roles may claim it, too */
  readonly offeredToRoles?: readonly string[];
  /** those who have a role and may not claim it all the same, sorted */
  readonly notOfferedTo?: readonly string[];
  /** for whom a substitute would do it, by the substitute's id */
  readonly actingFor?: ActingFor;
  readonly allocatedTo?: string;
  /** its owner does it for them */
  readonly actsFor?: string;
  readonly offeredAt?: number;
  readonly allocatedAt?: number;
  /** what people did with it of late, oldest first: whoever repeats it is answered that it was done */
  readonly lately?: readonly Done[];
  /** when its task's timer expires; none while that timer stands; epoch milliseconds */
  readonly deadline?: number;
  /** its time is over, and what was saved could not be its output */
  readonly failure?: ItemFailure;
  readonly call?: never;
}

/** An item that a connector performs; it is nobody's. */
export interface CallItem extends Item {
  readonly kind: "call";
  readonly call: ItemCall;
  /** its call failed, and it is suspended until somebody decides what becomes of it */
  readonly failure?: ItemFailure;
  /** nobody */
  readonly offeredTo: readonly string[];
  readonly offeredToRoles?: never;
  readonly notOfferedTo?: never;
  readonly actingFor?: never;
  readonly allocatedTo?: never;
  readonly actsFor?: never;
  readonly offeredAt?: never;
  readonly allocatedAt?: never;
  readonly deadline?: never;
  readonly lately?: never;
}

/** A work item of either kind; `kind` tells which. */
export type WorkItem = PersonItem | CallItem;
