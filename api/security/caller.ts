/** Who sends a request: always from the token and the store, never from what the request says. */
import type { Access, ItemView, ParticipantView } from "../../store/views.ts";
import type { CompiledTask } from "../../yawl/net/compiled.ts";
import type { Actor } from "../../yawl/work/command.ts";
import { rolesInPrivileges } from "../../yawl/work/privileges.ts";
import type { Identity } from "./identities.ts";

export interface Caller {
  /** participant id */
  readonly id: string;
  readonly participant: ParticipantView;
  /** ids and names of the roles that count for them: their own, and those above them */
  readonly roles: readonly string[];
  /** not available, or absent: what is offered to roles is not offered to them */
  readonly isAway: boolean;
  /** administrators and case managers: all cases and work items */
  readonly manager: boolean;
  /** what happened under this id before, somebody else did who had it; epoch milliseconds */
  readonly since: number;
}

export function callerFrom({ participant, roles, isAway, since }: Identity): Caller {
  const manager = hasAccess(participant.access, ["manager"]);
  return { id: participant.id, participant, roles, isAway, manager, since };
}

/** Administrators may do everything. */
export function hasAccess(held: readonly Access[], needed: readonly Access[]): boolean {
  return held.includes("admin") || needed.some((access) => held.includes(access));
}

/**
 * The caller as the engine knows whoever acts on an item: with those of their roles that the item and its task name.
 * @param task of the item, where its specification is known
 */
export function actorOn(caller: Caller, item: ItemView, task: CompiledTask | undefined): Actor {
  const actor = { participant: caller.id, manager: caller.manager };
  const named = [...offerRolesOf(caller, item), ...rolesInPrivileges(task)];
  if (named.length === 0) return actor;
  const roles = [...new Set(named.filter((role) => caller.roles.includes(role)))].toSorted();
  return roles.length === 0 ? actor : { ...actor, roles };
}

/** The caller as somebody to whom an item may be offered. */
export function offereeOf(caller: Caller): Pick<Actor, "participant" | "roles"> {
  return { participant: caller.id, roles: caller.isAway ? [] : caller.roles };
}

function offerRolesOf({ isAway }: Caller, { offeredToRoles }: ItemView): readonly string[] {
  return isAway ? [] : (offeredToRoles ?? []);
}
