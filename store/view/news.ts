/** What is noted with an event that somebody is to be told of, until they are. */
import { isNews } from "../../yawl/view/notices.ts";
import type { EventView, ItemView } from "../../yawl/view/views.ts";

/** An event with it has not been told of. */
export interface News {
  /** when it was written; epoch milliseconds of the writer's clock */
  readonly at: number;
  /** of the item as it is written with the event: who tells of it waits until the item is there */
  readonly revision: number;
  /** whose the item is after the event */
  readonly owner?: string;
}

/**
 * What is noted with each event of a write. It costs the write nothing but the bytes: it goes with the event.
 * @param item of those that are written with the events
 */
export function newsAt(
  at: number,
  item: (id: string) => ItemView | undefined,
): (event: EventView) => News | undefined {
  return (event) => {
    if (!isNews(event)) return undefined;
    const found = event.item === undefined ? undefined : item(event.item);
    if (found?.kind === "call") return undefined;
    const { revision = 0, allocatedTo: owner } = found ?? {};
    return { at, revision, ...(owner === undefined ? {} : { owner }) };
  };
}
