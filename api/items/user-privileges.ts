/**
 * What people may do in their worklist at all, whatever the item: choose from it, have several items started, chain. The
 * organisation says so, not the specification (R8 in docs/semantics.md).
 */
import { countStarted, firstOffered, firstAllocated } from "../../store/worklist.ts";
import type { ItemView } from "../../store/views.ts";
import type { UserPrivilege } from "../../yawl/resource/organisation.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import { Problem } from "../http/problem.ts";
import { offereeOf, type Caller } from "../security/caller.ts";

/** Who has no list of their own chooses, and has several items started; chaining is granted by name. */
const USUAL: readonly UserPrivilege[] = ["chooseItem", "startConcurrent"];

/** Whether somebody has a user privilege. */
export function hasUserPrivilege({ participant }: Caller, privilege: UserPrivilege): boolean {
  return (participant.userPrivileges ?? USUAL).includes(privilege);
}

/** @throws Problem `not-eligible` when the caller lacks what the command takes */
export async function requireUserPrivileges(
  caller: Caller,
  item: ItemView,
  { type }: ItemCommand,
): Promise<void> {
  if (!STARTING.has(type) && type !== "claim") return;
  if (type === "chain" && !hasUserPrivilege(caller, "chainItems"))
    throw new Problem("not-eligible", "You do not have the privilege to chain work.");
  if (!hasUserPrivilege(caller, "chooseItem")) await requireFirst(caller, item);
  if (STARTING.has(type) && !hasUserPrivilege(caller, "startConcurrent")) {
    const others = await countStarted(caller.id, item.id);
    if (others > 0)
      throw new Problem(
        "not-eligible",
        "You have started another work item and not finished it, and you do not have the privilege to start several.",
      );
  }
}

const STARTING: ReadonlySet<ItemCommand["type"]> = new Set(["start", "claim-and-start", "chain"]);

async function requireFirst(caller: Caller, item: ItemView): Promise<void> {
  const isOffered = item.status === "offered";
  const first = isOffered ? await firstOffered(offereeOf(caller)) : await firstAllocated(caller.id);
  if (first === undefined || first === item.id) return;
  const queue = isOffered ? "offered to you" : "allocated to you";
  throw new Problem(
    "not-eligible",
    `You do not have the privilege to choose: the first work item that is ${queue} is "${first}".`,
  );
}
