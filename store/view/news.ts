/** What is noted with an event that somebody is to be told of, until they are. */
import { holdersOf, isNews, type Holders } from "../../yawl/view/notices.ts";
import type { EventView, ItemView } from "../../yawl/view/views.ts";

/** An event with it has not been told of. */
export interface News {
  /** when it was written; epoch milliseconds of the writer's clock */
  readonly at: number;
  /** of the item as it is written with the event: who tells of it waits until the item is there */
  readonly revision: number;
  /** who has the item after the event; of an item that is offered to many it is read from the item, as it is then */
  readonly has?: Holders;
}

/** More people than this are not written twice. */
const MOST_PEOPLE = 50;

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
    if (!found) return { at, revision: 0 };
    const { revision } = found;
    return found.offeredTo.length > MOST_PEOPLE ? { at, revision } : { at, revision, has: holdersOf(found) };
  };
}
