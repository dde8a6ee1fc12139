/**
 * Coverability of reset nets by backward search (Abdulla et al. 1996; Dufourd, Finkel, Schnoebelen 1998).
 *
 * The markings from which a target can be covered are closed upwards: whoever can do it with few tokens can do it with
 * more. Such a set has finitely many minimal markings. The search starts with the targets, steps backwards through each
 * transition, keeps the markings that no other makes superfluous, and ends because an infinite set of markings of which
 * none is below another does not exist. The target is coverable if the start lies above one of them.
 *
 * The number of minimal markings is not bounded by anything useful. So the search goes for the markings nearest to the
 * start, makes the net small when a first try fails (`reset-subnet.ts`), and gives up after a fixed number: a number of
 * steps and never a time, so that a replay decides the same.
 */
import type { ResetNet, ResetTransition } from "./reset-net.ts";
import { fused, subnetFor, type ResetSubnet } from "./reset-subnet.ts";

/** Whether a marking can be covered; `undecided` when the search was given up after so many markings. */
export type Coverability =
  | { readonly kind: "coverable" }
  | { readonly kind: "not-coverable" }
  | { readonly kind: "undecided"; readonly explored: number };

/** Minimal markings that a search may collect; some 50 ms at worst. */
export const COVERABILITY_LIMIT = 3_000;

/** Minimal markings of the first try: a token that is on a straight way to the target is found sooner than the net is made small. */
const QUICK_LIMIT = 100;

/** Predecessors, superfluous ones too, that a search may look at for each minimal marking that it may collect. */
const STEPS_PER_MARKING = 20;

/**
 * Whether a marking can be reached that has a token in each place of `kept` and in one place of `wanted`.
 * @param start tokens of each place; the places of `kept` have some, those of `wanted` have none
 * @param limit minimal markings that the search may collect
 * @param quickLimit the same for the first try, before the net is made small
 */
export function coverable(
  net: ResetNet,
  start: Float64Array,
  kept: readonly number[],
  wanted: readonly number[],
  limit: number = COVERABILITY_LIMIT,
  quickLimit: number = QUICK_LIMIT,
): Coverability {
  const subnet = subnetFor(net, start, kept, wanted);
  if (subnet === undefined) return { kind: "not-coverable" };
  const quick = search(subnet, Math.min(quickLimit, limit));
  return quick.kind === "undecided" ? search(fused(subnet), limit) : quick;
}

/** A minimal marking, as the sorted list of its tokens' places. */
interface Minimal {
  readonly tokens: readonly number[];
  readonly distance: number;
  readonly order: number;
  superseded: boolean;
}

function search(subnet: ResetSubnet, limit: number): Coverability {
  const producers = producersOf(subnet);
  const basis = new Basis();
  const open = new Heap();
  let collected = 0;
  let steps = 0;
  /** @returns whether the start covers the marking */
  const add = (tokens: readonly number[]): boolean => {
    steps += 1;
    if (basis.covers(tokens)) return false;
    if (isCovered(tokens, subnet.start)) return true;
    let distance = 0;
    for (const place of tokens) distance += subnet.distance[place] ?? 0;
    const minimal: Minimal = { tokens, distance, order: collected, superseded: false };
    collected += 1;
    basis.add(minimal);
    open.push(minimal);
    return false;
  };

  for (const target of subnet.targets) if (add(target)) return { kind: "coverable" };
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.superseded) continue;
    let place = -1;
    for (const token of next.tokens) {
      if (token === place) continue;
      place = token;
      for (const transition of producers[place] ?? []) {
        const before = predecessor(next.tokens, transition);
        if (before && add(before)) return { kind: "coverable" };
      }
    }
    if (collected > limit || steps > limit * STEPS_PER_MARKING)
      return { kind: "undecided", explored: collected };
  }
  return { kind: "not-coverable" };
}

function producersOf(subnet: ResetSubnet): readonly (readonly ResetTransition[])[] {
  const producers: ResetTransition[][] = Array.from({ length: subnet.start.length }, () => []);
  for (const transition of subnet.transitions) {
    for (const place of new Set(transition.post)) producers[place]?.push(transition);
  }
  return producers;
}

/**
 * The smallest marking from which the transition leads to one that covers `tokens`; none if the marking needs more
 * tokens in an emptied place than the transition puts there afterwards.
 */
function predecessor(
  tokens: readonly number[],
  { pre, post, resets }: ResetTransition,
): readonly number[] | undefined {
  const left = [...tokens];
  for (const place of post) {
    const at = left.indexOf(place);
    if (at >= 0) left.splice(at, 1);
  }
  for (const place of resets) if (left.includes(place)) return undefined;
  left.push(...pre);
  return left.toSorted((a, b) => a - b);
}

function isCovered(tokens: readonly number[], start: Float64Array): boolean {
  let run = 0;
  for (const [index, place] of tokens.entries()) {
    run = index > 0 && tokens[index - 1] === place ? run + 1 : 1;
    if ((start[place] ?? 0) < run) return false;
  }
  return true;
}

/** Whether sorted list `small` is contained in sorted list `large`, repetitions counted. */
function contains(large: readonly number[], small: readonly number[]): boolean {
  if (small.length > large.length) return false;
  let at = 0;
  for (const token of small) {
    while (at < large.length && (large[at] ?? 0) < token) at += 1;
    if (large[at] !== token) return false;
    at += 1;
  }
  return true;
}

/** Minimal markings, filed under their first place, where everything that contains them finds them. */
class Basis {
  readonly #byFirst = new Map<number, Minimal[]>();
  readonly #byPlace = new Map<number, Minimal[]>();

  covers(tokens: readonly number[]): boolean {
    for (const [index, place] of tokens.entries()) {
      if (index > 0 && tokens[index - 1] === place) continue;
      for (const minimal of this.#byFirst.get(place) ?? []) {
        if (!minimal.superseded && contains(tokens, minimal.tokens)) return true;
      }
    }
    return false;
  }

  add(minimal: Minimal): void {
    const first = minimal.tokens[0] ?? -1;
    for (const other of this.#byPlace.get(first) ?? []) {
      if (!other.superseded && contains(other.tokens, minimal.tokens)) other.superseded = true;
    }
    file(this.#byFirst, first, minimal);
    for (const place of new Set(minimal.tokens)) file(this.#byPlace, place, minimal);
  }
}

function file(index: Map<number, Minimal[]>, place: number, minimal: Minimal): void {
  const known = index.get(place);
  if (known) known.push(minimal);
  else index.set(place, [minimal]);
}

/** Binary heap: the marking nearest to the start first, the older of two equally near ones. */
class Heap {
  readonly #items: Minimal[] = [];

  push(item: Minimal): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = items[up];
      if (!parent || !isNearer(item, parent)) break;
      items[at] = parent;
      at = up;
    }
    items[at] = item;
  }

  pop(): Minimal | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (!top || !last || top === last) return top;
    let at = 0;
    for (;;) {
      const left = items[2 * at + 1];
      if (!left) break;
      const right = items[2 * at + 2];
      const down = right && isNearer(right, left) ? 2 * at + 2 : 2 * at + 1;
      const child = items[down];
      if (!child || !isNearer(child, last)) break;
      items[at] = child;
      at = down;
    }
    items[at] = last;
    return top;
  }
}

function isNearer(a: Minimal, b: Minimal): boolean {
  return a.distance === b.distance ? a.order < b.order : a.distance < b.distance;
}
