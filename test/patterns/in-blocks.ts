/**
 * The interpreter with every instance in a block, which forgets everything before each command: case and blocks go on from
 * text. What they tell each other is delivered after each command, in an order that the test chooses.
 */
import assert from "node:assert/strict";
import { advance } from "../../yawl/case/advance.ts";
import type { CaseEvent } from "../../yawl/case/events.ts";
import { failedTasks } from "../../yawl/case/inspect.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { LinkedSpecification } from "../../yawl/net/linked.ts";
import { CaseWithBlocks } from "../../yawl/run/blocks.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import type { Runner } from "./interpreters.ts";

/** Which of the messages under way arrives next: the one that was sent first, or last. */
export type Order = "first" | "last";

export interface Circumstances {
  readonly order: Order;
  readonly seed?: number;
  /** epoch milliseconds at the launch */
  readonly now?: number;
}

export class InBlocks implements Runner {
  readonly #case: CaseWithBlocks;
  readonly #linked: LinkedSpecification;
  readonly #order: Order;
  #events: CaseEvent[] = [];

  constructor(linked: LinkedSpecification, data: JsonObject, { order, seed = 1, now = 0 }: Circumstances) {
    this.#order = order;
    this.#linked = linked;
    this.#case = new CaseWithBlocks({
      linked: this.#linked,
      id: "case",
      data,
      seed,
      now,
      inside: 0,
      onStep: (_, { events }) => void this.#events.push(...events),
    });
    this.#deliver();
  }

  get state(): CaseState {
    return this.#case.state;
  }

  get items(): readonly WorkItem[] {
    return [...this.#case.states.values()].flatMap(({ items }) => Object.values(items));
  }

  get failed(): ReturnType<typeof failedTasks> {
    return [...this.#case.states.values()].flatMap((state) => failedTasks(state));
  }

  /** What is left of the case and of its blocks when it should have ended. */
  get left(): readonly string[] {
    return [...this.#case.states.values()].flatMap(({ id, status, nets, items, blocks, held, pending }) =>
      status === "running" ||
      [nets, items, blocks ?? {}, pending].some((each) => Object.keys(each).length > 0)
        ? [`${id} is ${status} with ${JSON.stringify({ nets, items, blocks, held, pending })}`]
        : [],
    );
  }

  /** @returns what happened in the case and its blocks, or the type of the fault */
  give(message: CommandMessage, now: number): readonly CaseEvent[] | string {
    this.#case.now = now;
    this.#case.restart();
    this.#deliver();
    this.#events = [];
    const execution = this.#executionOf(message);
    const state = this.#case.stateOf(execution);
    if (state.status !== "running" && state.status !== "suspended") {
      // the workflow is gone: what the case would say is said by its view
      const late = advance(this.#linked, state, { type: "command", message }, now);
      return late.ok ? late.value.events : late.fault.type;
    }
    const given = this.#case.give(execution, message);
    this.#deliver();
    if (given.kind === "answer") return given.result.ok ? this.#events : given.result.fault.type;
    const answer = this.#case.answers.get(`${given.execution} ${given.id}`);
    assert.ok(answer, "what was held is answered");
    return answer.fault?.type ?? this.#events;
  }

  #executionOf(message: CommandMessage): string {
    if (!("item" in message)) return this.state.id;
    for (const [execution, { items }] of this.#case.states) {
      if (Object.hasOwn(items, message.item)) return execution;
    }
    return assert.fail(`nobody has the item ${message.item}`);
  }

  #deliver(): void {
    const { underWay } = this.#case;
    while (underWay.length > 0) this.#case.deliver(this.#order === "first" ? 0 : underWay.length - 1);
  }
}
