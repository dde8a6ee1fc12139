/** What the view shows when people were found for items: the same that the case decides when it takes them. */
import { distribution, type Found } from "../work/distribution.ts";
import { describeEvent } from "./describe.ts";
import type { EventView, ViewChange } from "./views.ts";

/**
 * The change with these people in it: each item offered or unoffered, and an event for each, in the order in which they were
 * asked for.
 * @param at epoch milliseconds at which each item was asked for
 * @param nextEvent number of the first of the new events
 */
export function withPeople(
  change: ViewChange,
  found: readonly (Found & { readonly at: number })[],
  nextEvent: number,
): ViewChange {
  if (found.length === 0) return change;
  const items = new Map(change.items.map((view) => [view.id, view]));
  const events: EventView[] = [...change.events];
  for (const one of found) {
    const { item, at } = one;
    const view = items.get(item);
    if (view?.kind !== "person") continue;
    const { item: next, ...moved } = distribution(view, one, at);
    items.set(item, next);
    const described = describeEvent({ type: "item", ...moved, item: next });
    if (described) {
      events.push({ caseId: change.caseId, number: nextEvent, at, ...described });
      nextEvent += 1;
    }
  }
  return { ...change, items: [...items.values()], events };
}
