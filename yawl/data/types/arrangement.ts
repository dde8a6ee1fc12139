/**
 * Orders of elements: given how often each name occurs, one that a content model allows, round by round in repeated
 * groups; or the answer that there is none.
 */
import { sum } from "./content.ts";
import type { ContentPlan, Node } from "./content.ts";
import type { Work } from "./work.ts";

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

/** Count of a leaf that is still open: it fits every number of rounds. */
const UNDECIDED = -1;

function leafRounds(node: Node & { kind: "leaf" }, counts: readonly number[]): Rounds | undefined {
  const count = counts[node.leaf] ?? 0;
  if (count === UNDECIDED) return [0, Infinity];
  const low = count === 0 ? 0 : node.max === Infinity ? 1 : Math.ceil(count / node.max);
  return inOrder(low, node.min === 0 ? Infinity : Math.floor(count / node.min));
}

function bodyRounds(
  node: Node & { kind: "sequence" | "choice" },
  counts: readonly number[],
): Rounds | undefined {
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
  const rounds =
    node.kind === "choice" ? choiceRounds(node, total, counts) : sequenceRounds(node, total, counts);
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

/** Names that stand in several particles make several divisions possible; more than this are not tried. */
const MAX_DIVISIONS = 20_000;
/** Particles among which elements are divided; each takes a part of the stack. */
const MAX_STEPS = 1_000;

/**
 * An order of elements that the content allows.
 * @param counts how often each name occurs; `WILDCARD` for all elements that the type does not name
 * @returns the names in order; `"impossible"` when no order fits; `"unknown"` when too many divisions were tried
 */
export function arrange(
  plan: ContentPlan,
  counts: ReadonlyMap<string, number>,
): readonly string[] | "impossible" | "unknown" {
  const byLeaf = division(plan, counts);
  if (typeof byLeaf === "string" || !plan.root) return typeof byLeaf === "string" ? byLeaf : [];
  const runs = layOut(plan.root, 1, byLeaf).flat();
  return runs.flatMap((run) => Array.from({ length: run.count }, () => plan.leaves[run.leaf] ?? ""));
}

/**
 * Whether there is an order of elements that the content allows. Models in which names stand so often that not all
 * divisions are tried are given the benefit of the doubt.
 * @param counts as for `arrange`
 * @throws TooMuchWork
 */
export function isPossible(plan: ContentPlan, counts: ReadonlyMap<string, number>, work: Work): boolean {
  return division(plan, counts, work) !== "impossible";
}

function division(
  { root, leaves, leavesOf }: ContentPlan,
  counts: ReadonlyMap<string, number>,
  work?: Work,
): readonly number[] | "impossible" | "unknown" {
  if (!root) return [...counts.values()].some((count) => count > 0) ? "impossible" : [];
  if ([...counts].some(([name, count]) => count > 0 && !leavesOf.has(name))) return "impossible";
  return divide(root, leavesOf, counts, () => work?.spend(1 + leaves.length / 2));
}

/** Divides the elements of each name among the particles with that name, so that the whole fits. */
function divide(
  root: Node,
  leavesOf: ReadonlyMap<string, readonly number[]>,
  counts: ReadonlyMap<string, number>,
  spend: () => void,
): readonly number[] | "impossible" | "unknown" {
  const byLeaf: number[] = [];
  const steps: { readonly name: string; readonly leaf: number; readonly isLast: boolean }[] = [];
  for (const [name, places] of leavesOf) {
    const count = counts.get(name) ?? 0;
    // A name with one place, or without an element, leaves no choice.
    const isOpen = count > 0 && places.length > 1;
    for (const [place, leaf] of places.entries()) {
      byLeaf[leaf] = isOpen ? UNDECIDED : count;
      if (isOpen) steps.push({ name, leaf, isLast: place === places.length - 1 });
    }
  }
  if (steps.length > MAX_STEPS) return "unknown";
  const remaining = new Map(steps.map(({ name }) => [name, counts.get(name) ?? 0]));
  const budget = { tries: MAX_DIVISIONS };

  const fits = (): boolean => {
    budget.tries -= 1;
    spend();
    const rounds = roundsOf(root, byLeaf);
    return rounds !== undefined && rounds[0] <= 1 && rounds[1] >= 1;
  };
  const decide = (index: number): boolean => {
    const step = steps[index];
    if (!step) return fits();
    const left = remaining.get(step.name) ?? 0;
    for (let count = left; count >= (step.isLast ? left : 0) && budget.tries > 0; count -= 1) {
      byLeaf[step.leaf] = count;
      remaining.set(step.name, left - count);
      // Only a choice is worth the look ahead.
      if ((step.isLast || fits()) && decide(index + 1)) return true;
    }
    byLeaf[step.leaf] = UNDECIDED;
    remaining.set(step.name, left);
    return false;
  };
  if (decide(0)) return byLeaf;
  return budget.tries > 0 ? "impossible" : "unknown";
}
