/** Whether the parts of an object may stand together: choices and groups of a complex type, said so that people can act. */
import type { JsonObject } from "../../model/json.ts";
import { isPossible } from "./arrangement.ts";
import { countsOf } from "./content.ts";
import type { ContentPlan, Node } from "./content.ts";
import { quoted } from "./facets.ts";
import type { Work } from "./work.ts";

/**
 * What is wrong with the numbers of an object's elements together.
 * @param wild number of elements that the type does not name
 * @throws TooMuchWork
 */
export function contentProblem(
  plan: ContentPlan,
  value: JsonObject,
  wild: number,
  work: Work,
): string | undefined {
  const counts = countsOf(plan, value, wild);
  if (isPossible(plan, counts, work)) return undefined;
  const present = new Set([...counts].filter(([, count]) => count > 0).map(([name]) => name));
  return (plan.root && choiceProblem(plan.root, plan.leaves, present)) ?? groupProblem(counts);
}

/** The first choice on the way of single groups of which none or several alternatives are there. */
function choiceProblem(
  node: Node,
  leaves: readonly string[],
  present: ReadonlySet<string>,
): string | undefined {
  if (node.kind === "leaf" || node.max !== 1) return undefined;
  const children = node.kind === "choice" ? alternativesOf(node.children) : node.children;
  const alternatives = children.map((child) => namesBelow(child, leaves));
  const taken = alternatives.filter((names) => names.some((name) => present.has(name)));
  if (node.kind === "choice" && taken.length === 0 && !canBeEmpty(node))
    return `must have one of ${oneOf(alternatives)}`;
  if (node.kind === "choice" && taken.length > 1) return `must have only one of ${oneOf(taken)}`;
  for (const [index, child] of children.entries()) {
    const isTaken = alternatives[index]?.some((name) => present.has(name)) ?? false;
    const problem =
      isTaken || (node.kind === "sequence" && child.min > 0)
        ? choiceProblem(child, leaves, present)
        : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Whether a part of the content needs no element at all. */
function canBeEmpty(node: Node): boolean {
  if (node.min === 0) return true;
  if (node.kind === "leaf") return false;
  return node.kind === "choice" ? node.children.some(canBeEmpty) : node.children.every(canBeEmpty);
}

/** The alternatives of a choice, those of a choice among them in its place. */
function alternativesOf(children: readonly Node[]): readonly Node[] {
  return children.flatMap((child) =>
    child.kind === "choice" && child.min === 1 && child.max === 1 ? alternativesOf(child.children) : [child],
  );
}

function namesBelow(node: Node, leaves: readonly string[]): readonly string[] {
  return node.kind === "leaf"
    ? [leaves[node.leaf] ?? ""]
    : node.children.flatMap((child) => namesBelow(child, leaves));
}

function oneOf(alternatives: readonly (readonly string[])[]): string {
  return alternatives.map((names) => [...new Set(names)].map(quoted).join(" with ")).join(", ");
}

function groupProblem(counts: ReadonlyMap<string, number>): string {
  const numbers = [...counts]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${quoted(name)} (${count})`);
  return `has elements in numbers that its type does not allow together: ${numbers.join(", ") || "none"}`;
}
