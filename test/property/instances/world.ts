/** A case with a task `m` of many instances, beside it one that sets a variable and one that removes `m`; and its blocks. */
import assert from "node:assert/strict";
import type { CaseEvent } from "../../../yawl/case/events.ts";
import type { Outcome } from "../../../yawl/case/outcome.ts";
import type { CaseState } from "../../../yawl/case/state.ts";
import type { Json, JsonObject } from "../../../yawl/model/json.ts";
import { CaseWithBlocks, type Given } from "../../../yawl/run/blocks.ts";
import type { CaseCommand, ItemCommand } from "../../../yawl/work/command.ts";
import type { WorkItem } from "../../../yawl/work/item.ts";
import { MANAGER } from "../../case/walk.ts";
import { linkedFor, type Setup } from "./subject.ts";

/** An open item that is an instance, or a part of one. */
export interface Part {
  readonly execution: string;
  readonly item: WorkItem;
  /** number of the instance of `m` */
  readonly instance: number;
  /** number of the instance of the inner task, where there is one */
  readonly inner: number | undefined;
}

/** Something that was asked for, and what was said at once. */
export interface Sent {
  readonly given: Given;
  readonly command?: ItemCommand["type"];
  readonly part?: Part;
  readonly data?: JsonObject;
}

export function hasEnded({ status }: CaseState): boolean {
  return status !== "running" && status !== "suspended";
}

export class World {
  readonly cases: CaseWithBlocks;
  readonly setup: Setup;
  /** completions and skips that were asked for, in order */
  readonly sent: Sent[] = [];
  /** what came too late, as the logs have it */
  readonly late: Extract<CaseEvent, { type: "came-late" }>[] = [];
  /** instances that were completed, in order; none may be in it twice */
  readonly completed: number[] = [];
  #count = 0;

  constructor(setup: Setup) {
    this.setup = setup;
    const { count, limit, inside, perBlock } = setup;
    this.cases = new CaseWithBlocks({
      linked: linkedFor(setup),
      id: "case",
      data: { list: Array.from({ length: count }, (_, index) => `e${index + 1}`), limit },
      ...(inside === undefined ? {} : { inside }),
      ...(perBlock === undefined ? {} : { perBlock }),
      onStep: (_, { events }) => {
        for (const event of events) this.#follow(event);
      },
    });
  }

  get state(): CaseState {
    return this.cases.state;
  }

  #follow(event: CaseEvent): void {
    if (event.type === "came-late") this.late.push(event);
    if (event.type === "item" && event.item.task === "m" && ["completed", "skipped"].includes(event.move)) {
      this.completed.push(event.item.instance ?? 0);
    }
    if (
      event.type === "instance-ended" &&
      event.task === "m" &&
      event.id.startsWith("net/m.") &&
      event.multi
    ) {
      const number = Number(event.id.slice("net/m.".length));
      if (event.multi.results.at(-1)?.instance === number) this.completed.push(number);
    }
  }

  /** How the instances stand, summed over the case and its blocks. */
  get counts(): Readonly<
    Record<"spawned" | "completed" | "cancelled" | "failed" | "open" | "waiting", number>
  > {
    const sum = { spawned: 0, completed: 0, cancelled: 0, failed: 0, open: 0, waiting: 0 };
    const live = Object.values(this.state.blocks ?? {});
    for (const { id, start } of live) {
      if (!this.cases.states.has(id)) sum.waiting += start?.instances.length ?? 0;
    }
    for (const execution of ["case", ...live.map(({ id }) => id)]) {
      const run = this.cases.states.get(execution)?.nets["net"]?.tasks["m"];
      if (run?.phase !== "busy" || !run.multi) continue;
      const { multi, running } = run;
      if (execution === "case") sum.spawned = multi.spawned;
      sum.completed += multi.completed;
      sum.cancelled += multi.cancelled ?? 0;
      sum.failed += multi.failures?.length ?? 0;
      sum.open += running.length;
      sum.waiting += multi.waiting?.length ?? 0;
    }
    return sum;
  }

  /** Numbers of the instances that are open, wherever they are. */
  get open(): readonly number[] {
    const found = new Set<number>();
    for (const { items, nets } of this.cases.states.values()) {
      for (const { task, instance } of Object.values(items))
        if (task === "m" && instance) found.add(instance);
      for (const { parent } of Object.values(nets)) {
        if (parent?.task === "m" && parent.instance !== undefined) found.add(parent.instance);
      }
    }
    return [...found].toSorted((a, b) => a - b);
  }

  /** What somebody could work at now. */
  get parts(): readonly Part[] {
    const found: Part[] = [];
    for (const [execution, { items }] of this.cases.states) {
      for (const item of Object.values(items)) {
        if (item.task === "m") {
          found.push({ execution, item, instance: item.instance ?? 0, inner: undefined });
        } else if (item.task === "w") {
          const instance = Number(/m\.(\d+)$/.exec(item.net)?.[1]);
          found.push({ execution, item, instance, inner: item.instance });
        }
      }
    }
    return found;
  }

  /** Whether a call has failed, and waits until somebody decides. */
  isStopped({ item }: Part): boolean {
    return item.kind === "call" && item.status === "suspended";
  }

  begin({ execution, item }: Part): void {
    const commands: readonly ItemCommand[] = [
      { type: "allocate", to: MANAGER.participant },
      { type: "start" },
    ];
    for (const command of commands) {
      const { status } = this.cases.states.get(execution)?.items[item.id] ?? item;
      if (status === "started") return;
      this.cases.give(execution, { item: item.id, by: MANAGER, command });
    }
  }

  give(part: Part, command: ItemCommand): Sent {
    const { execution, item } = part;
    const given = this.cases.give(execution, { item: item.id, by: MANAGER, command });
    const sent: Sent = {
      given,
      part,
      command: command.type,
      ...("data" in command && command.data ? { data: command.data } : {}),
    };
    if (command.type === "complete" || command.type === "skip") this.sent.push(sent);
    return sent;
  }

  complete(part: Part): Sent {
    this.begin(part);
    return this.give(part, { type: "complete", data: this.answer(part) });
  }

  /** Data that no other completion has. */
  answer({ instance, inner }: Part): { readonly answer: string } {
    this.#count += 1;
    return { answer: `${instance}${inner === undefined ? "" : `/${inner}`} #${this.#count}` };
  }

  tell(command: CaseCommand): Sent {
    return { given: this.cases.give("case", { by: MANAGER, command }) };
  }

  /** Does the work of another task of the case; nothing where it is not open. */
  perform(task: string, data: JsonObject = {}): Sent | undefined {
    const item = Object.values(this.state.items).find((each) => each.task === task);
    if (!item) return undefined;
    this.begin({ execution: "case", item, instance: 0, inner: undefined });
    return {
      given: this.cases.give("case", { item: item.id, by: MANAGER, command: { type: "complete", data } }),
    };
  }

  /** What became of a call. */
  hear({ execution, item }: Part, outcome: Outcome): void {
    const number = item.call?.number ?? 0;
    this.cases.take(execution, { type: "call-ended", outcome: { item: item.id, number, ...outcome } });
  }

  /** What was said in the end; nothing when nobody has answered yet. */
  answerOf({ given }: Sent): string | undefined {
    if (given.kind === "held") {
      const answer = this.cases.answers.get(`${given.execution} ${given.id}`);
      return answer && (answer.fault?.type ?? "ok");
    }
    if (given.result.ok) return "ok";
    const { type } = given.result.fault;
    // an execution that has ended knows of nothing; the API says the same of both
    return type === "not-found" ? "wrong-state" : type;
  }

  /** The joined results. */
  get answers(): Json | undefined {
    const { nets, result } = this.state;
    return (nets["net"]?.data ?? result)?.["answers"];
  }

  get isBusy(): boolean {
    return this.state.nets["net"]?.tasks["m"]?.phase === "busy";
  }

  get isAfter(): boolean {
    return Object.values(this.state.items).some(({ task }) => task === "next");
  }

  checkNothingLeft(): void {
    for (const [execution, state] of this.cases.states) {
      const where = `${execution} (${state.status})`;
      assert.ok(hasEnded(state), `${where} goes on`);
      assert.deepEqual(Object.keys(state.items), [], `items of ${where}`);
      assert.deepEqual(Object.keys(state.blocks ?? {}), [], `blocks of ${where}`);
      assert.deepEqual(Object.keys(state.pending), [], `pending in ${where}`);
      assert.deepEqual(state.held?.entries ?? [], [], `held in ${where}`);
      assert.deepEqual(Object.keys(state.nets), [], `nets of ${where}`);
    }
  }
}
