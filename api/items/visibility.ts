/** Who may see a work item or a case. Who may not is told that there is none. */
import { isInvolved } from "../../store/items.ts";
import type { CaseView, ItemView } from "../../store/views.ts";
import { isOfferedTo } from "../../yawl/work/lifecycle.ts";
import { hasAccess, offereeOf } from "../security/caller.ts";
import type { Caller } from "../security/caller.ts";

/** Managers see every item; others those offered to them, theirs, and those they finished. */
export function maySeeItem(item: ItemView, caller: Caller): boolean {
  return (
    caller.manager ||
    item.allocatedTo === caller.id ||
    (item.endedBy === caller.id && (item.endedAt ?? 0) >= caller.since) ||
    (item.status === "offered" && isOfferedTo(item, offereeOf(caller)))
  );
}

/**
 * How much of a case somebody sees: all of it as a manager or as the one who started it; that it is there and how it
 * stands, without its data, as somebody who has work in it.
 */
export async function viewOfCase(view: CaseView, caller: Caller): Promise<"all" | "outline" | "nothing"> {
  if (caller.manager || isOwnCase(view, caller)) return "all";
  return (await isInvolved(view.id, offereeOf(caller), caller.since)) ? "outline" : "nothing";
}

/** Whether the caller started the case, and not somebody who had the id before. */
export function isOwnCase(view: CaseView, caller: Caller): boolean {
  return view.startedBy === caller.id && view.startedAt >= caller.since;
}

/** Managers steer every case, services those that they started. */
export function maySteer(view: CaseView, caller: Caller): boolean {
  return caller.manager || (hasAccess(caller.participant.access, ["service"]) && isOwnCase(view, caller));
}
