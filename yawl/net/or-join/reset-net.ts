/**
 * The reset net of a YAWL net, restricted to what can send a token to one OR-join.
 *
 * A reset net is a Petri net in which a transition, when it fires, also empties some places. The translation is the one of
 * Wynn, Edmond, van der Aalst and ter Hofstede ("Achieving a general, formal and decidable approach to the OR-join in
 * workflow using reset nets", 2005), in a smaller form that decides the same; `or-join.ts` says why it does.
 */
import type { CompiledTask } from "../compiled.ts";
import type { LinkedNet } from "../linked.ts";

/** Takes a token from each place of `pre`, empties `resets`, then puts a token in each place of `post`. */
export interface ResetTransition {
  readonly pre: readonly number[];
  /** a place that stands here twice gets two tokens */
  readonly post: readonly number[];
  readonly resets: readonly number[];
}

/** Places are numbers from 0; each is a condition or the inside of a busy task. */
export interface ResetNet {
  readonly size: number;
  readonly conditions: ReadonlyMap<string, number>;
  readonly busy: ReadonlyMap<string, number>;
  readonly transitions: readonly ResetTransition[];
  /** place -> transitions that take from it, by position in `transitions` */
  readonly consumers: readonly (readonly number[])[];
}

/**
 * Builds the reset net of all tasks but the start of `join`, and keeps only what lies on a directed path to its inputs.
 * What is left out can only take tokens away from the rest, and that never helps to reach a larger marking.
 */
export function resetNetBefore(net: LinkedNet, join: CompiledTask): ResetNet {
  const producers = producersOf(net);
  const conditions = new Map<string, number>();
  const busy = new Map<string, number>();
  let size = 0;
  const queue: string[] = [];
  const reach = (condition: string): void => {
    if (conditions.has(condition)) return;
    conditions.set(condition, size++);
    queue.push(condition);
  };
  for (const condition of join.from) reach(condition);
  for (let next = 0; next < queue.length; next++) {
    for (const task of producers.get(queue[next] ?? "") ?? []) {
      if (busy.has(task.id)) continue;
      busy.set(task.id, size++);
      // The join cannot start while it is analysed, but it may be busy and lead back to itself.
      if (task.id !== join.id) for (const condition of task.from) reach(condition);
    }
  }

  const transitions: ResetTransition[] = [];
  for (const { task } of net.tasks.values()) {
    const inside = busy.get(task.id);
    if (inside === undefined) continue;
    if (task.id !== join.id) addStarts(task, inside, conditions, transitions);
    addEnds(task, inside, conditions, busy, transitions);
  }
  const consumers: number[][] = Array.from({ length: size }, () => []);
  for (const [index, transition] of transitions.entries()) {
    for (const place of transition.pre) consumers[place]?.push(index);
  }
  return { size, conditions, busy, transitions, consumers };
}

/** AND: one transition for all inputs; XOR, and OR read as XOR: one for each input. */
function addStarts(
  task: CompiledTask,
  inside: number,
  conditions: ReadonlyMap<string, number>,
  transitions: ResetTransition[],
): void {
  const inputs = numbers([...new Set(task.from)], conditions);
  if (inputs.length === 0) return;
  const start = (pre: readonly number[]): void => {
    transitions.push({ pre, post: [inside], resets: [] });
  };
  if (task.join === "and") start(inputs);
  else for (const input of inputs) start([input]);
}

/** XOR: one transition for each output that matters; AND and OR: one for all of them. */
function addEnds(
  task: CompiledTask,
  inside: number,
  conditions: ReadonlyMap<string, number>,
  busy: ReadonlyMap<string, number>,
  transitions: ResetTransition[],
): void {
  const resets = task.cancels
    ? [...new Set([...numbers(task.cancels.conditions, conditions), ...numbers(task.cancels.tasks, busy)])]
    : [];
  const outputs = numbers(
    task.flows.map((flow) => flow.to),
    conditions,
  );
  const end = (post: readonly number[]): void => {
    transitions.push({ pre: [inside], post, resets });
  };
  if (task.split === "xor") for (const output of new Set(outputs)) end([output]);
  else end(outputs);
}

function producersOf(net: LinkedNet): ReadonlyMap<string, readonly CompiledTask[]> {
  const producers = new Map<string, CompiledTask[]>();
  for (const { task } of net.tasks.values()) {
    for (const condition of new Set(task.flows.map((flow) => flow.to))) {
      const known = producers.get(condition);
      if (known) known.push(task);
      else producers.set(condition, [task]);
    }
  }
  return producers;
}

function numbers(ids: readonly string[], places: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  for (const id of ids) {
    const place = places.get(id);
    if (place !== undefined) found.push(place);
  }
  return found;
}
