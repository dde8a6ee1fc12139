/**
 * People go, and what they hold goes back: offers are withdrawn, owned items go to the people whom their task asks for, or to
 * the administrator. Whoever gets one of their ids later is somebody else and finds nothing.
 */
import { forgetRequestsOf } from "../../store/idempotency.ts";
import { forgetOffersTo, heldItemsOf, itemsHeldBy } from "../../store/items.ts";
import {
  existingParticipants,
  lockParticipants,
  removeParticipants,
  retiredAmong,
} from "../../store/participants.ts";
import { endPilesOf } from "../../store/piles.ts";
import type { ItemView } from "../../store/views.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { Commands } from "../commands.ts";
import { Problem } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";

/** How many commands are on their way at once. */
const SIDE_BY_SIDE = 4;
/** Items may be distributed while others are given back: looked at again so many times. */
const ROUNDS = 3;
const MOST_NAMED = 10;

type ItemCommands = Pick<Commands, "onItem">;

/**
 * Removes people with what they hold; how many there were. They are locked first and gone last: after an error the call is
 * repeated. Items of cases that take no commands now (suspended ones) stay until they do, see `returnOrphans`.
 */
export async function removePeople(
  commands: ItemCommands,
  ids: readonly string[],
  by: Caller,
  forget: () => void,
): Promise<number> {
  if (ids.length === 0) return 0;
  await lockParticipants(ids);
  forget();
  await giveBackAll(commands, new Set(ids), by);
  const removed = await removeParticipants(ids);
  await endPilesOf(ids);
  await forgetOffersTo(ids);
  await forgetRequestsOf(ids);
  forget();
  return removed;
}

/** Gives back the items of a case whose people are not there any more. */
export async function returnOrphans(commands: ItemCommands, caseId: string, by: Caller): Promise<void> {
  const items = await heldItemsOf(caseId);
  const holders = [...new Set(items.flatMap(holdersOf))];
  const there = await existingParticipants(holders);
  const gone = new Set(holders.filter((id) => !there.has(id)));
  if (gone.size > 0) await giveBackEach(commands, items, gone, by);
}

/**
 * Sees to it that nothing is left of those who had these ids before.
 * @throws Problem `in-use` when work items of theirs are still open and cannot be given back now
 */
export async function refuseLeftovers(
  commands: ItemCommands,
  ids: readonly string[],
  by: Caller,
): Promise<void> {
  const there = await existingParticipants(ids);
  const used = (await retiredAmong(ids)).filter((id) => !there.has(id));
  if (used.length === 0) return;
  await giveBackAll(commands, new Set(used), by);
  const left = await itemsHeldBy(used);
  if (left.length === 0) return;
  const named = left.slice(0, MOST_NAMED).map(({ id }) => id);
  throw new Problem(
    "in-use",
    `Somebody who was removed still has ${left.length} open work items under this id, in cases that take no commands now: ${named.join(", ")}. Resume or cancel the cases first.`,
  );
}

/** Gives everything back that people hold. */
export async function giveBackAllOf(
  commands: ItemCommands,
  ids: readonly string[],
  by: Caller,
): Promise<void> {
  await giveBackAll(commands, new Set(ids), by);
}

async function giveBackAll(commands: ItemCommands, people: ReadonlySet<string>, by: Caller): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const items = await itemsHeldBy([...people]);
    const returned = await giveBackEach(commands, items, people, by);
    if (returned === 0) return;
  }
}

/** How many could be given back. */
async function giveBackEach(
  commands: ItemCommands,
  items: readonly ItemView[],
  people: ReadonlySet<string>,
  by: Caller,
): Promise<number> {
  let [next, returned] = [0, 0];
  const work = async (): Promise<void> => {
    for (let item = items[next++]; item; item = items[next++]) {
      if (await giveBack(commands, item, people, by)) returned += 1;
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return returned;
}

/** `false`: the case does not take it now, or the item has gone on by itself. */
async function giveBack(
  commands: ItemCommands,
  item: ItemView,
  people: ReadonlySet<string>,
  by: Caller,
): Promise<boolean> {
  const steps = stepsBack(item, people);
  try {
    for (const step of steps) await commands.onItem(item.id, by, step);
    return steps.length > 0;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return false;
    throw error;
  }
}

/** What a manager would do: with what was saved, for whoever comes next. */
function stepsBack(item: ItemView, people: ReadonlySet<string>): readonly ItemCommand[] {
  const owner = item.allocatedTo;
  if (item.status === "offered") {
    const others = item.offeredTo.filter((id) => !people.has(id));
    return others.length === item.offeredTo.length ? [] : [{ type: "offer", to: others }];
  }
  if (owner === undefined || !people.has(owner)) return [];
  // Only what is not begun is distributed again: a started item is allocated to its own owner first. They did not give it back:
  // should they be there again, they may have it.
  const again: readonly ItemCommand[] =
    item.status === "allocated" ? [] : [{ type: "reallocate", to: owner, keepData: true }];
  return [...again, { type: "redistribute" }];
}

function holdersOf(item: ItemView): readonly string[] {
  return item.status === "offered"
    ? item.offeredTo
    : item.allocatedTo === undefined
      ? []
      : [item.allocatedTo];
}
