/** Follows a trace of a fixture and fails at the first step at which something else happens. */
import assert from "node:assert/strict";
import type { CaseEvent, ItemMove } from "../../yawl/case/events.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { link } from "../../yawl/net/linked.ts";
import { tokens } from "../../yawl/net/marking.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import { ACTIONS, type Trace, type TraceStep } from "./fixture.ts";
import { InBlocks } from "./in-blocks.ts";
import { Interpreters, type Runner } from "./interpreters.ts";

const DRIVER = { participant: "driver", manager: true };

/** Where the instances of tasks are: in the case, or in blocks, whose messages arrive in the order in which they were sent or not. */
export const WAYS = ["inside", "in blocks", "in blocks that hear late"] as const;

export type Way = (typeof WAYS)[number];

export function follow(specification: CompiledSpecification, trace: Trace, way: Way = "inside"): void {
  const walk = new Walk(specification, trace, way);
  for (const [index, step] of trace.steps.entries()) walk.take(step, index + 1);
}

function launched(specification: CompiledSpecification, data: JsonObject, seed: number, way: Way): Runner {
  switch (way) {
    case "inside":
      return Interpreters.launch(specification, data, seed);
    case "in blocks":
      return new InBlocks(link(specification), data, { order: "first", seed });
    case "in blocks that hear late":
      return new InBlocks(link(specification), data, { order: "last", seed });
  }
}

class Walk {
  readonly #root: string;
  readonly #runner: Runner;
  /** what happened since the expectations of the step before */
  #events: CaseEvent[] = [];
  #now = 0;

  constructor(specification: CompiledSpecification, { data = {}, seed = 1 }: Trace, way: Way) {
    this.#root = specification.rootNet;
    this.#runner = launched(specification, data, seed, way);
  }

  take(step: TraceStep, number: number): void {
    const action = ACTIONS.find((name) => step[name] !== undefined);
    const at = `step ${number}${action ? `, ${action} ${step[action] ?? ""}` : ""}`;
    this.#events = [];
    const refusal = this.#perform(step);
    assert.equal(refusal, step.refused, `${at}: refused`);
    this.#compare(step, at);
  }

  /** @returns the type of the fault, if it was refused */
  #perform(step: TraceStep): string | undefined {
    const output = step.with ?? {};
    if (step.cancel !== undefined) return this.#give(undefined, { type: "cancel-case" });
    if (step.allocate !== undefined) return this.#item(step.allocate, "allocate");
    if (step.start !== undefined) return this.#start(step.start);
    if (step.complete !== undefined) return this.#item(step.complete, "complete", output);
    if (step.skip !== undefined) return this.#item(step.skip, "skip");
    if (step.do !== undefined) return this.#start(step.do) ?? this.#complete(step.do, output);
    if (step.add !== undefined) {
      return this.#give(this.#find(step.add).id, { type: "add-instance", data: output });
    }
    return undefined;
  }

  #start(path: string): string | undefined {
    if (this.#find(path).status !== "allocated") this.#item(path, "allocate");
    return this.#item(path, "start");
  }

  /** Completes what was started; an item that stood for several instances has become the first of them. */
  #complete(path: string, output: JsonObject): string | undefined {
    const open = this.#open().has(path) ? path : `${path}.1`;
    return this.#item(open, "complete", output);
  }

  #item(
    path: string,
    type: "allocate" | "start" | "complete" | "skip",
    data: JsonObject = {},
  ): string | undefined {
    const { id } = this.#find(path);
    if (type === "allocate") return this.#give(id, { type, to: DRIVER.participant });
    return this.#give(id, type === "complete" ? { type, data } : { type });
  }

  #give(item: string, command: ItemCommand): string | undefined;
  #give(item: undefined, command: { readonly type: "cancel-case" }): string | undefined;
  #give(
    item: string | undefined,
    command: ItemCommand | { readonly type: "cancel-case" },
  ): string | undefined {
    this.#now += 1000;
    const answer =
      command.type === "cancel-case"
        ? this.#runner.give({ by: DRIVER, command }, this.#now)
        : this.#runner.give({ item: item ?? "", by: DRIVER, command }, this.#now);
    if (typeof answer === "string") return answer;
    this.#events.push(...answer);
    return undefined;
  }

  #compare(step: TraceStep, at: string): void {
    const { state } = this.#runner;
    const failed = this.#runner.failed.map(({ net, task, message }) => `${net}/${task}: ${message}`);
    assert.deepEqual(failed, [], `${at}: tasks that fail`);
    const open = [...this.#open()].map(([path, { status }]) =>
      status === "started" ? `${path} started` : path,
    );
    assert.deepEqual(open.toSorted(), (step.available ?? []).toSorted(), `${at}: available`);
    assert.deepEqual(this.#ended("withdrawn"), (step.withdrawn ?? []).toSorted(), `${at}: withdrawn`);
    assert.deepEqual(this.#ended("cancelled"), (step.cancelled ?? []).toSorted(), `${at}: cancelled`);
    assert.equal(state.status, step.ends ?? "running", `${at}: status of the case`);
    if (step.ends === "completed" || step.ends === "cancelled") {
      assert.deepEqual(this.#runner.left, [], `${at}: something is left behind`);
    }
    const root = state.nets[this.#root];
    for (const [condition, count] of Object.entries(step.tokens ?? {})) {
      assert.equal(tokens(root?.marking ?? {}, condition), count, `${at}: tokens in ${condition}`);
    }
    const data = root?.data ?? state.result ?? {};
    for (const [name, value] of Object.entries(step.data ?? {})) {
      assert.deepEqual(data[name], value, `${at}: ${name}`);
    }
  }

  /** Items that the step ended that way, by path, sorted. */
  #ended(move: ItemMove): readonly string[] {
    return this.#events
      .flatMap((event) => (event.type === "item" && event.move === move ? [this.#pathOf(event.item)] : []))
      .toSorted();
  }

  #open(): ReadonlyMap<string, WorkItem> {
    return new Map(this.#runner.items.map((item) => [this.#pathOf(item), item]));
  }

  #find(path: string): WorkItem {
    const open = this.#open();
    return open.get(path) ?? assert.fail(`there is no item ${path}, only ${[...open.keys()].join(", ")}`);
  }

  #pathOf({ net, task, instance }: WorkItem): string {
    const nested = net === this.#root ? "" : `${net.slice(this.#root.length + 1)}/`;
    return `${nested}${task}${instance === undefined ? "" : `.${instance}`}`;
  }
}
