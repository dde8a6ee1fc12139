/**
 * The view: what lists and pages show of a case, its work items and what happened. Cases write it; it can be made again
 * from their histories (`whole.ts`).
 */
import type { Fault } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { WorkItem } from "../work/item.ts";
import type { InstancesView } from "./instances.ts";
import type { TimerView } from "./timers.ts";

/** How a case is shown; the same words as in its own state. */
export type CaseState = "running" | "suspended" | "completed" | "cancelled" | "failed" | "deadlocked";

/** States of a case that has not ended. */
export const OPEN_STATES: readonly CaseState[] = ["running", "suspended"];

/** The instances that an execution has which is no case but a block of one. */
export interface BlockOf {
  /** the case that it is a part of */
  readonly case: string;
  /** execution that made it: the case, or another block */
  readonly parent: string;
  /** key of the net instance and id of the task */
  readonly net: string;
  readonly task: string;
  /** numbers of the first and the last instance that it began with */
  readonly from: number;
  readonly to: number;
}

/** A case as lists and `GET /cases/{id}` show it. Collection `cases`, `_id` is the case id. */
export interface CaseView {
  readonly id: string;
  readonly specificationId: string;
  readonly specificationVersion: string;
  readonly title: string;
  readonly state: CaseState;
  /** data of the root net */
  readonly data: JsonObject;
  /** tokens: net instance key -> condition -> count */
  readonly marking: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** tasks that are enabled or busy: net instance key -> task ids */
  readonly busy: Readonly<Record<string, readonly string[]>>;
  /** tasks that could not fire or exit, with the reason; a retry tries them again */
  readonly failures?: readonly { readonly net: string; readonly task: string; readonly message: string }[];
  /** tasks that have, or had, several instances; without those of which this is a block */
  readonly instances?: readonly InstancesView[];
  /** timers of its tasks; of blocks they are shown with the block */
  readonly timers?: readonly TimerView[];
  /** it is no case, but has some of the instances of one; lists of cases leave it out */
  readonly partOf?: BlockOf;
  readonly startedBy: string;
  /** epoch milliseconds */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** why it failed or was cancelled */
  readonly fault?: Fault;
  readonly reason?: string;
  /** counts up with every change of the case */
  readonly revision: number;
}

/** A work item with what lists need to know of its case. Collection `items`, `_id` is the item id. */
export type ItemView = WorkItem & ItemPlace;

/** Where an item belongs. */
interface ItemPlace {
  /** execution that has it and takes its commands: a case, or a block of one */
  readonly caseId: string;
  /** the case, where `caseId` is a block of it */
  readonly partOf?: string;
  readonly specificationId: string;
  readonly specificationVersion: string;
  /** id of the net that its task is in */
  readonly netId: string;
  /** id of the decomposition that gives the schema of its output */
  readonly decomposition: string;
  /** revision of the case that wrote it */
  readonly revision: number;
}

/** What happened in a case. Collection `events`, `_id` is `<case>/<number>`. */
export interface EventView {
  readonly caseId: string;
  /** number in the case, from 1 */
  readonly number: number;
  readonly type: string;
  /** epoch milliseconds */
  readonly at: number;
  readonly by?: string;
  readonly item?: string;
  readonly task?: string;
  readonly net?: string;
  readonly details?: JsonObject;
}

/** Variables of the root net that changed; the others may be large and stay as they are. */
export interface DataChange {
  readonly values: JsonObject;
  /** names of those that have no value any more */
  readonly emptied: readonly string[];
}

/** What one workflow task of a case changed: written to the view in one go. */
export interface ViewChange {
  readonly caseId: string;
  readonly revision: number;
  /** only the fields that changed; the first change of a case has all of them */
  readonly case: Partial<Omit<CaseView, "id" | "revision">>;
  /** instead of `case.data`, which stands for all of the data */
  readonly data?: DataChange;
  readonly items: readonly ItemView[];
  readonly events: readonly EventView[];
}

/** Where a certain write left the view of a case: at a revision, by an attempt that no other write shares. */
export interface Mark {
  readonly revision: number;
  readonly mark: string;
}
