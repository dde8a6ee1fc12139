/** Names and shapes of what goes to and from the case workflow. The API imports this file and nothing else of `workflows/`. */
import type { Flag } from "../yawl/case/flags.ts";
import type { BlockStart } from "../yawl/case/instances/block.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import type { JsonObject } from "../yawl/model/json.ts";

/** Task queue of case workflows and their activities. */
export const TASK_QUEUE = "mizzen";

/** Workflow type of a case. The workflow id is the case id. */
export const CASE_WORKFLOW = "yawlCase";

/**
 * Update and signal of the same name and argument (`CommandMessage`). The update answers `CommandAnswer` when the view
 * shows the command's effect; it fails with an `ApplicationFailure` whose type is a `FaultType` and whose first detail is
 * the `Fault`.
 */
export const COMMAND = "command";

/**
 * Type of the `ApplicationFailure` with which the update is refused when its command was done already: by the same person,
 * or by the same submission. Nothing is written to the history; the first detail is a `CommandAnswer`.
 */
export const DONE_ALREADY = "done-already";

/** Workflow type of a block of instances. Its workflow id is the block's id: `<execution that made it>.<number>`. */
export const BLOCK_WORKFLOW = "yawlInstances";

/** Signal from a block to the execution that made it: a `Report`. */
export const REPORT = "report";

/** Signal to a block from the execution that made it: an `Instruction`. */
export const INSTRUCT = "instruct";

/** Signal to the execution that made a block: the block's workflow has ended without it (`BlockLost`). */
export const BLOCK_LOST = "block-lost";

export interface BlockLost {
  readonly block: string;
  /** a sentence for people */
  readonly message: string;
}

/** Types of the workflows that are shown, as visibility queries want them: cases, and blocks of them. */
export const EXECUTIONS = `WorkflowType IN ("${CASE_WORKFLOW}", "${BLOCK_WORKFLOW}")`;

/** Query with a command: whether the case has taken it before; also when it has ended. */
export const WAS_DONE = "was-done";

/** Query: the case's state as the interpreter holds it. */
export const STATE = "state";

/** First argument of the case workflow; the compiled specification is the second, so that it is stored once for all cases. */
export interface CaseStart {
  readonly caseId: string;
  readonly data: JsonObject;
  /** participant who started the case */
  readonly startedBy: string;
  /** behaviour that the case has from its start to its end (`yawl/case/flags.ts`); a start without it has none */
  readonly flags?: readonly Flag[];
  /** up to how many instances of a task run in the workflow that fires it; without it all of them */
  readonly instancesInside?: number;
  /** after how many updates and messages of blocks a run ends and the case goes on in a new one; 1,500 without it */
  readonly messagesPerRun?: number;
  /** it is no case, but a block of one: a child workflow with some of the instances of a task */
  readonly block?: BlockStart;
}

/**
 * Up to how many instances of a task run in the workflow that fires it, where no setting says otherwise: so few cost less
 * there than a child workflow each, and nobody queues at one workflow.
 */
export const INSTANCES_INSIDE = 3;

/** What whoever operates the product decides about cases that start. */
export type CaseSettings = { readonly [Name in "instancesInside" | "messagesPerRun"]?: CaseStart[Name] };

export type CaseArguments = [start: CaseStart, specification: CompiledSpecification];

/** Begin of the task queue's name of a worker that replays histories to know what the view has to show. */
export const REPLAY_NAME = "mizzen-replay";

/** Answer to a command: it is in the case. */
export interface CommandAnswer {
  /** the view is at this revision of the case or newer */
  readonly revision: number;
  /** the view held what the case does not know, and is being made again: it shows this revision only then */
  readonly doubtful?: true;
}

/** How many instances of a block ended how; the result of its workflow. */
export interface BlockOutcome {
  readonly completed: number;
  readonly cancelled: number;
  readonly failed: number;
}

/** How a case ended; the workflow's result. */
export interface CaseOutcome {
  readonly state: "completed" | "cancelled" | "deadlocked" | "failed";
  readonly data: JsonObject;
}

/** Search attributes of a case. All are of type Keyword. */
export const SEARCH_ATTRIBUTES = {
  specification: "MizzenSpecification",
  version: "MizzenVersion",
  state: "MizzenState",
} as const;

/** Workflow types that make views again; their ids cannot be those of cases. */
export const RESYNC_WORKFLOW = "resync";
export const REBUILD_WORKFLOW = "rebuild";
export const REBUILD_ID = "rebuild:views";

/** Workflow id of making the view of a case again; each time another. */
export function resyncId(caseId: string, time: string): string {
  return `resync:${caseId}:${time}`;
}

/** What became of the views of some cases. */
export interface ResyncSummary {
  /** showed what is true */
  readonly same: number;
  /** were made again */
  readonly mended: number;
  /** no workflow, and nothing to show */
  readonly absent: number;
  /** their history cannot be replayed, so that their view stays as it is; a few of them by name */
  readonly unreadable: number;
  readonly unreadableCases: readonly string[];
}
