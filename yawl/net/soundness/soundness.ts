/**
 * Soundness of a net: whatever happens, it can still end (option to complete); when it ends, nothing is left behind
 * (proper completion); and every task has its chance (no dead tasks). Source: van der Aalst et al., "Soundness of workflow
 * nets: classification, decidability, and analysis" (2011).
 *
 * In general this cannot be decided for nets with cancellation, so the states are explored breadth first up to a limit,
 * in the reduced order of `reduce.ts`. YAWL ends a net with the first token in its output condition and drops the rest
 * (SEMANTICS 8); so improper completion does not stop a case here, but work is lost that somebody may wait for.
 */
import type { LinkedNet } from "../linked.ts";
import type { Marking } from "../marking.ts";
import { StateSpace, type State } from "./state-space.ts";

/** Whether a net is sound, and what speaks against it. */
export type Soundness =
  | { readonly verdict: "sound"; readonly explored: number }
  | {
      readonly verdict: "unsound";
      readonly problem: "deadlock" | "livelock" | "improper-completion" | "dead-task";
      /** the task that can never start; otherwise a condition that holds a token or a task that is busy then */
      readonly element?: string;
      /** tasks in the order in which they start, from the beginning to where it goes wrong; empty for a dead task */
      readonly path: readonly string[];
      readonly marking: Marking;
      readonly busy: readonly string[];
      readonly explored: number;
    }
  | { readonly verdict: "undecided"; readonly explored: number };

/** States that are explored before the answer is "undecided". */
export const SOUNDNESS_LIMIT = 20_000;

/**
 * States that are still explored once improper completion is known, in case there is something worse, or once a state was
 * found that has all the tokens of an earlier one on its path and more: then tokens pile up, and there is no last state.
 */
const LIMIT_AFTER_GROWTH = 2_000;

/** Earlier states of a path with which a state is compared. */
const COMPARED_STATES = 1_000;

/** Tokens of one state beyond which a net is taken to have no bound. */
const MAX_TOKENS = 500;

/**
 * The verdict for one net, taken by itself: the nets of its composite tasks are assumed to end.
 * Of several problems it reports the worst: deadlock, livelock, improper completion, dead task.
 * @param limit states to explore
 */
export function soundness(net: LinkedNet, limit: number = SOUNDNESS_LIMIT): Soundness {
  return new Exploration(net, limit).run();
}

class Exploration {
  readonly #space: StateSpace;
  readonly #net: LinkedNet;
  readonly #limit: number;
  readonly #states: State[] = [];
  readonly #numbers = new Map<string, number>();
  /** state -> the state from which it was found, and the task that was started for it */
  readonly #from: { readonly state: number; readonly task: string | undefined }[] = [];
  readonly #before: number[][] = [];
  readonly #started = new Set<string>();
  readonly #final: number[] = [];

  constructor(net: LinkedNet, limit: number) {
    this.#net = net;
    this.#limit = limit;
    this.#space = new StateSpace(net);
  }

  run(): Soundness {
    let improper: number | undefined;
    let complete = true;
    let limit = this.#limit;
    let grows = false;
    this.#visit(this.#space.initial, -1, undefined);
    for (let at = 0; at < this.#states.length; at++) {
      const state = this.#states[at] ?? [];
      if (state.includes(this.#space.output)) {
        this.#final.push(at);
        if (state.length > 1 && improper === undefined) {
          improper = at;
          limit = Math.min(limit, this.#states.length + LIMIT_AFTER_GROWTH);
        }
        continue;
      }
      if (this.#states.length > limit || state.length > MAX_TOKENS) {
        complete = false;
        break;
      }
      const moves = this.#space.moves(state);
      // An OR-join that could not be decided waits, so a state that looks stuck may not be.
      if (moves.length === 0 && !this.#space.incomplete) return this.#unsound("deadlock", at);
      for (const { starts, to } of moves) {
        if (starts !== undefined) this.#started.add(starts);
        const isNew = this.#visit(to, at, starts);
        if (isNew && !grows && to.length > state.length && this.#piles(to, at)) {
          grows = true;
          limit = Math.min(limit, this.#states.length + LIMIT_AFTER_GROWTH);
        }
      }
    }
    const explored = this.#states.length;
    if (complete && !this.#space.incomplete) {
      const stuck = this.#firstWithoutEnd();
      if (stuck !== undefined) return this.#unsound("livelock", stuck);
    } else if (improper === undefined) return { verdict: "undecided", explored };
    if (improper !== undefined) return this.#unsound("improper-completion", improper);
    for (const id of this.#net.tasks.keys()) {
      if (this.#started.has(id)) continue;
      return {
        verdict: "unsound",
        problem: "dead-task",
        element: id,
        path: [],
        marking: {},
        busy: [],
        explored,
      };
    }
    return { verdict: "sound", explored };
  }

  #visit(state: State, from: number, task: string | undefined): boolean {
    const key = state.join(" ");
    let number = this.#numbers.get(key);
    const isNew = number === undefined;
    if (number === undefined) {
      number = this.#states.length;
      this.#numbers.set(key, number);
      this.#states.push(state);
      this.#from.push({ state: from, task });
      this.#before.push([]);
    }
    if (from >= 0) this.#before[number]?.push(from);
    return isNew;
  }

  /** Whether a state on the path to `state` has a part of its tokens. */
  #piles(state: State, last: number): boolean {
    for (let at = last, steps = 0; at >= 0 && steps < COMPARED_STATES; steps++) {
      const earlier = this.#states[at] ?? [];
      if (earlier.length < state.length && isPart(earlier, state)) return true;
      at = this.#from[at]?.state ?? -1;
    }
    return false;
  }

  /** The first state from which no way leads to the end. */
  #firstWithoutEnd(): number | undefined {
    const ends = new Uint8Array(this.#states.length);
    const queue = [...this.#final];
    for (const state of queue) ends[state] = 1;
    for (let next = 0; next < queue.length; next++) {
      for (const before of this.#before[queue[next] ?? 0] ?? []) {
        if (ends[before] === 1) continue;
        ends[before] = 1;
        queue.push(before);
      }
    }
    const found = ends.indexOf(0);
    return found < 0 ? undefined : found;
  }

  #unsound(problem: "deadlock" | "livelock" | "improper-completion", at: number): Soundness {
    const path: string[] = [];
    for (let state = at; state > 0;) {
      const { state: before, task } = this.#from[state] ?? { state: 0, task: undefined };
      if (task !== undefined) path.push(task);
      state = before;
    }
    const { marking, busy } = this.#space.describe(this.#states[at] ?? []);
    const element = [...Object.keys(marking), ...busy].find((id) => id !== this.#net.net.output);
    return {
      verdict: "unsound",
      problem,
      ...(element === undefined ? {} : { element }),
      path: path.toReversed(),
      marking,
      busy,
      explored: this.#states.length,
    };
  }
}

/** Whether a sorted list is contained in another. */
function isPart(part: State, whole: State): boolean {
  let at = 0;
  for (const place of part) {
    while (at < whole.length && (whole[at] ?? 0) < place) at += 1;
    if (whole[at] !== place) return false;
    at += 1;
  }
  return true;
}
