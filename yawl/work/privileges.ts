/** What the owner of a work item may do with it beyond starting and completing it: the privileges that its task grants. */
import type { CompiledTask } from "../net/compiled.ts";
import type { TaskPrivilege } from "./lifecycle.ts";

/**
 * Granted by a task whose specification says nothing of privileges: pausing one's own work and giving it back harm
 * nobody. Handing it to somebody else or skipping it has to be granted.
 */
const GRANTED: ReadonlySet<TaskPrivilege> = new Set(["canSuspend", "canDeallocate"]);

const ALL: readonly TaskPrivilege[] = [
  "canSuspend",
  "canReallocateStateless",
  "canReallocateStateful",
  "canDeallocate",
  "canDelegate",
  "canSkip",
  "canPile",
];

/**
 * Privileges of a participant who owns an item of this task.
 * @param around composite tasks around it: whoever has work inside an instance may add another instance
 */
export function privilegesOf(
  task: CompiledTask | undefined,
  around: readonly CompiledTask[] = [],
): ReadonlySet<TaskPrivilege> {
  const granted = task?.resourcing?.privileges;
  const isDynamic = [task, ...around].some((each) => each?.instances?.creation === "dynamic");
  if (!granted && !isDynamic) return GRANTED;
  const named = granted ? ALL.filter((privilege) => granted[privilege] === "all") : GRANTED;
  return new Set(isDynamic ? [...named, "hasDynamicInstances"] : named);
}
