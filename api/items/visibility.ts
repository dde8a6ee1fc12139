/** Who may see a work item or a case. Who may not is told that there is none. */
import { isInvolved } from "../../store/items.ts";
import type { CaseView, ItemView } from "../../store/views.ts";
import type { Caller } from "../security/caller.ts";

/** Managers see every item; others those offered to them, theirs, and those they finished. */
export function maySeeItem(item: ItemView, caller: Caller): boolean {
  return (
    caller.manager ||
    item.allocatedTo === caller.id ||
    item.endedBy === caller.id ||
    (item.status === "offered" && item.offeredTo.includes(caller.id))
  );
}

/**
 * How much of a case somebody sees: all of it as a manager or as the one who started it; that it is there and how it
 * stands, without its data, as somebody who has work in it.
 */
export async function viewOfCase(view: CaseView, caller: Caller): Promise<"all" | "outline" | "nothing"> {
  if (caller.manager || view.startedBy === caller.id) return "all";
  return (await isInvolved(view.id, caller.id)) ? "outline" : "nothing";
}
