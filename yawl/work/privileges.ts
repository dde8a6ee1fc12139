/** What the owner of a work item may do with it beyond starting and completing it: the privileges that its task grants. */
import type { CompiledTask } from "../net/compiled.ts";
import type { Grant, PeopleSet } from "../model/specification.ts";
import type { Actor } from "./command.ts";
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
 * @param owner whoever has the item; without it privileges of some people are nobody's, as in cases from before they were executed
 * @param around composite tasks around it: whoever has work inside an instance may add another instance
 */
export function privilegesOf(
  task: CompiledTask | undefined,
  around: readonly CompiledTask[] = [],
  owner?: Pick<Actor, "participant" | "roles">,
): ReadonlySet<TaskPrivilege> {
  const granted = task?.resourcing?.privileges;
  const isDynamic = [task, ...around].some((each) => each?.instances?.creation === "dynamic");
  if (!granted && !isDynamic) return GRANTED;
  const named = granted ? ALL.filter((privilege) => isGranted(granted[privilege], owner)) : GRANTED;
  return new Set(isDynamic ? [...named, "hasDynamicInstances"] : named);
}

/** To all, to some people and roles, or to all but some (R8 in docs/semantics.md). */
function isGranted(
  grant: Grant | undefined,
  owner: Pick<Actor, "participant" | "roles"> | undefined,
): boolean {
  if (grant === undefined) return false;
  if (grant === "all") return true;
  if (!owner) return false;
  if ("except" in grant) return !isAmong(grant.except, owner);
  return isAmong(grant, owner);
}

function isAmong(
  { participants, roles }: PeopleSet,
  { participant, roles: held = [] }: Pick<Actor, "participant" | "roles">,
): boolean {
  return participants.includes(participant) || roles.some((role) => held.includes(role));
}

/** Roles that a task's privileges name: whoever acts says which of them they have. */
export function rolesInPrivileges(task: CompiledTask | undefined): readonly string[] {
  return Object.values(task?.resourcing?.privileges ?? {}).flatMap((grant) =>
    grant === "all" ? [] : "except" in grant ? grant.except.roles : grant.roles,
  );
}
