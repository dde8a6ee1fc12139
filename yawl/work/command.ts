/** What people ask of work items and cases. One type of command comes by signals and by updates. */
import type { JsonObject } from "../model/json.ts";

/** Who acts. The caller's identity comes from the token at the API's edge, never from the body of a request. */
export interface Actor {
  readonly participant: string;
  /** administrators and case managers may act on items of others */
  readonly manager: boolean;
  /** of the roles that the item and its task name, those that the participant has, or one below them */
  readonly roles?: readonly string[];
}

/** Who speaks when a callback URL is called; no participant can have this id. */
export const OUTSIDE: Actor = { participant: "(callback)", manager: false };

/** Commands on a work item, as a closed union; `yawl/work/lifecycle.ts` says from which state each leads where. */
export type ItemCommand =
  | { readonly type: "claim" | "reject" | "start" | "suspend" | "resume" | "deallocate" }
  /** claims what is offered, and starts it; in one, so that it costs as much as one of them */
  | { readonly type: "claim-and-start" }
  /** the same, and later work of this case that the participant may do is theirs, and started, from then on */
  | { readonly type: "chain" }
  /** the people are looked for again: the organisation is not what it was */
  | { readonly type: "redistribute" }
  /** started work begins anew, with the input it had and without what was saved */
  | { readonly type: "restart" }
  /** ends it in place of whoever has it; `data`: its output, without it what was saved, or what rule 13 gives */
  | { readonly type: "force-complete"; readonly data?: JsonObject }
  /** `data`: output that the task gets instead of what rule 13 gives */
  | { readonly type: "skip"; readonly data?: JsonObject }
  | { readonly type: "complete"; readonly data: JsonObject; readonly submissionId?: string }
  | { readonly type: "save"; readonly data: JsonObject }
  | { readonly type: "delegate"; readonly to: string }
  | { readonly type: "reallocate"; readonly to: string; readonly keepData: boolean }
  /** `members`: those of `to` who are meant as members of a role; who of them may not have it is left out */
  | { readonly type: "offer"; readonly to: readonly string[]; readonly members?: readonly string[] }
  | { readonly type: "allocate"; readonly to: string }
  /** one more instance beside this one, with input of its own; only where the task creates instances dynamically */
  | { readonly type: "add-instance"; readonly data: JsonObject }
  /** calls the connector of an automated item again, with the same input or another */
  | { readonly type: "retry"; readonly data?: JsonObject }
  /** gives an automated item up, and the case with it */
  | { readonly type: "fail"; readonly reason?: string }
  /** what an outside system answers for an automated item that waits for it; `call`: number of the call that it answers */
  | { readonly type: "callback"; readonly call?: number; readonly data: JsonObject };

/** Name of a command for a work item. */
export type ItemCommandType = ItemCommand["type"];

/** What can be asked of a whole case. `reason`: for people, kept with the case. */
export type CaseCommand =
  | { readonly type: "cancel-case"; readonly reason?: string }
  | { readonly type: "suspend-case" }
  | { readonly type: "resume-case" }
  /** look again at tasks that failed to fire or to exit */
  | { readonly type: "retry" }
  /** one more instance of a task that creates them dynamically */
  | (InstancesOf & { readonly type: "add-instance"; readonly data: JsonObject })
  | (InstancesOf & { readonly type: "cancel-instance"; readonly instance: number })
  /** how many may be open at once (null: all), and how many may fail */
  | (InstancesOf & {
      readonly type: "control-instances";
      readonly atOnce?: number | null;
      readonly tolerate?: number | { readonly percent: number };
    })
  /** does those that failed again */
  | (InstancesOf & { readonly type: "retry-instances" })
  /** no more work of this case comes to the participant by itself */
  | { readonly type: "unchain"; readonly participant: string }
  /** new values for variables of the root net; the others stay. `reason`: why, for the log */
  | { readonly type: "change-data"; readonly data: JsonObject; readonly reason: string };

/** A task with several instances, in a net instance: in the root net where none is named. */
interface InstancesOf {
  readonly net?: string;
  readonly task: string;
}

/**
 * A command with its addressee and sender, as it travels to the case workflow. `key`: chosen by the sender; the same command
 * with the same key again is the same command, whatever has happened since.
 */
export type CommandMessage =
  | { readonly item: string; readonly by: Actor; readonly command: ItemCommand; readonly key?: string }
  | { readonly by: Actor; readonly command: CaseCommand; readonly key?: string };
