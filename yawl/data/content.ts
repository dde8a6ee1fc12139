/**
 * Content models: which element names a complex type has, how often each occurs, and in which order they stand.
 *
 * JSON knows no order between properties. Given how often each name occurs, `arrange` finds an order that the particles
 * allow, round by round in repeated groups, or says that there is none.
 */
import type { ComplexType, ElementParticle, GroupParticle, Particle } from "../spec/datatype.ts";
import type { Json, JsonObject } from "../spec/json.ts";
import { isList, own } from "./shape.ts";

/** A property of a complex type: all particles with the same name together. */
export interface Slot {
  readonly name: string;
  readonly particle: ElementParticle;
  /** fewest and most occurrences over all ways through the content model */
  readonly min: number;
  readonly max: number;
  /** the JSON value is an array */
  readonly isList: boolean;
  /** outside of choices and optional groups, so that absent lists are empty lists */
  readonly isFixed: boolean;
}

/** A complex type's content, prepared. */
export interface ContentPlan {
  readonly slots: ReadonlyMap<string, Slot>;
  /** elements that the type does not name are allowed */
  readonly isOpen: boolean;
  /** content is one plain sequence: the order of `slots` is the order of the elements */
  readonly isPlain: boolean;
  readonly root: Node | undefined;
  /** names by leaf number; `WILDCARD` for `xs:any` */
  readonly leaves: readonly string[];
  /** numbers of the leaves with a name */
  readonly leavesOf: ReadonlyMap<string, readonly number[]>;
}

/** Stands for all elements that a wildcard takes. */
export const WILDCARD = "*";

/** A particle with numbers instead of names. */
export type Node =
  | { readonly kind: "leaf"; readonly leaf: number; readonly min: number; readonly max: number }
  | { readonly kind: "sequence" | "choice"; readonly children: readonly Node[]; readonly min: number; readonly max: number };

const plans = new WeakMap<ComplexType, ContentPlan>();

/** The prepared content of a type, made once. */
export function contentOf(type: ComplexType): ContentPlan {
  let plan = plans.get(type);
  if (!plan) plans.set(type, (plan = makePlan(type)));
  return plan;
}

function makePlan(type: ComplexType): ContentPlan {
  const leaves: string[] = [];
  const content = type.content;
  const root = content && toNode(content, leaves);
  const slots = new Map<string, Slot>();
  for (const particle of content ? elementsOf(content) : []) {
    if (slots.has(particle.name) || !content) continue;
    const { min, max } = occurrences(content, particle.name);
    const isFixed = standsFixed(content, particle.name);
    slots.set(particle.name, { name: particle.name, particle, min, max, isList: max > 1, isFixed });
  }
  const isOpen = leaves.includes(WILDCARD);
  const isPlain =
    content !== undefined &&
    content.kind !== "choice" &&
    content.min === 1 &&
    content.max === 1 &&
    content.particles.every((particle) => particle.kind === "element") &&
    slots.size === content.particles.length;
  const leavesOf = new Map<string, number[]>();
  for (const [leaf, name] of leaves.entries()) leavesOf.set(name, [...(leavesOf.get(name) ?? []), leaf]);
  return { slots, isOpen, isPlain, root, leaves, leavesOf };
}

function toNode(particle: Particle, leaves: string[]): Node {
  const { min } = particle;
  const max = particle.max ?? Infinity;
  if (particle.kind === "element" || particle.kind === "any") {
    const leaf = leaves.push(particle.kind === "any" ? WILDCARD : particle.name) - 1;
    return { kind: "leaf", leaf, min, max };
  }
  const children = particle.particles.map((child) => toNode(child, leaves));
  return { kind: particle.kind === "choice" ? "choice" : "sequence", children, min, max };
}

/** Element particles in document order. */
export function elementsOf(group: GroupParticle): readonly ElementParticle[] {
  return group.particles.flatMap((particle) => {
    if (particle.kind === "element") return [particle];
    return particle.kind === "any" ? [] : elementsOf(particle);
  });
}

/** Fewest and most occurrences of a name over all ways through a particle. */
export function occurrences(particle: Particle, name: string): { readonly min: number; readonly max: number } {
  const times = particle.max ?? Infinity;
  if (particle.kind === "any" || times === 0) return { min: 0, max: 0 };
  if (particle.kind === "element") return particle.name === name ? { min: particle.min, max: times } : { min: 0, max: 0 };
  const parts = particle.particles.map((part) => occurrences(part, name));
  const mins = parts.map((part) => part.min);
  const maxes = parts.map((part) => part.max);
  const isChoice = particle.kind === "choice";
  const min = isChoice ? Math.min(...mins, Infinity) : sum(mins);
  const max = isChoice ? Math.max(...maxes, 0) : sum(maxes);
  return { min: min === Infinity ? 0 : min * particle.min, max: max === 0 ? 0 : max * times };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function standsFixed(group: GroupParticle, name: string): boolean {
  if (group.kind === "choice" || group.min === 0) return false;
  return group.particles.some((particle) => {
    if (particle.kind === "element") return particle.name === name;
    return particle.kind !== "any" && standsFixed(particle, name);
  });
}

/** How often a node is run through: every number from the first to the second fits the counts. */
type Rounds = readonly [number, number];

/**
 * The numbers of times that a node can be run through so that its leaves occur exactly as often as counted. Exact,
 * because each leaf has a count of its own: the numbers of a leaf, an intersection (sequence) and a sum (choice) of
 * ranges, and the numbers of a repeated group are ranges again.
 */
function roundsOf(node: Node, counts: readonly number[]): Rounds | undefined {
  const body = node.kind === "leaf" ? leafRounds(node, counts) : bodyRounds(node, counts);
  if (!body || node.kind === "leaf") return body;
  const low = body[0] === 0 ? 0 : Math.ceil(body[0] / node.max);
  const high = node.min === 0 ? Infinity : Math.floor(body[1] / node.min);
  return inOrder(body[0] > 0 && node.max === Infinity ? 1 : low, high);
}

function leafRounds(node: Node & { kind: "leaf" }, counts: readonly number[]): Rounds | undefined {
  const count = counts[node.leaf] ?? 0;
  const low = count === 0 ? 0 : node.max === Infinity ? 1 : Math.ceil(count / node.max);
  return inOrder(low, node.min === 0 ? Infinity : Math.floor(count / node.min));
}

function bodyRounds(node: Node & { kind: "sequence" | "choice" }, counts: readonly number[]): Rounds | undefined {
  const isChoice = node.kind === "choice";
  let low = 0;
  let high = isChoice ? 0 : Infinity;
  for (const child of node.children) {
    const rounds = roundsOf(child, counts);
    if (!rounds) return undefined;
    low = isChoice ? low + rounds[0] : Math.max(low, rounds[0]);
    high = isChoice ? high + rounds[1] : Math.min(high, rounds[1]);
  }
  return inOrder(low, high);
}

function inOrder(low: number, high: number): Rounds | undefined {
  return low <= high && low !== Infinity ? [low, high] : undefined;
}

/** A number of elements of one leaf in a row. */
interface Run {
  readonly leaf: number;
  readonly count: number;
}

/** Lays the elements below a node out over a number of rounds that fits them. */
function layOut(node: Node, times: number, counts: readonly number[]): Run[][] {
  if (node.kind === "leaf") {
    const shares = share(counts[node.leaf] ?? 0, times, node.min, node.max);
    return shares.map((count) => (count > 0 ? [{ leaf: node.leaf, count }] : []));
  }
  const [low, high] = bodyRounds(node, counts) ?? [0, 0];
  // Rounds without elements need not be written; when there are none of those, `high` is bounded by the counts.
  const total = high === Infinity ? low : Math.max(low, times * node.min);
  const rounds = node.kind === "choice" ? choiceRounds(node, total, counts) : sequenceRounds(node, total, counts);
  let taken = 0;
  return share(total, times, node.min, node.max).map((size) => rounds.slice(taken, (taken += size)).flat());
}

/** Splits a number into shares within bounds, the first ones as big as the later ones allow. */
function share(total: number, times: number, min: number, max: number): number[] {
  let left = total;
  return Array.from({ length: times }, (_entry, index) => {
    const size = Math.max(Math.min(max, left - min * (times - 1 - index)), 0);
    const taken = Math.min(size, left);
    left -= taken;
    return taken;
  });
}

type GroupNode = Node & { kind: "sequence" | "choice" };

function sequenceRounds(node: GroupNode, total: number, counts: readonly number[]): Run[][] {
  const columns = node.children.map((child) => layOut(child, total, counts));
  return Array.from({ length: total }, (_entry, round) => columns.flatMap((column) => column[round] ?? []));
}

function choiceRounds(node: GroupNode, total: number, counts: readonly number[]): Run[][] {
  const ranges = node.children.map((child) => roundsOf(child, counts) ?? ([0, 0] as const));
  let extra = total - sum(ranges.map((range) => range[0]));
  const columns = node.children.map((child, index) => {
    const [low, high] = ranges[index] ?? [0, 0];
    const more = Math.min(extra, high - low);
    extra -= more;
    return layOut(child, low + more, counts);
  });
  // The alternatives take turns, each as long as it has rounds left.
  const longest = Math.max(0, ...columns.map((column) => column.length));
  const rounds: Run[][] = [];
  for (let round = 0; round < longest; round += 1) {
    for (const column of columns) if (round < column.length) rounds.push(column[round] ?? []);
  }
  return rounds;
}

/** How often each name of a content model occurs in an object; what the type does not name counts as wild. */
export function countsOf(plan: ContentPlan, value: JsonObject, wild: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(wild > 0 ? [[WILDCARD, wild]] : []);
  for (const slot of plan.slots.values()) counts.set(slot.name, occurrencesOf(value, slot.name, slot.isList).length);
  return counts;
}

/** The values of the elements that a property stands for; an array counts as one value where the type is no list. */
export function occurrencesOf(value: JsonObject, name: string, isRepeated: boolean): readonly Json[] {
  const entry = own(value, name);
  if (entry === undefined) return [];
  return isRepeated && isList(entry) ? entry : [entry];
}

/** Names that stand in several particles make several divisions possible; more than this are not tried. */
const MAX_DIVISIONS = 2_000;

/**
 * An order of elements that the content allows.
 * @param counts how often each name occurs; `WILDCARD` for all elements that the type does not name
 * @returns the names in order; `"impossible"` when no order fits; `"unknown"` when too many divisions were tried
 */
export function arrange(plan: ContentPlan, counts: ReadonlyMap<string, number>): readonly string[] | "impossible" | "unknown" {
  const { root, leaves, leavesOf } = plan;
  if (!root) return [...counts.values()].some((count) => count > 0) ? "impossible" : [];
  if ([...counts].some(([name, count]) => count > 0 && !leavesOf.has(name))) return "impossible";
  const names = [...leavesOf].map(([name, places]) => ({ places, count: counts.get(name) ?? 0 }));
  const byLeaf = leaves.map(() => 0);
  let left = MAX_DIVISIONS;

  const divide = (name: number, place: number, remaining: number): boolean => {
    if (left <= 0) return false;
    const current = names[name];
    if (!current) {
      left -= 1;
      const rounds = roundsOf(root, byLeaf);
      return rounds !== undefined && rounds[0] <= 1 && rounds[1] >= 1;
    }
    const leaf = current.places[place] ?? 0;
    const isLast = place === current.places.length - 1;
    for (let count = remaining; count >= (isLast ? remaining : 0); count -= 1) {
      byLeaf[leaf] = count;
      if (isLast ? divide(name + 1, 0, names[name + 1]?.count ?? 0) : divide(name, place + 1, remaining - count)) return true;
    }
    return false;
  };
  if (!divide(0, 0, names[0]?.count ?? 0)) return left <= 0 ? "unknown" : "impossible";
  const runs = layOut(root, 1, byLeaf).flat();
  return runs.flatMap((run) => Array.from({ length: run.count }, () => leaves[run.leaf] ?? ""));
}
