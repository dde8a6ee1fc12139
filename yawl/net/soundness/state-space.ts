/**
 * The states of one net and its steps, for analysis: tokens in conditions and busy tasks, without data.
 *
 * A predicate is a free choice here. Composite and multiple-instance tasks are steps like others: busy for a while, then
 * done. Otherwise a step does what the interpreter does (SEMANTICS 1 to 3, 5): a busy task does not start again; its end
 * empties the cancellation set, then puts tokens by its split; the net ends with the first token in the output condition.
 */
import type { CompiledTask } from "../compiled.ts";
import type { LinkedNet } from "../linked.ts";
import type { Marking } from "../marking.ts";
import { orJoinDecision } from "../or-join/or-join.ts";
import { precedences } from "./reduce.ts";

/** The sorted places of all tokens; a busy task is a token in a place of its own. */
export type State = readonly number[];

/** A step between two states. */
export interface Move {
  /** the task that starts; `undefined` when a busy task ends */
  readonly starts?: string;
  readonly to: State;
}

interface AnalysedTask {
  readonly task: CompiledTask;
  readonly inputs: readonly number[];
  readonly busy: number;
  /** outputs that may get a token together */
  readonly outcomes: readonly (readonly number[])[];
  readonly resets: ReadonlySet<number>;
  readonly endsAtOnce: boolean;
  readonly goesFirst: boolean;
}

/** Predicates of one OR split of which all combinations are tried; beyond, the answer can only be "undecided". */
const MAX_OR_PREDICATES = 10;

/** The states of a net and the moves between them, in the reduced order of `reduce.ts`. */
export class StateSpace {
  readonly initial: State;
  readonly output: number;
  /** true once a state had steps that could not all be listed: too many ways to split, or an undecided OR-join */
  incomplete = false;
  readonly #net: LinkedNet;
  readonly #names: string[] = [];
  readonly #conditionCount: number;
  readonly #consumers: AnalysedTask[][];
  readonly #busy = new Map<number, AnalysedTask>();

  constructor(net: LinkedNet) {
    this.#net = net;
    const places = new Map<string, number>();
    for (const condition of Object.keys(net.net.conditions)) {
      places.set(condition, this.#names.length);
      this.#names.push(condition);
    }
    const placeOf = (condition: string): number => places.get(condition) ?? -1;
    this.#conditionCount = this.#names.length;
    this.#consumers = this.#names.map(() => []);
    this.initial = [placeOf(net.net.input)];
    this.output = placeOf(net.net.output);
    const busyPlaces = new Map<string, number>();
    for (const id of net.tasks.keys()) {
      busyPlaces.set(id, this.#names.length);
      this.#names.push(id);
    }
    const rank = precedences(net);
    for (const { id, task } of net.tasks.values()) {
      const resets = [
        ...(task.cancels?.conditions ?? []).map(placeOf),
        ...(task.cancels?.tasks ?? []).map((other) => busyPlaces.get(other) ?? -1),
      ];
      const analysed: AnalysedTask = {
        task,
        inputs: [...new Set(task.from)].map(placeOf),
        busy: busyPlaces.get(id) ?? -1,
        outcomes: this.#outcomesOf(task).map((outcome) => outcome.map(placeOf)),
        resets: new Set(resets),
        endsAtOnce: rank.get(id)?.endsAtOnce ?? false,
        goesFirst: rank.get(id)?.goesFirst ?? false,
      };
      this.#busy.set(analysed.busy, analysed);
      for (const input of analysed.inputs) this.#consumers[input]?.push(analysed);
    }
  }

  /** Steps from the state that have to be looked at; none if the net has ended or is stuck. */
  moves(state: State): readonly Move[] {
    if (state.includes(this.output)) return [];
    const moves: Move[] = [];
    const looked = new Set<AnalysedTask>();
    let place = -1;
    for (const token of state) {
      if (token === place) continue;
      place = token;
      const ending = this.#busy.get(place);
      if (ending) for (const to of this.#ends(ending, state)) moves.push({ to });
      for (const task of this.#consumers[place] ?? []) {
        if (looked.has(task)) continue;
        looked.add(task);
        const starts = this.#starts(task, state);
        if (task.goesFirst && starts.length > 0) return starts;
        moves.push(...starts);
      }
    }
    return moves;
  }

  /** The state in the net's own terms. */
  describe(state: State): { readonly marking: Marking; readonly busy: readonly string[] } {
    const marking: Record<string, number> = {};
    const busy: string[] = [];
    for (const place of state) {
      const name = this.#names[place] ?? "";
      if (place < this.#conditionCount)
        marking[name] = (Object.hasOwn(marking, name) ? (marking[name] ?? 0) : 0) + 1;
      else busy.push(name);
    }
    return { marking, busy };
  }

  #starts(task: AnalysedTask, state: State): readonly Move[] {
    if (state.includes(task.busy)) return [];
    const moves: Move[] = [];
    for (const taken of this.#takes(task, state)) {
      const busy = add(without(state, taken), [task.busy]);
      const starts = task.task.id;
      if (task.endsAtOnce) for (const to of this.#ends(task, busy)) moves.push({ starts, to });
      else moves.push({ starts, to: busy });
    }
    return moves;
  }

  /** Inputs from which one start takes its tokens, for each way in which it can. */
  #takes({ task, inputs }: AnalysedTask, state: State): readonly (readonly number[])[] {
    const marked = inputs.filter((input) => state.includes(input));
    if (task.join === "xor") return marked.map((input) => [input]);
    if (marked.length === inputs.length) return [inputs];
    if (task.join === "and" || marked.length === 0) return [];
    const { marking, busy } = this.describe(state);
    const decision = orJoinDecision(this.#net, task, marking, busy, 200);
    if (decision.kind === "undecided") this.incomplete = true;
    return decision.kind === "enabled" ? [marked] : [];
  }

  #ends({ busy, resets, outcomes }: AnalysedTask, state: State): readonly State[] {
    const rest = without(state, [busy]);
    const left = resets.size > 0 ? rest.filter((place) => !resets.has(place)) : rest;
    return outcomes.map((outcome) => add(left, outcome));
  }

  /**
   * The sets of conditions that may get a token together. XOR: one, up to the first flow that is always taken. OR: flows
   * without predicate and any of the others; the default alone (it may have a predicate of its own, too).
   */
  #outcomesOf({ split, flows }: CompiledTask): readonly (readonly string[])[] {
    if (split === "and" || flows.length === 1) return [flows.map(({ to }) => to)];
    const isCertain = (flow: CompiledTask["flows"][number]): boolean => !flow.predicate && !flow.isDefault;
    if (split === "xor") {
      const last = flows.findIndex((flow) => isCertain(flow) || flow.isDefault);
      return (last < 0 ? flows : flows.slice(0, last + 1)).map(({ to }) => [to]);
    }
    const certain = flows.filter(isCertain).map(({ to }) => to);
    const possible = flows.filter((flow) => flow.predicate).map(({ to }) => to);
    if (possible.length > MAX_OR_PREDICATES) this.incomplete = true;
    const outcomes: (readonly string[])[] = [certain];
    for (const to of possible.slice(0, MAX_OR_PREDICATES)) {
      outcomes.push(...outcomes.map((outcome) => [...outcome, to]));
    }
    const fallback = flows.find(({ isDefault }) => isDefault) ?? flows.at(-1);
    return outcomes.map((outcome) => (outcome.length > 0 || !fallback ? outcome : [fallback.to]));
  }
}

function without(state: State, taken: readonly number[]): number[] {
  const left = [...state];
  for (const place of taken) {
    const at = left.indexOf(place);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** The state with these tokens more, sorted as before: cheaper than to sort it anew. */
function add(state: State, places: readonly number[]): State {
  const next = [...state];
  for (const place of places) {
    let at = next.length;
    next.push(place);
    for (; at > 0 && (next[at - 1] ?? 0) > place; at--) next[at] = next[at - 1] ?? 0;
    next[at] = place;
  }
  return next;
}
