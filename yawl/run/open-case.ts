/**
 * A case in memory: the interpreter with a clock that is moved by hand and with everything that the shell would do left to
 * whoever opened it. For the command line, tests, benches and simulations.
 */
import { advance, type Input } from "../case/advance.ts";
import type { CallOutcome } from "../case/outcome.ts";
import { CURRENT_FLAGS, type Flag } from "../case/flags.ts";
import { upgrade } from "../case/format.ts";
import { pendingId, type Pending } from "../case/pending.ts";
import type { CaseState } from "../case/state.ts";
import type { Step } from "../case/step.ts";
import { ok, type Result } from "../model/fault.ts";
import type { JsonObject } from "../model/json.ts";
import type { CompiledSpecification } from "../net/compiled.ts";
import { link, type LinkedSpecification } from "../net/linked.ts";
import type { CommandMessage } from "../work/command.ts";
import type { Decision } from "../work/decision.ts";
import type { Found } from "../work/distribution.ts";

/** What a case runs: compiled, or linked already where many cases share it. */
export type Subject =
  | { readonly specification: CompiledSpecification }
  | { readonly linked: LinkedSpecification };

/** How a case in memory begins. All but its specification has a default, so that it is the same at every run. */
export type Opening = Subject & {
  readonly id?: string;
  readonly data?: JsonObject;
  /** of the random numbers */
  readonly seed?: number;
  /** epoch milliseconds */
  readonly now?: number;
  /** behaviour of the case; all of today's by default */
  readonly flags?: readonly Flag[];
  /** sees each step, the launch first */
  readonly onStep?: (step: Step) => void;
};

/** A case as text, with its clock. */
interface Saved {
  readonly state: CaseState;
  readonly now: number;
}

/**
 * Launches a case.
 * @returns an `invalid-data` fault when the data does not fit the root net's input parameters
 */
export function openCase(opening: Opening): Result<OpenCase> {
  const { id = "case", data = {}, seed = 1, now = 0, flags = CURRENT_FLAGS, onStep } = opening;
  const linked = linkedOf(opening);
  const launched = advance(linked, undefined, { type: "launch", id, data, seed, flags }, now);
  if (!launched.ok) return launched;
  onStep?.(launched.value);
  return ok(new OpenCase(linked, launched.value.state, now, launched.value, onStep));
}

/** A case that goes on from what `save` gave. */
export function loadCase(saved: string, subject: Subject, onStep?: (step: Step) => void): OpenCase {
  const { state, now } = JSON.parse(saved) as Saved;
  const linked = linkedOf(subject);
  const upgraded = upgrade(state);
  return new OpenCase(linked, upgraded, now, { linked, state: upgraded, events: [], now }, onStep);
}

function linkedOf(subject: Subject): LinkedSpecification {
  return "linked" in subject ? subject.linked : link(subject.specification);
}

/** Made by `openCase` or `loadCase`. Each method that changes it answers the step, or the fault that says why nothing happened. */
export class OpenCase {
  readonly linked: LinkedSpecification;
  readonly clock: Clock;
  #step: Step;
  #state: CaseState;
  readonly #onStep: ((step: Step) => void) | undefined;

  constructor(
    linked: LinkedSpecification,
    state: CaseState,
    now: number,
    step: Step,
    onStep: ((step: Step) => void) | undefined,
  ) {
    this.linked = linked;
    this.#state = state;
    this.#step = step;
    this.#onStep = onStep;
    this.clock = new Clock(now, this);
  }

  get state(): CaseState {
    return this.#state;
  }

  /** The last step that was done. */
  get step(): Step {
    return this.#step;
  }

  /** Data of the root net, also of a case that has ended. */
  get data(): JsonObject {
    return this.#state.nets[this.linked.specification.rootNet]?.data ?? this.#state.result ?? {};
  }

  /** A command, as the workflow takes it; after a fault nothing has happened. */
  send(message: CommandMessage): Result<Step> {
    return this.#take({ type: "command", message });
  }

  /** Whom the organisation found. */
  answerPeople(found: readonly Found[]): Result<Step> {
    return this.#take({ type: "people-found", found });
  }

  /** Answers for all items that look for people; each gets those that are chosen for it. */
  findPeople(
    choose: (looking: Extract<Pending, { kind: "people" }>) => readonly string[] | Decision,
  ): Result<Step> {
    const found = Object.values(this.#state.pending).flatMap((pending): readonly Found[] => {
      if (pending.kind !== "people") return [];
      const { item } = pending;
      const chosen = choose(pending);
      return "kind" in chosen ? [{ item, decision: chosen }] : [{ item, people: chosen }];
    });
    return this.answerPeople(found);
  }

  /** What became of a connector's call. */
  answerCall(outcome: CallOutcome): Result<Step> {
    return this.#take({ type: "call-ended", outcome });
  }

  /** The instant of something pending has come: mostly the clock says so. @param at which instant */
  due(pending: string, at: number = this.clock.now): Result<Step> {
    return this.#take({ type: "timer-due", pending, at });
  }

  /** The case as text; `loadCase` goes on from it. */
  save(): string {
    const saved: Saved = { state: this.#state, now: this.clock.now };
    return JSON.stringify(saved);
  }

  #take(input: Input): Result<Step> {
    const advanced = advance(this.linked, this.#state, input, this.clock.now);
    if (!advanced.ok) return advanced;
    this.#step = advanced.value;
    this.#state = advanced.value.state;
    this.#onStep?.(advanced.value);
    return advanced;
  }
}

/** Time that passes when somebody advances it; what falls due on the way fires in order. */
export class Clock {
  #now: number;
  readonly #case: Pick<OpenCase, "state" | "due">;

  constructor(now: number, running: Pick<OpenCase, "state" | "due">) {
    this.#now = now;
    this.#case = running;
  }

  /** epoch milliseconds */
  get now(): number {
    return this.#now;
  }

  /** What will be due, the next first. */
  get queue(): readonly { readonly at: number; readonly pending: string }[] {
    return Object.values(this.#case.state.pending)
      .flatMap((pending) => {
        const at = dueAt(pending);
        return at === undefined ? [] : [{ at, pending: pendingId(pending) }];
      })
      .toSorted((a, b) => a.at - b.at);
  }

  /** @param milliseconds how far; what is due on the way fires at its own instant */
  advance(milliseconds: number): void {
    this.set(this.#now + milliseconds);
  }

  /** @param instant epoch milliseconds; an earlier one than now sets nothing back */
  set(instant: number): void {
    for (;;) {
      const [next] = this.queue;
      if (!next || next.at > instant) break;
      this.#now = Math.max(this.#now, next.at);
      this.#case.due(next.pending, next.at);
    }
    this.#now = Math.max(this.#now, instant);
  }
}

/** When something pending falls due by itself; `undefined` for what somebody has to answer. */
function dueAt(pending: Pending): number | undefined {
  switch (pending.kind) {
    case "people":
    case "call":
    case "block":
    case "report":
      return undefined;
    case "start":
      return pending.since;
    case "callback":
      return pending.until;
    case "timer":
      return pending.pausedAt === undefined ? pending.due : undefined;
  }
}
