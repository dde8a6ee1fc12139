/** An item and the people who were found for it. The case and the view use the same function, so that they agree. */
import type { WorkItem } from "./item.ts";

/**
 * The item offered to these people; with nobody left it waits for an administrator (SEMANTICS 15).
 * @param at epoch milliseconds
 */
export function distributed(item: WorkItem, people: readonly string[], at: number): WorkItem {
  const { allocatedTo: _, offeredAt: __, ...rest } = item;
  if (people.length === 0) return { ...rest, status: "unoffered", offeredTo: [] };
  return { ...rest, status: "offered", offeredTo: [...new Set(people)].toSorted(), offeredAt: at };
}
