/** The same command on many work items: each succeeds or fails by itself. */
import { listItems, type ItemFilter } from "../../store/items.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { Commands, Extras } from "../commands.ts";
import { Problem, unavailable } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";

/** How many items a request may name or find. */
export const MOST_ITEMS = 1_000;
const SIDE_BY_SIDE = 8;
const PAGE = 100;

/** What became of one item. */
export interface BulkResult {
  readonly id: string;
  readonly status: number;
  readonly problem?: Record<string, unknown>;
}

/** Ids of the items that the filter finds, the oldest first, `MOST_ITEMS` at most. */
export async function itemsFound(filter: ItemFilter): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listItems(filter, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && ids.length < MOST_ITEMS);
  return ids.slice(0, MOST_ITEMS);
}

/** @param key of the request: the command on each item has one of its own */
export async function onMany(
  commands: Pick<Commands, "onItem">,
  caller: Caller,
  ids: readonly string[],
  command: ItemCommand,
  { key, check }: Extras,
): Promise<readonly BulkResult[]> {
  const results: BulkResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < ids.length; index = next++) {
      const id = ids[index] ?? "";
      const extras: Extras = {
        ...(key === undefined ? {} : { key: `${key}/${id}` }),
        ...(check ? { check } : {}),
      };
      results[index] = await one(commands, caller, id, command, extras);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return results;
}

async function one(
  commands: Pick<Commands, "onItem">,
  caller: Caller,
  id: string,
  command: ItemCommand,
  extras: Extras,
): Promise<BulkResult> {
  try {
    await commands.onItem(id, caller, command, extras);
    return { id, status: 200 };
  } catch (error) {
    const problem = error instanceof Problem ? error : unavailable("It is not known whether this was done.");
    return { id, status: problem.status, problem: problem.toJSON() };
  }
}
