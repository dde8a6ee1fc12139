/** Asking a tree of rules (T7 in docs/semantics.md). */
import type { Fault } from "../model/fault.ts";
import { conditionHolds } from "./condition.ts";
import type { Program } from "./program.ts";
import { nodesOf, type RuleNode, type RuleTree } from "./rule-set.ts";
import type { Seen } from "./seen.ts";

/** A node that was asked. */
export interface Asked {
  readonly node: number;
  readonly satisfied: boolean;
}

/**
 * What the rules say:
 * - `concluded`: by the last satisfied node; no steps: that nothing is to be done;
 * - `nothing-held`: no node but perhaps the default one, which concludes nothing;
 * - `condition-failed`: a condition could not be evaluated, so that nobody knows;
 * - `no-tree`: there are no rules of the type (for the task).
 */
export type Verdict =
  | {
      readonly answer: "concluded";
      readonly node: number;
      readonly conclusion: Program;
      readonly path: readonly Asked[];
    }
  | { readonly answer: "nothing-held"; readonly path: readonly Asked[] }
  | {
      readonly answer: "condition-failed";
      readonly node: number;
      readonly fault: Fault;
      readonly path: readonly Asked[];
    }
  | { readonly answer: "no-tree" };

/** A verdict without the path to it. */
export type Decided = {
  [Answer in Verdict["answer"]]: Omit<Extract<Verdict, { readonly answer: Answer }>, "path">;
}[Verdict["answer"]];

/** The verdict without its path, which may be long. */
export function decided(verdict: Verdict): Decided {
  if (verdict.answer === "no-tree") return verdict;
  const { path: _path, ...rest } = verdict;
  return rest;
}

/** What a tree says: from the root, to the true branch of each satisfied node, to the false branch of the others. */
export function askTree(tree: RuleTree | undefined, seen: Seen): Verdict {
  if (!tree) return { answer: "no-tree" };
  const nodes = nodesOf(tree);
  const path: Asked[] = [];
  let last: RuleNode | undefined;
  let node = nodes.get(tree.root);
  while (node) {
    const found = conditionHolds(node.condition, seen);
    if (!found.ok) return { answer: "condition-failed", node: node.id, fault: found.fault, path };
    path.push({ node: node.id, satisfied: found.value });
    if (found.value) last = node;
    const next: number | undefined = found.value ? node.onTrue : node.onFalse;
    node = next === undefined ? undefined : nodes.get(next);
  }
  if (!last || (last.id === tree.root && last.conclusion.length === 0))
    return { answer: "nothing-held", path };
  return { answer: "concluded", node: last.id, conclusion: last.conclusion, path };
}
