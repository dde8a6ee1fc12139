/** The mechanics of a step: the state so far, what happened, and what is left to look at. What tasks do is not in here. */
import { MAX_STEP_WORK, type StepWork } from "../data/expressions/budget.ts";
import type { TimerState } from "../data/expressions/language.ts";
import type { Fault } from "../model/fault.ts";
import type { LinkedNet, LinkedSpecification } from "../net/linked.ts";
import { netOf } from "../net/linked.ts";
import { applyTo } from "./apply.ts";
import { Draft } from "./draft.ts";
import type { CaseEvent } from "./events.ts";
import type { Flag } from "./flags.ts";
import { netInstance, type CaseState } from "./state.ts";
import type { Step } from "./step.ts";
import { timerState } from "./timers/state.ts";

/**
 * A step in progress. The state that it began with never changes, so that a whole step that fails is undone by dropping the
 * object; a part of a step that fails (`attempt`) is undone by applying the events before it once more.
 */
export class Progress implements Step {
  readonly linked: LinkedSpecification;
  /** epoch milliseconds; the same for everything in this step */
  readonly now: number;
  readonly events: CaseEvent[] = [];
  /** net instance -> conditions whose tokens changed since its tasks were last looked at; it may name more than that */
  readonly dirty = new Map<string, Set<string>>();
  /** firings without anybody's work in this step; guards against loops that never end */
  silentFirings = 0;
  /** instances of multiple-instance tasks that were made in this step; guards against nets that multiply themselves */
  instancesMade = 0;
  /** what expressions may still do in this step */
  readonly work: StepWork = { left: MAX_STEP_WORK };
  /** what became of commands that were held, by the number under which they were */
  readonly answers: { readonly id: number; readonly fault?: Fault }[] = [];
  /** number under which the command of this step is held */
  heldAs: number | undefined;
  #draft: Draft;
  /** a state of this step that is not changed any more, and the number of events that led to it */
  #checkpoint: { readonly state: CaseState; readonly events: number };
  #attempts = 0;

  constructor(linked: LinkedSpecification, state: CaseState, now: number) {
    this.linked = linked;
    this.now = now;
    this.#draft = new Draft(state);
    this.#checkpoint = { state, events: 0 };
  }

  /** The state so far. What of it may change during the step, and what stays as it is, says `draft.ts`. */
  get state(): CaseState {
    return this.#draft.state;
  }

  emit(event: CaseEvent): void {
    applyTo(this.#draft, event);
    this.events.push(event);
  }

  /** Marks conditions as changed: tasks that take tokens from them are looked at again before the step ends. */
  touch(net: string, conditions: Iterable<string>): void {
    const known = this.dirty.get(net);
    if (!known) {
      this.dirty.set(net, new Set(conditions));
      return;
    }
    for (const condition of conditions) known.add(condition);
  }

  /** The same for every condition with tokens: what happened in the meantime was not looked at. */
  touchAll(): void {
    for (const [key, { marking }] of Object.entries(this.state.nets)) this.touch(key, Object.keys(marking));
  }

  /** Whether the case began with this behaviour. */
  has(flag: Flag): boolean {
    return this.state.flags.includes(flag);
  }

  /** States of the timers of a net instance; none in cases from before timers ran. */
  timersIn(key: string): ((task: string) => TimerState) | undefined {
    if (!this.has("timers")) return undefined;
    return (task) => timerState(this.state, this.netFor(key), key, task);
  }

  netFor(key: string): LinkedNet {
    return netOf(this.linked, netInstance(this.state, key).net);
  }

  /**
   * Runs part of a step; if it answers a failure, nothing of it remains but marks of changed conditions: looking at a task
   * once more than needed does no harm.
   */
  attempt<T extends { readonly ok: boolean }>(part: () => T): T {
    const events = this.events.length;
    this.#attempts += 1;
    const answer = part();
    this.#attempts -= 1;
    if (!answer.ok && this.events.length > events) {
      this.events.length = events;
      this.#goBack();
    }
    return answer;
  }

  /** Makes the state what the events say. */
  #goBack(): void {
    const { state, events } = this.#checkpoint;
    this.#draft = new Draft(state);
    for (let index = events; index < this.events.length; index += 1) {
      const event = this.events[index];
      if (event) applyTo(this.#draft, event);
    }
    // an attempt around this one may have to go back further
    if (this.#attempts > 0) return;
    this.#checkpoint = { state: this.#draft.freeze(), events: this.events.length };
  }

  /** A whole number from 0 to below `n`, from the random numbers that the case carries (mulberry32). */
  draw(n: number): number {
    const random = (this.state.random + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(random ^ (random >>> 15), random | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    this.emit({ type: "drawn", random });
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * n);
  }
}
