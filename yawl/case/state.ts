/** The state of a case: plain JSON, proportional to what is marked and busy. Stored histories and continue-as-new carry it. */
import type { Marking } from "../net/marking.ts";
import type { Fault } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { CaseStatus } from "../work/case-lifecycle.ts";
import type { CommandMessage } from "../work/command.ts";
import type { EndedItem } from "../work/ended.ts";
import type { WorkItem } from "../work/item.ts";
import type { CallOutcome } from "./outcome.ts";
import type { Outstanding } from "./pending.ts";
import type { Block, BlockPlace, InstanceInput, InstanceResult } from "./instances/block.ts";
import type { Performers } from "./performers.ts";

/**
 * What a task of a net instance is doing. A task that is neither enabled nor busy has no entry.
 * - `enabled`: its item waits for somebody to start it; the tokens are still in the input conditions;
 * - `busy`: it took its tokens; items or nested nets run;
 * - `failed`: it was enabled, but could not fire; the tokens are still there, and a retry tries again.
 */
export type TaskRun =
  | { readonly phase: "enabled"; readonly item: string }
  | BusyTask
  | { readonly phase: "failed"; readonly fault: Fault };

/** A task that has fired and is not done. */
export interface BusyTask {
  readonly phase: "busy";
  /** ids of work items and keys of net instances that run for it, in order of creation */
  readonly running: readonly string[];
  readonly multi?: MultipleInstances;
  /** it is done, but its exit failed; a retry tries again */
  readonly fault?: Fault;
}

/** How many instances may fail. */
export type Tolerance = number | { readonly percent: number };

/** An instance that failed, kept so that it can be done again. */
export interface FailedInstance extends InstanceInput {
  readonly message: string;
}

/**
 * Book-keeping of a multiple-instance task; bounds are those found when it fired. What its blocks do not have told yet as
 * closed stands with them, in `CaseState.blocks`.
 */
export interface MultipleInstances {
  readonly minimum: number;
  readonly maximum: number;
  readonly threshold: number;
  readonly spawned: number;
  readonly completed: number;
  /** results of completed instances for the join expression, in order of completion */
  readonly results: readonly InstanceResult[];
  /** instances that were cancelled one by one */
  readonly cancelled?: number;
  readonly failures?: readonly FailedInstance[];
  /** instances that begin when there is room */
  readonly waiting?: readonly InstanceInput[];
  /** how many may be open at the same time */
  readonly atOnce?: number;
  readonly tolerated?: Tolerance;
  /** it has what it needs, and why; it exits when its blocks have ended */
  readonly ending?: string;
}

/** A net that runs: the root net, or one that a composite task unfolded. */
export interface NetInstance {
  /** path of the instance: `Root`, `Root/Task`, `Root/Task.2` for instances of a multiple-instance task */
  readonly key: string;
  /** id of the compiled net */
  readonly net: string;
  readonly parent?: { readonly net: string; readonly task: string; readonly instance?: number };
  /** 0 for the root net */
  readonly depth: number;
  readonly marking: Marking;
  readonly tasks: Readonly<Record<string, TaskRun>>;
  readonly data: JsonObject;
  /** counts up with every change of the data */
  readonly dataVersion: number;
  /** how the timers of tasks ended in their last round; one that runs is pending (T5) */
  readonly timers?: Readonly<Record<string, "closed" | "expired">>;
}

/** A command that was taken, as whoever repeats it is recognized. */
export interface KeyedCommand {
  /** chosen by the sender */
  readonly key: string;
  readonly by: string;
  /** of the command and its addressee */
  readonly digest: string;
}

/** What waits until an instance may complete or be added. */
export type Held =
  | { readonly id: number; readonly kind: "command"; readonly message: CommandMessage }
  | { readonly id: number; readonly kind: "add"; readonly message: CommandMessage }
  | { readonly id: number; readonly kind: "outcome"; readonly outcome: CallOutcome }
  /** the net of an instance, which has its output token */
  | { readonly id: number; readonly kind: "net"; readonly net: string }
  /** the time of an instance is over: id of its item, or key of its net instance */
  | { readonly id: number; readonly kind: "expiry"; readonly of: string };

/** How many commands with keys are remembered. */
export const REMEMBERED_KEYS = 200;

/** All that a case is, as plain JSON: nothing else decides how it goes on. */
export interface CaseState {
  /** of this state as JSON; `format.ts` upgrades older ones */
  readonly format: number;
  readonly id: string;
  /** behaviour that the case began with and keeps; see `flags.ts` */
  readonly flags: readonly string[];
  readonly status: CaseStatus;
  readonly nets: Readonly<Record<string, NetInstance>>;
  /** work items that have not ended */
  readonly items: Readonly<Record<string, WorkItem>>;
  /** what the case waits for outside, by id */
  readonly pending: Outstanding;
  /** who completed work of which task */
  readonly performers: Performers;
  /** number of the last work item made */
  readonly lastItem: number;
  /** state of the random numbers of this case: seeded at its start, so that replay draws the same */
  readonly random: number;
  /** work items that ended of late, oldest first: whoever repeats a command on one is answered that it was done */
  readonly ended: readonly EndedItem[];
  /** commands of late whose senders gave them keys, oldest first; none before the first of them */
  readonly keyed?: readonly KeyedCommand[];
  /** up to how many instances of a task stay in this state; without it all of them */
  readonly inside?: number;
  /** how many instances a block gets; without it that depends on how many there are */
  readonly perBlock?: number;
  /** blocks that have instances of its tasks, by id */
  readonly blocks?: Readonly<Record<string, Block>>;
  /** this is a block itself */
  readonly block?: BlockPlace;
  /** who gets later work of this case at once, in the order in which they asked for it */
  readonly chained?: readonly string[];
  readonly held?: { readonly last: number; readonly entries: readonly Held[] };
  /** data of the root net, kept when the case has ended and its net is gone */
  readonly result?: JsonObject;
  readonly fault?: Fault;
  readonly reason?: string;
}

/** How many items that ended are remembered; the view remembers the rest. */
export const REMEMBERED_ITEMS = 200;

/** @throws Error when there is none: a bug, since whoever names one has it from the state */
export function netInstance(state: CaseState, key: string): NetInstance {
  const instance = Object.hasOwn(state.nets, key) ? state.nets[key] : undefined;
  if (!instance) throw new Error(`no net instance ${key} in case ${state.id}`);
  return instance;
}

/** What a task of a net instance is doing; nothing when it is neither enabled nor busy. */
export function runOf(instance: NetInstance, task: string): TaskRun | undefined {
  return Object.hasOwn(instance.tasks, task) ? instance.tasks[task] : undefined;
}

/** The open work item with this id; none when it has ended or never was. */
export function itemOf(state: CaseState, id: string): WorkItem | undefined {
  return Object.hasOwn(state.items, id) ? state.items[id] : undefined;
}

/** Tasks that are busy in a net instance, sorted. */
export function busyTasks(instance: NetInstance): readonly string[] {
  return Object.keys(instance.tasks)
    .filter((task) => instance.tasks[task]?.phase === "busy")
    .toSorted();
}
