/**
 * The same questions as in `yawl/net`, answered by walking through all states, in the simplest way that one can think of:
 * no restriction, no reduction, no search backwards.
 */
import type { CompiledTask } from "../../yawl/net/compiled.ts";
import type { LinkedNet } from "../../yawl/net/linked.ts";
import { orJoinDecision } from "../../yawl/net/or-join/or-join.ts";

/** Tokens of conditions under their id, of busy tasks under `busy <id>`. */
type Tokens = Readonly<Record<string, number>>;

function put(state: Tokens, places: readonly string[], count: number): Tokens {
  const next: Record<string, number> = { ...state };
  for (const place of places) {
    const left = (next[place] ?? 0) + count;
    if (left === 0) delete next[place];
    else next[place] = left;
  }
  return next;
}

function keyOf(state: Tokens): string {
  return Object.keys(state)
    .toSorted()
    .map((place) => `${place}=${state[place]}`)
    .join(" ");
}

function subsets(entries: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const entry of entries) all.push(...all.map((subset) => [...subset, entry]));
  return all.filter((subset) => subset.length > 0);
}

function inside(id: string): string {
  return `busy ${id}`;
}

function ends(task: CompiledTask, state: Tokens): Tokens[] {
  const next: Record<string, number> = { ...put(state, [inside(task.id)], -1) };
  for (const condition of task.cancels?.conditions ?? []) delete next[condition];
  for (const other of task.cancels?.tasks ?? []) delete next[inside(other)];
  const outputs = task.flows.map(({ to }) => to);
  if (task.split === "and") return [put(next, outputs, 1)];
  const sets = task.split === "xor" ? outputs.map((to) => [to]) : subsets(outputs);
  return sets.map((set) => put(next, set, 1));
}

/**
 * Whether the OR-join has to wait: a reachable marking keeps its marked inputs marked and marks one more.
 * `undefined` when more than `bound` states would have to be looked at.
 */
export function mustWait(
  net: LinkedNet,
  join: CompiledTask,
  marking: Readonly<Record<string, number>>,
  busy: readonly string[],
  bound: number,
): boolean | undefined {
  const marked = join.from.filter((condition) => (marking[condition] ?? 0) > 0);
  const first = put(marking, busy.map(inside), 1);
  const seen = new Set([keyOf(first)]);
  const queue = [first];
  for (const state of queue) {
    const now = join.from.filter((condition) => (state[condition] ?? 0) > 0);
    if (now.length > marked.length && marked.every((condition) => now.includes(condition))) return true;
    if (queue.length > bound) return undefined;
    for (const { task } of net.tasks.values()) {
      const next: Tokens[] = [];
      if ((state[inside(task.id)] ?? 0) > 0) next.push(...ends(task, state));
      if (task.id !== join.id) {
        const from = task.from.filter((condition) => (state[condition] ?? 0) > 0);
        if (task.join !== "and")
          for (const condition of from) next.push(put(put(state, [condition], -1), [inside(task.id)], 1));
        else if (from.length > 0 && from.length === task.from.length)
          next.push(put(put(state, from, -1), [inside(task.id)], 1));
      }
      for (const found of next) {
        const key = keyOf(found);
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push(found);
      }
    }
  }
  return false;
}

export interface Problems {
  readonly deadlock: boolean;
  readonly livelock: boolean;
  readonly improper: boolean;
  readonly dead: readonly string[];
}

/** What is wrong with a net by its full state space; `undefined` when that has more than `bound` states. */
export function problemsOf(net: LinkedNet, bound: number): Problems | undefined {
  const first: Tokens = { [net.net.input]: 1 };
  const numbers = new Map([[keyOf(first), 0]]);
  const queue = [first];
  const before: number[][] = [[]];
  const started = new Set<string>();
  const final: number[] = [];
  let deadlock = false;
  let improper = false;
  for (const [at, state] of queue.entries()) {
    if (queue.length > bound) return undefined;
    if ((state[net.net.output] ?? 0) > 0) {
      final.push(at);
      if (Object.values(state).reduce((sum, count) => sum + count, 0) > 1) improper = true;
      continue;
    }
    const next: Tokens[] = [];
    for (const { task } of net.tasks.values()) {
      if ((state[inside(task.id)] ?? 0) > 0) {
        next.push(...ends(task, state));
        continue;
      }
      for (const taken of takes(net, task, state)) {
        started.add(task.id);
        next.push(put(put(state, taken, -1), [inside(task.id)], 1));
      }
    }
    if (next.length === 0) deadlock = true;
    for (const found of next) {
      const key = keyOf(found);
      let number = numbers.get(key);
      if (number === undefined) {
        number = queue.length;
        numbers.set(key, number);
        queue.push(found);
        before.push([]);
      }
      before[number]?.push(at);
    }
  }
  const ending = new Set(final);
  for (const state of ending) for (const earlier of before[state] ?? []) ending.add(earlier);
  const dead = [...net.tasks.keys()].filter((id) => !started.has(id));
  return { deadlock, livelock: ending.size < queue.length, improper, dead };
}

function takes(net: LinkedNet, task: CompiledTask, state: Tokens): string[][] {
  const marked = task.from.filter((condition) => (state[condition] ?? 0) > 0);
  if (marked.length === 0) return [];
  if (task.join === "xor") return marked.map((condition) => [condition]);
  if (marked.length === task.from.length) return [[...task.from]];
  if (task.join === "and") return [];
  const busy = [...net.tasks.keys()].filter((id) => (state[inside(id)] ?? 0) > 0);
  return orJoinDecision(net, task, state, busy).kind === "enabled" ? [marked] : [];
}
