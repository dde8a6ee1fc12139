/** How many instances of a task run in the state that has the task; more than that run in blocks (I13 in docs/semantics.md). */
import type { CompiledTask } from "../../net/compiled.ts";
import type { LinkedSpecification } from "../../net/linked.ts";
import type { CaseStep, TaskAt } from "../tasks/kind.ts";

/**
 * The most instances of the task that run here. Work that one person must not do together with other work is never anywhere
 * else: a workflow knows only of itself who has what in hand (R7 in docs/semantics.md).
 */
export function mostInside(step: CaseStep, at: TaskAt): number {
  const { inside = Infinity } = step.state;
  if (!step.has("separations-in-one-workflow")) return inside;
  return isKeptApart(step.linked, at.linked.task, new Set()) ? Infinity : inside;
}

/** Whether the task, or one in its net, or in a net in that, is separated from another. */
function isKeptApart(linked: LinkedSpecification, task: CompiledTask, seen: Set<string>): boolean {
  if (task.people?.separate?.length) return true;
  const { decomposition } = task;
  const nested = decomposition === undefined ? undefined : linked.nets.get(decomposition);
  if (!nested || seen.has(nested.id)) return false;
  seen.add(nested.id);
  return [...nested.tasks.values()].some((inner) => isKeptApart(linked, inner.task, seen));
}
