/** Checks of decompositions among each other: ones that nothing uses, and nets that contain themselves. */
import type { Decomposition, Net, Specification } from "../../model/specification.ts";
import { called, listed, type Findings } from "./findings.ts";

/** Warns of nets that contain themselves, and of decompositions that the root net does not lead to. */
export function checkDecompositions(specification: Specification, findings: Findings): void {
  const byId = new Map<string, Decomposition>();
  for (const decomposition of specification.decompositions) byId.set(decomposition.id, decomposition);
  const used = (id: string): readonly string[] => {
    const decomposition = byId.get(id);
    return decomposition?.kind === "net" ? usedBy(decomposition) : [];
  };
  const seen = walk(specification.rootNet, used, (cycle) => {
    const net = byId.get(cycle[0] ?? "");
    if (!net) return;
    const path = listed([...cycle, net.id], 20).replaceAll(", ", " -> ");
    findings.warn(
      [net.id],
      net.place,
      `The net ${called(net)} contains itself (${path}); a case fails if it goes deeper than the engine's limit.`,
      "recursive-net",
    );
  });
  for (const decomposition of specification.decompositions) {
    if (seen.has(decomposition.id)) continue;
    const kind = decomposition.kind === "net" ? "net" : "decomposition";
    findings.warn(
      [decomposition.id],
      decomposition.place,
      `The ${kind} ${called(decomposition)} is not used by the root net or any net below it.`,
      "unused-decomposition",
    );
  }
}

function usedBy(net: Net): readonly string[] {
  const ids = new Set<string>();
  for (const task of net.tasks) if (task.decomposition !== undefined) ids.add(task.decomposition);
  return [...ids];
}

/** Depth first without recursion, so that deep nesting cannot overflow the stack. */
function walk(
  root: string,
  next: (id: string) => readonly string[],
  onCycle: (cycle: readonly string[]) => void,
): ReadonlySet<string> {
  const seen = new Set([root]);
  const told = new Set<string>();
  const position = new Map([[root, 0]]);
  const stack = [{ id: root, next: next(root), at: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const id = top.next[top.at++];
    if (id === undefined) {
      position.delete(top.id);
      stack.pop();
      continue;
    }
    const above = position.get(id);
    if (above !== undefined && !told.has(id)) {
      told.add(id);
      onCycle(stack.slice(above).map((frame) => frame.id));
    }
    if (seen.has(id)) continue;
    seen.add(id);
    position.set(id, stack.length);
    stack.push({ id, next: next(id), at: 0 });
  }
  return seen;
}
