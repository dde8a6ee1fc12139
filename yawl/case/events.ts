/**
 * What can happen in a case. A step decides which of these happened; `apply.ts` has one small function for each that
 * says what it does to the state. Together with the compiled specification they are all that a case needs.
 */
import type { Fault } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { Reasoning } from "../work/decision.ts";
import type { Demand } from "../work/distribution.ts";
import type { WorkItem } from "../work/item.ts";
import type { Block, Instruction, Report } from "./instances/block.ts";
import type { PendingTimer } from "./pending.ts";
import type { Performers } from "./performers.ts";
import type { BusyTask, Held, KeyedCommand, MultipleInstances, NetInstance } from "./state.ts";

/** How a work item came to be as it is now. */
export type ItemMove =
  | "created"
  | "offered"
  | "unoffered"
  | "claimed"
  | "allocated"
  | "rejected"
  | "started"
  | "saved"
  | "suspended"
  | "resumed"
  | "deallocated"
  | "delegated"
  | "reallocated"
  | "redistributed"
  | "restarted"
  | "force-completed"
  | "not-started"
  | "skipped"
  | "completed"
  | "withdrawn"
  | "retried"
  /** the call that a timer delayed is made */
  | "called"
  | "reminded"
  /** its time is over, and it could not be ended */
  | "overdue"
  | "timer-paused"
  | "timer-resumed"
  | "waiting"
  | "cancelled"
  | "failed";

/** Moves by which timers speak of an item that stays where it is: what it waits for goes on. */
export const MOVES_OF_TIMERS: ReadonlySet<ItemMove> = new Set([
  "reminded",
  "overdue",
  "timer-paused",
  "timer-resumed",
]);

/** A change of a case's data that no task made. */
export interface DataChanger {
  readonly by: string;
  readonly reason: string;
  /** of the variables that changed and had a value */
  readonly before: JsonObject;
}

/** What happened in a case: the only way in which its state changes (`apply.ts` has a function for each). */
export type CaseEvent =
  | { readonly type: "case-suspended" | "case-resumed" }
  | { readonly type: "case-completed"; readonly result: JsonObject }
  | { readonly type: "case-cancelled"; readonly result: JsonObject; readonly reason?: string }
  | { readonly type: "case-failed"; readonly result: JsonObject; readonly fault: Fault }
  | { readonly type: "case-deadlocked" }
  | { readonly type: "net-entered"; readonly instance: NetInstance }
  | { readonly type: "net-exited"; readonly net: string }
  | { readonly type: "tokens-taken"; readonly net: string; readonly conditions: readonly string[] }
  | { readonly type: "tokens-put"; readonly net: string; readonly conditions: readonly string[] }
  | { readonly type: "tokens-cleared"; readonly net: string; readonly conditions: readonly string[] }
  | { readonly type: "task-enabled"; readonly net: string; readonly task: string; readonly item: string }
  | { readonly type: "task-withdrawn"; readonly net: string; readonly task: string }
  | { readonly type: "task-fired"; readonly net: string; readonly task: string; readonly run: BusyTask }
  | { readonly type: "task-failed"; readonly net: string; readonly task: string; readonly fault: Fault }
  | {
      readonly type: "task-exited" | "task-cancelled" | "task-retried";
      readonly net: string;
      readonly task: string;
    }
  | {
      readonly type: "instance-started" | "instance-ended";
      readonly net: string;
      readonly task: string;
      readonly id: string;
      readonly multi?: MultipleInstances;
    }
  /** the book-keeping of a task's instances, without one of them having begun or ended */
  | {
      readonly type: "instances-changed";
      readonly net: string;
      readonly task: string;
      readonly multi: MultipleInstances;
    }
  /** a block was made, is told something or has told something */
  | { readonly type: "block-made" | "block-changed"; readonly block: Block }
  /** a block has ended; `lost`: its workflow was ended in Temporal, and why */
  | { readonly type: "block-closed"; readonly block: Block; readonly lost?: string }
  /** people who did work in a block */
  | { readonly type: "performed"; readonly performers: Performers }
  /** this is a block, and its parent wants something else of it */
  | { readonly type: "instructed"; readonly instruction: Instruction }
  /** this is a block, and it tells its parent how it stands */
  | { readonly type: "reported"; readonly report: Report }
  /** the parent has the report of this version */
  | { readonly type: "report-sent"; readonly version: number }
  /** this is a block, and the whole case is to fail */
  | { readonly type: "block-failed"; readonly fault: Fault }
  /** something waits until others have decided */
  | { readonly type: "held"; readonly held: Held }
  | { readonly type: "unheld"; readonly id: number }
  /** something was asked of an instance that is not needed any more; what was sent is kept here */
  | {
      readonly type: "came-late";
      readonly command: string;
      readonly item?: string;
      readonly by: string;
      readonly data: JsonObject;
      readonly reason: string;
    }
  | {
      readonly type: "data-changed";
      readonly net: string;
      readonly values: JsonObject;
      readonly emptied: readonly string[];
      /** somebody changed it by a command: who, why, and what it was before; absent when a task did */
      readonly changedBy?: DataChanger;
    }
  | {
      readonly type: "item";
      readonly move: ItemMove;
      readonly item: WorkItem;
      /** who did it; absent when the engine did */
      readonly by?: string;
      /** why it is not started */
      readonly reason?: string;
      /** why it was distributed so */
      readonly why?: Reasoning;
      /** the engine starts it for its owner, or gives it to somebody else who may have it */
      readonly begins?: true;
      /** from now on it looks for people */
      readonly asks?: { readonly demand: Demand; readonly since: number };
    }
  /** a timer runs from now on, or does something else next than it did */
  | { readonly type: "timer-set"; readonly timer: PendingTimer }
  /** `timer-done`: one that only reminds has reminded for the last time */
  | { readonly type: "timer-expired" | "timer-done"; readonly timer: PendingTimer }
  /** when the timer of what has begun expires could not be known: it goes on without one */
  | {
      readonly type: "timer-failed";
      readonly net: string;
      readonly task: string;
      readonly of: string;
      readonly fault: Fault;
    }
  /** who gets later work of the case at once */
  | { readonly type: "chained"; readonly participant: string; readonly ends?: true }
  /** a command was taken whose sender gave it a key */
  | { readonly type: "keyed"; readonly command: KeyedCommand }
  | { readonly type: "drawn"; readonly random: number };
