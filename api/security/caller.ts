/** Who sends a request: always from the token and the store, never from what the request says. */
import type { Access, ParticipantView } from "../../store/views.ts";
import type { Actor } from "../../yawl/work/command.ts";

export interface Caller {
  /** participant id */
  readonly id: string;
  readonly participant: ParticipantView;
  /** administrators and case managers: all cases and work items */
  readonly manager: boolean;
  /** what happened under this id before, somebody else did who had it; epoch milliseconds */
  readonly since: number;
}

export function callerFrom({
  participant,
  since,
}: {
  readonly participant: ParticipantView;
  readonly since: number;
}): Caller {
  return { id: participant.id, participant, manager: hasAccess(participant.access, ["manager"]), since };
}

/** Administrators may do everything. */
export function hasAccess(held: readonly Access[], needed: readonly Access[]): boolean {
  return held.includes("admin") || needed.some((access) => held.includes(access));
}

/** The caller as the engine knows actors. */
export function actorOf(caller: Caller): Actor {
  return { participant: caller.id, manager: caller.manager };
}
