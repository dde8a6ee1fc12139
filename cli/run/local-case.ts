/** A case in this process: the interpreter, with one person who may do everything and with time that is skipped. */
import { callOf } from "../../yawl/case/calls.ts";
import type { CallOutcome } from "../../yawl/case/outcome.ts";
import type { CaseEvent } from "../../yawl/case/events.ts";
import { failedTasks, whereabouts } from "../../yawl/case/inspect.ts";
import { itemOf, type CaseState } from "../../yawl/case/state.ts";
import { openCase, type OpenCase } from "../../yawl/run/open-case.ts";
import type { CompiledWork } from "../../yawl/net/compiled.ts";
import { netOf, taskOf, type LinkedSpecification } from "../../yawl/net/linked.ts";
import { fault, ok, type Result } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import type { Actor, CommandMessage, ItemCommand } from "../../yawl/work/command.ts";
import type { WorkItem } from "../../yawl/work/item.ts";

/** Who does everything: a participant who may also do what administrators do. */
export const YOU: Actor = { participant: "you", manager: true };

/** Gets everything that happens, in order. */
export type Listener = (event: CaseEvent) => void;

export class LocalCase {
  readonly linked: LinkedSpecification;
  readonly #case: OpenCase;

  private constructor(opened: OpenCase) {
    this.linked = opened.linked;
    this.#case = opened;
  }

  /** Fault: `invalid-data` when the data does not fit the root net's input parameters. */
  static start(
    linked: LinkedSpecification,
    options: {
      readonly data: JsonObject;
      readonly seed: number;
      readonly now: number;
      readonly listener: Listener;
    },
  ): Result<LocalCase> {
    const { data, seed, now, listener } = options;
    const opened = openCase({
      linked,
      data,
      seed,
      now,
      onStep: ({ events }) => {
        for (const event of events) listener(event);
      },
    });
    if (!opened.ok) return opened;
    const started = new LocalCase(opened.value);
    started.#findPeople();
    return ok(started);
  }

  get state(): CaseState {
    return this.#case.state;
  }

  get now(): number {
    return this.#case.clock.now;
  }

  /** Open work items in the order in which they came. */
  get items(): readonly WorkItem[] {
    return Object.values(this.state.items);
  }

  /** Data of the root net, also of a case that has ended. */
  get data(): JsonObject {
    return this.#case.data;
  }

  get isOver(): boolean {
    return this.state.status !== "running";
  }

  get failures(): ReturnType<typeof failedTasks> {
    return failedTasks(this.state);
  }

  whereabouts(): ReturnType<typeof whereabouts> {
    return whereabouts(this.state);
  }

  /** What completing the item takes: the task's outputs, or for a connector's item the properties of its answer. */
  outputsOf(item: WorkItem): readonly Variable[] {
    const work = this.#workOf(item);
    if (!work?.call?.output) return work?.outputs ?? [];
    return work.call.answers.map((name) => ({ name, type: { kind: "json", schema: {} } }));
  }

  /** What an instance that is added gets. */
  inputsOf(item: WorkItem): readonly Variable[] {
    return this.#workOf(item)?.inputs ?? [];
  }

  /** The connector that has to perform the item, with its input; none for people's items. */
  callOf(item: WorkItem): { readonly connector: string; readonly input: JsonObject } | undefined {
    const request = callOf(this.linked, this.state, item.id);
    return request && { connector: request.how.connector, input: request.input };
  }

  /**
   * Takes the item and starts it; of several instances that only then come to be, the first. A connector's item is started
   * already; after a failure it is tried again.
   */
  start(item: WorkItem): Result<WorkItem> {
    if (item.status === "started") return ok(item);
    if (item.call) {
      const retried = this.#give(item.id, { type: "retry" });
      return retried.ok ? ok(itemOf(this.state, item.id) ?? item) : retried;
    }
    const known = new Set(Object.keys(this.state.items));
    const given = this.#give(item.id, { type: "allocate", to: YOU.participant });
    if (!given.ok) return given;
    const started = this.#give(item.id, { type: "start" });
    if (!started.ok) return started;
    const fresh = this.items.find(
      ({ id, task, status }) => task === item.task && status === "started" && !known.has(id),
    );
    return ok(itemOf(this.state, item.id) ?? fresh ?? item);
  }

  /** Completes a started item with its outputs, or with the answer of its connector. */
  complete(item: WorkItem, data: JsonObject): Result<undefined> {
    if (item.call) {
      const { number } = item.call;
      this.#hear({ item: item.id, number, kind: "answer", answer: data });
      const { failure } = itemOf(this.state, item.id) ?? {};
      return failure ? fault("connector-failed", failure.message) : ok(undefined);
    }
    return this.#give(item.id, { type: "complete", data });
  }

  /** The connector of the item fails for good: the item is suspended until somebody decides. */
  fail(item: WorkItem, message: string): Result<undefined> {
    if (!item.call) return fault("wrong-state", `No connector performs "${item.name}".`);
    const outcome = { item: item.id, number: item.call.number, failure: { type: "failed", message } };
    this.#hear({ kind: "failure", ...outcome });
    return ok(undefined);
  }

  save(item: WorkItem, data: JsonObject): Result<undefined> {
    return this.#give(item.id, { type: "save", data });
  }

  skip(item: WorkItem): Result<undefined> {
    return this.#give(item.id, { type: "skip" });
  }

  /** One more instance beside this one, with input of its own; where the task creates them dynamically. */
  add(item: WorkItem, data: JsonObject): Result<undefined> {
    return this.#give(item.id, { type: "add-instance", data });
  }

  retry(): Result<undefined> {
    return this.#send({ by: YOU, command: { type: "retry" } });
  }

  /** Lets time pass without waiting for it. */
  skipTime(milliseconds: number): void {
    this.#case.clock.advance(milliseconds);
    this.#findPeople();
  }

  #give(item: string, command: ItemCommand): Result<undefined> {
    return this.#send({ item, by: YOU, command });
  }

  #send(message: CommandMessage): Result<undefined> {
    const answer = this.#case.send(message);
    if (!answer.ok) return answer;
    this.#findPeople();
    return ok(undefined);
  }

  #hear(outcome: CallOutcome): void {
    this.#case.answerCall(outcome);
    this.#findPeople();
  }

  /** Everything goes to the one person; who calls connectors is whoever answers: see `complete`. */
  #findPeople(): void {
    this.#case.findPeople(() => [YOU.participant]);
  }

  #workOf(item: WorkItem): CompiledWork | undefined {
    const net = this.state.nets[item.net];
    return net && taskOf(netOf(this.linked, net.net), item.task).work;
  }
}
