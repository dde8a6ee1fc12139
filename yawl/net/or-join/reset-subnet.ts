/**
 * The part of a reset net that matters for one question of coverability (`subnetFor`), made small (`fused`).
 *
 * Three steps, each of which keeps the answer:
 * 1. Forwards: if tokens multiplied freely, which transitions could ever fire? The others are left out.
 * 2. Backwards: of these, only the ones that feed a target, directly or through others, are kept. The rest only takes
 *    tokens away. A place that must keep its token and that nothing left takes from or empties is no question any more.
 * 3. Fusion: a place whose token can do nothing but go on to where it is as safe as before is skipped.
 */
import type { ResetNet, ResetTransition } from "./reset-net.ts";

/** A reset net without what has nothing to do with its targets. */
export interface ResetSubnet {
  readonly start: Float64Array;
  readonly transitions: readonly ResetTransition[];
  /** markings to cover, one of which is enough; each a sorted list of places */
  readonly targets: readonly (readonly number[])[];
  /** steps of the forward pass until a place can have a token: how far it is from the start */
  readonly distance: Int32Array;
}

const NEVER = -1;

/**
 * Tokens that a combined transition may put down. A row of AND-splits, each closed by an XOR-join, multiplies tokens: as
 * one transition it would be exponentially long.
 */
const MAX_POST = 16;

/** @returns nothing when no wanted place can ever get a token */
export function subnetFor(
  net: ResetNet,
  start: Float64Array,
  kept: readonly number[],
  wanted: readonly number[],
): ResetSubnet | undefined {
  const { distance, live } = forwards(net, start);
  const possible = wanted.filter((place) => distance[place] !== NEVER);
  if (possible.length === 0) return undefined;
  const { transitions, held } = backwards(net, live, kept, possible);
  const targets = possible.map((place) => [...held, place].toSorted((a, b) => a - b));
  return { start, transitions, targets, distance };
}

/** The transitions that could fire if firing cost nothing, and the distance of each place from the start. */
function forwards(
  net: ResetNet,
  start: Float64Array,
): { readonly distance: Int32Array; readonly live: readonly number[] } {
  const distance = new Int32Array(net.size).fill(NEVER);
  const missing = net.transitions.map((transition) => transition.pre.length);
  const live: number[] = [];
  const queue: number[] = [];
  for (const [place, tokens] of start.entries()) {
    if (tokens === 0) continue;
    distance[place] = 0;
    queue.push(place);
  }
  for (let next = 0; next < queue.length; next++) {
    const place = queue[next] ?? 0;
    for (const index of net.consumers[place] ?? []) {
      const left = (missing[index] ?? 0) - 1;
      missing[index] = left;
      if (left > 0) continue;
      live.push(index);
      for (const output of net.transitions[index]?.post ?? []) {
        if (distance[output] !== NEVER) continue;
        distance[output] = (distance[place] ?? 0) + 1;
        queue.push(output);
      }
    }
  }
  return { distance, live: live.toSorted((a, b) => a - b) };
}

/** The live transitions that feed a target, and the places of `kept` that they could take from or empty. */
function backwards(
  net: ResetNet,
  live: readonly number[],
  kept: readonly number[],
  wanted: readonly number[],
): { readonly transitions: readonly ResetTransition[]; readonly held: readonly number[] } {
  const producers: number[][] = Array.from({ length: net.size }, () => []);
  for (const index of live) {
    for (const place of net.transitions[index]?.post ?? []) producers[place]?.push(index);
  }
  const chosen = new Set<number>();
  const seen = new Set<number>(wanted);
  const queue = [...wanted];
  const unheld = new Set(kept);
  const held: number[] = [];
  const threaten = (place: number): void => {
    if (unheld.delete(place)) held.push(place);
    else return;
    if (!seen.has(place)) {
      seen.add(place);
      queue.push(place);
    }
  };
  for (let next = 0; next < queue.length; next++) {
    for (const index of producers[queue[next] ?? 0] ?? []) {
      const transition = net.transitions[index];
      if (!transition || chosen.has(index)) continue;
      chosen.add(index);
      for (const place of transition.pre) {
        threaten(place);
        if (seen.has(place)) continue;
        seen.add(place);
        queue.push(place);
      }
      for (const place of transition.resets) threaten(place);
    }
  }
  const transitions: ResetTransition[] = [];
  for (const index of [...chosen].toSorted((a, b) => a - b)) {
    const transition = net.transitions[index];
    if (transition)
      transitions.push({ ...transition, resets: transition.resets.filter((place) => seen.has(place)) });
  }
  return { transitions, held };
}

/**
 * Skips places. A place p is skipped when each transition u that takes from it takes nothing else and empties nothing,
 * and whatever empties a place to which u leads empties p, too. Then a token in p may as well go on at once: what it
 * becomes is nowhere in more danger than in p, and other tokens do not feel it. So each transition that puts a token in
 * p is replaced by its combinations with each u. With several u the token must still be able to choose, hence one
 * combination for each; the net does not grow, since only few combinations are allowed.
 */
export function fused(subnet: ResetSubnet): ResetSubnet {
  const start = subnet.start.slice();
  const distance = subnet.distance.slice();
  const net = new Arcs(subnet.transitions);
  const targets = new Set(subnet.targets.flat());
  const candidates = net.places().filter((place) => !targets.has(place));
  for (let changed = true; changed;) {
    changed = false;
    for (const place of candidates) if (skip(net, place, start, distance)) changed = true;
  }
  return { start, transitions: net.transitions(), targets: subnet.targets, distance };
}

function skip(net: Arcs, place: number, start: Float64Array, distance: Int32Array): boolean {
  const consumers = [...net.consumers(place)];
  const producers = [...net.producers(place)];
  const tokens = start[place] ?? 0;
  if (consumers.length === 0) return false;
  if (tokens > 0 && consumers.length > 1) return false;
  if (producers.length * consumers.length > producers.length + consumers.length) return false;
  for (const { pre, post, resets } of consumers) {
    if (pre.length !== 1 || resets.length > 0 || post.includes(place)) return false;
    if (!post.every((output) => net.isAsSafe(output, place))) return false;
  }
  let longest = 0;
  for (const { post } of consumers) longest = Math.max(longest, post.length);
  for (const { post } of producers) {
    if (post.length - 1 + longest > Math.max(MAX_POST, post.length)) return false;
    if (post.indexOf(place) !== post.lastIndexOf(place)) return false;
  }
  for (const consumer of consumers) {
    net.remove(consumer);
    for (const output of tokens > 0 ? consumer.post : []) {
      start[output] = (start[output] ?? 0) + tokens;
      distance[output] = 0;
    }
  }
  start[place] = 0;
  for (const producer of producers) {
    net.remove(producer);
    const rest = producer.post.filter((output) => output !== place);
    for (const consumer of consumers) net.add({ ...producer, post: [...rest, ...consumer.post] });
  }
  return true;
}

/** Transitions with the places that they take from, put into and empty, kept up while some are replaced. */
class Arcs {
  readonly #alive = new Set<ResetTransition>();
  readonly #consumers = new Map<number, Set<ResetTransition>>();
  readonly #producers = new Map<number, Set<ResetTransition>>();
  /** place -> the sets in which it is emptied; combinations keep the set of the transition that they come from */
  readonly #emptied = new Map<number, Set<readonly number[]>>();

  constructor(transitions: readonly ResetTransition[]) {
    for (const transition of transitions) {
      this.add(transition);
      for (const place of transition.resets) into(this.#emptied, place, transition.resets);
    }
  }

  places(): readonly number[] {
    return [...this.#consumers.keys()].toSorted((a, b) => a - b);
  }

  transitions(): readonly ResetTransition[] {
    return [...this.#alive];
  }

  consumers(place: number): ReadonlySet<ResetTransition> {
    return this.#consumers.get(place) ?? new Set();
  }

  producers(place: number): ReadonlySet<ResetTransition> {
    return this.#producers.get(place) ?? new Set();
  }

  /** Whether everything that empties `place` empties `other`, too. */
  isAsSafe(place: number, other: number): boolean {
    const sets = this.#emptied.get(other);
    for (const set of this.#emptied.get(place) ?? []) if (!sets?.has(set)) return false;
    return true;
  }

  add(transition: ResetTransition): void {
    // A transition that gives back no more than it takes leads nowhere.
    if (isPart(transition.post, transition.pre)) return;
    this.#alive.add(transition);
    for (const place of transition.pre) into(this.#consumers, place, transition);
    for (const place of transition.post) into(this.#producers, place, transition);
  }

  remove(transition: ResetTransition): void {
    this.#alive.delete(transition);
    for (const place of transition.pre) this.#consumers.get(place)?.delete(transition);
    for (const place of transition.post) this.#producers.get(place)?.delete(transition);
  }
}

function into<Value>(index: Map<number, Set<Value>>, place: number, value: Value): void {
  const known = index.get(place);
  if (known) known.add(value);
  else index.set(place, new Set([value]));
}

function isPart(part: readonly number[], whole: readonly number[]): boolean {
  const left = [...whole];
  for (const place of part) {
    const at = left.indexOf(place);
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return true;
}
