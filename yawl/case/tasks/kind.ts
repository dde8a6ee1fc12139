/**
 * What a kind of task is: how it is enabled, fires, ends and is cancelled. There is one object for each kind in this folder;
 * nothing outside it asks which kind a task is.
 */
import type { Result } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import { taskOf, type LinkedNet, type LinkedSpecification, type LinkedTask } from "../../net/linked.ts";
import type { PersonItem, WorkItem } from "../../work/item.ts";
import type { DataScope } from "../dataflow.ts";
import { Progress } from "../progress.ts";
import type { CaseState } from "../state.ts";
import type { Why } from "../why.ts";

/** A task in a net instance: resolved once, and passed on to whatever works on it. */
export interface TaskAt {
  /** of the net instance */
  readonly key: string;
  readonly net: LinkedNet;
  readonly linked: LinkedTask;
  readonly kind: TaskKind;
}

/** What performed an instance of a task: a work item or a nested net, and which instance it was. */
export interface Performed {
  /** item id or key of the net instance */
  readonly id: string;
  /** number of the instance of a multiple-instance task, from 1 */
  readonly instance?: number;
}

/** What an item is when its task has fired. */
export type StartedAs = Pick<PersonItem, "data" | "instance">;

/** What a kind of task does at each turn of a task's life; `many` wraps any other kind. */
export interface TaskKind {
  /** Whether it fires as soon as it is enabled; if not, its item waits until somebody starts it. */
  firesByItself(task: LinkedTask): boolean;

  /** It is enabled and waits: makes its item, and the tokens stay where they are. Only where it does not fire by itself. */
  offer(step: CaseStep, at: TaskAt): void;

  /**
   * Fires: takes the tokens and begins, or is done at once. What can fail is done first: after a fault nothing has happened.
   */
  fire(step: CaseStep, at: TaskAt): Result<undefined>;

  /**
   * Somebody starts the item that it was offered as, and so fires it; the same holds for what can fail.
   * @returns the item's input, and which instance it is; none when there was nothing to do and the task is done
   */
  start(step: CaseStep, at: TaskAt, item: PersonItem): Result<StartedAs | undefined>;

  /** Somebody skips that item: fires it without doing it. @returns the input that the output is made from */
  skip(step: CaseStep, at: TaskAt, item: WorkItem): Result<JsonObject>;

  /** Whether one more instance of it may begin here at all; asked before the tokens are taken. */
  mayBegin(step: CaseStep, at: TaskAt): Result<undefined>;

  /**
   * One instance of it begins: makes the item or enters the net. It has fired; the caller notes at the task what runs for it.
   * @param instance its number in a multiple-instance task
   * @returns the id of what runs
   */
  begin(step: CaseStep, at: TaskAt, input: JsonObject, instance?: number): string;

  /**
   * What ran for it has ended by itself: gives its output to the net, and exits when all that has to be done is done. After
   * a fault something of it may have happened: the caller undoes it.
   * @param output what the task's completed mappings see
   */
  ended(step: CaseStep, at: TaskAt, performed: Performed, output: DataScope): Result<undefined>;

  /** Removes one of what runs for it; the task itself goes on, or is removed by the caller. */
  cancel(step: CaseStep, at: TaskAt, id: string, why: Why): void;
}

/** Gives the kind of a task. */
export type Kinds = (task: LinkedTask) => TaskKind;

/** A step in progress, in which tasks can be found. */
export class CaseStep extends Progress {
  readonly #kinds: Kinds;
  /** the task that was found last: mostly it is asked for again */
  #found: TaskAt | undefined;

  constructor(linked: LinkedSpecification, state: CaseState, now: number, kinds: Kinds) {
    super(linked, state, now);
    this.#kinds = kinds;
  }

  /** The task of an item, or of anything else that names its net instance and its task. */
  find({ net: key, task }: { readonly net: string; readonly task: string }): TaskAt {
    if (this.#found?.key === key && this.#found.linked.id === task) return this.#found;
    const net = this.netFor(key);
    this.#found = this.at(key, net, taskOf(net, task));
    return this.#found;
  }

  /** The task of a net that is at hand. */
  at(key: string, net: LinkedNet, linked: LinkedTask): TaskAt {
    return { key, net, linked, kind: this.#kinds(linked) };
  }
}
