/** One step of the interpreter at work: the state so far, what happened, and what is left to look at. */
import type { LinkedNet, LinkedSpecification } from "../net/linked.ts";
import { netOf } from "../net/linked.ts";
import type { DistributionSet, Selector } from "../spec/specification.ts";
import { apply } from "./apply.ts";
import type { CaseEvent } from "./events.ts";
import { netInstance, type CaseState } from "./state.ts";

/** What the shell has to do for the case: a closed list. */
export type Effect =
  /** find out who an item goes to, and answer with `distributed` */
  { readonly type: "distribute"; readonly item: string; readonly to: Demand };

/** Whom a work item looks for; the organisation is asked outside the core. */
export interface Demand {
  readonly set: DistributionSet;
  /** participants and roles that net variables named, resolved */
  readonly participants: readonly string[];
  readonly roles: readonly string[];
  /** the engine chooses one of them (allocation by the system) */
  readonly allocator?: Selector;
  /** the engine starts it for the chosen one */
  readonly start?: boolean;
}

/**
 * A step in progress. The state inside is immutable, so that a part of a step that fails is undone by going back to a
 * `savepoint`, and a whole step that fails by dropping the object.
 */
export class Step {
  state: CaseState;
  readonly linked: LinkedSpecification;
  /** epoch milliseconds; the same for everything in this step */
  readonly now: number;
  events: CaseEvent[] = [];
  effects: Effect[] = [];
  /** net instance -> conditions whose tokens changed since its tasks were last looked at */
  readonly dirty = new Map<string, Set<string>>();
  /** firings without anybody's work in this step; guards against loops that never end */
  silentFirings = 0;

  constructor(linked: LinkedSpecification, state: CaseState, now: number) {
    this.linked = linked;
    this.state = state;
    this.now = now;
  }

  emit(event: CaseEvent): void {
    this.state = apply(this.state, event);
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

  netFor(key: string): LinkedNet {
    return netOf(this.linked, netInstance(this.state, key).net);
  }

  /** Runs part of a step; if it answers a failure, nothing of it remains. */
  attempt<T extends { readonly ok: boolean }>(part: () => T): T {
    const state = this.state;
    const events = this.events.length;
    const effects = this.effects.length;
    const dirty = new Map([...this.dirty].map(([net, conditions]) => [net, new Set(conditions)]));
    const answer = part();
    if (!answer.ok) {
      this.state = state;
      this.events.length = events;
      this.effects.length = effects;
      this.dirty.clear();
      for (const [net, conditions] of dirty) this.dirty.set(net, conditions);
    }
    return answer;
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
