/**
 * A case in memory together with its blocks, as the workflows of both are in Temporal: what they tell each other is on its way
 * until somebody delivers it, in whatever order. For tests of what races, and for simulations.
 */
import { advance, type Between, type Input } from "../case/advance.ts";
import { CURRENT_FLAGS, type Flag } from "../case/flags.ts";
import type { Block } from "../case/instances/block.ts";
import type { CaseState } from "../case/state.ts";
import type { Step } from "../case/step.ts";
import type { Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { LinkedSpecification } from "../net/linked.ts";
import type { CommandMessage } from "../work/command.ts";

/** Something on its way from one execution to another. */
export interface Delivery {
  readonly to: string;
  readonly what:
    | { readonly type: "begin"; readonly block: string; readonly from: string }
    | { readonly type: "say"; readonly input: Between };
}

/** How a case in memory begins, and where its instances are. */
export interface Executions {
  readonly linked: LinkedSpecification;
  readonly id: string;
  readonly data?: JsonObject;
  readonly seed?: number;
  readonly flags?: readonly Flag[];
  /** epoch milliseconds at the launch */
  readonly now?: number;
  /** up to how many instances stay in the state that fires their task; without it all of them */
  readonly inside?: number;
  /** how many instances a block gets; by their number where this is not given */
  readonly perBlock?: number;
  readonly onStep?: (execution: string, step: Step) => void;
}

/** What became of a command: `held` is answered by a later step. */
export type Given =
  | { readonly kind: "answer"; readonly result: Result<Step> }
  | { readonly kind: "held"; readonly execution: string; readonly id: number };

/** A case and its blocks in memory; nothing is delivered between them before somebody says so. */
export class CaseWithBlocks {
  readonly states = new Map<string, CaseState>();
  /** on its way; the order is that in which it was sent */
  readonly underWay: Delivery[] = [];
  /** answers of commands that were held, as `<execution> <number>` */
  readonly answers = new Map<string, { readonly fault?: { readonly type: string } }>();
  readonly #opening: Executions;
  now = 0;

  constructor(opening: Executions) {
    this.#opening = opening;
    this.now = opening.now ?? 0;
    const { id, data = {}, seed = 1, flags = CURRENT_FLAGS, inside, perBlock } = opening;
    const launched = this.#step(id, undefined, {
      type: "launch",
      id,
      data,
      seed,
      flags,
      ...(inside === undefined ? {} : { inside }),
      ...(perBlock === undefined ? {} : { perBlock }),
    });
    if (!launched.ok) throw new Error(launched.fault.message);
  }

  /** The case itself. */
  get state(): CaseState {
    return this.stateOf(this.#opening.id);
  }

  stateOf(execution: string): CaseState {
    const state = this.states.get(execution);
    if (!state) throw new Error(`no execution ${execution}`);
    return state;
  }

  /** Gives a command to an execution. */
  give(execution: string, message: CommandMessage): Given {
    const result = this.#take(execution, { type: "command", message });
    if (result.ok && result.value.heldAs !== undefined) {
      return { kind: "held", execution, id: result.value.heldAs };
    }
    return { kind: "answer", result };
  }

  /** Anything else that happens to an execution. */
  take(execution: string, input: Exclude<Input, { type: "launch" | "launch-block" }>): Result<Step> {
    return this.#take(execution, input);
  }

  /** Delivers one of what is under way: the oldest, or another one. */
  deliver(index = 0): void {
    const [delivery] = this.underWay.splice(index, 1);
    if (!delivery) return;
    const { to, what } = delivery;
    if (what.type === "begin") this.#begin(what.block, what.from);
    else if (this.states.has(to)) this.#take(to, what.input);
  }

  /** Delivers all, and what comes of it. */
  deliverAll(): void {
    while (this.underWay.length > 0) this.deliver();
  }

  /** Everything goes on from what was written down, as after continue-as-new: what is pending is said again. */
  restart(): void {
    for (const [id, state] of this.states) {
      this.states.set(id, JSON.parse(JSON.stringify(state)) as CaseState);
      this.#send(id, undefined, state);
    }
  }

  #begin(id: string, from: string): void {
    if (this.states.has(id)) return;
    const block = this.states.get(from)?.blocks?.[id];
    if (!block?.start) return;
    const { seed = 1, flags = CURRENT_FLAGS } = this.#opening;
    const start = { ...block.start, instruction: block.instruction };
    this.#step(id, undefined, { type: "launch-block", start, seed, flags });
    this.underWay.push({ to: from, what: { type: "say", input: { type: "block-begun", block: id } } });
  }

  #take(execution: string, input: Input): Result<Step> {
    const state = this.stateOf(execution);
    const hasEnded = state.status !== "running" && state.status !== "suspended";
    // a workflow that has ended only hears what its blocks still have to say
    if (hasEnded && input.type !== "block-reported" && input.type !== "report-sent") {
      return { ok: false, fault: { type: "not-found", message: "The workflow has ended." } };
    }
    return this.#step(execution, state, input);
  }

  #step(execution: string, state: CaseState | undefined, input: Input): Result<Step> {
    const advanced = advance(this.#opening.linked, state, input, this.now);
    if (!advanced.ok) return advanced;
    const step = advanced.value;
    this.states.set(execution, step.state);
    this.#opening.onStep?.(execution, step);
    for (const answer of step.answers ?? []) this.answers.set(`${execution} ${answer.id}`, answer);
    this.#send(execution, state, step.state);
    return advanced;
  }

  /** What became pending is on its way. */
  #send(from: string, before: CaseState | undefined, after: CaseState): void {
    for (const [id, pending] of Object.entries(after.pending)) {
      if (before?.pending[id] === pending) continue;
      if (pending.kind === "report") {
        this.underWay.push({
          to: pending.to,
          what: { type: "say", input: { type: "block-reported", report: pending.report } },
        });
        const sent: Between = { type: "report-sent", version: pending.report.version };
        this.underWay.push({ to: from, what: { type: "say", input: sent } });
      } else if (pending.kind === "block") {
        const block: Block | undefined = after.blocks?.[pending.block];
        if (!block) continue;
        if (block.start) this.underWay.push({ to: block.id, what: { type: "begin", block: block.id, from } });
        this.underWay.push({
          to: block.id,
          what: { type: "say", input: { type: "instructed", instruction: block.instruction } },
        });
      }
    }
  }
}
