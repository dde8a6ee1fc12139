/**
 * The one local activity of a case: finds the people for new work items and writes what changed to the view. It runs in
 * the workflow task that made the change, may run again after a crash, and then does the same again.
 */
import { log } from "@temporalio/activity";
import { availablePeople } from "../store/participants.ts";
import { unwritten } from "./view-sink.ts";
import { applyChange } from "../store/projection.ts";
import type { EventView, ItemView, ViewChange } from "../store/views.ts";
import { distribution, type Demand, type Found } from "../yawl/work/distribution.ts";

export type { CaseView, DataChange, EventView, ItemView, ViewChange } from "../store/views.ts";

/** A new item that looks for people. */
export interface DistributionRequest {
  readonly item: string;
  readonly to: Demand;
  /** number that the event of this distribution gets in the case */
  readonly eventNumber: number;
  /** epoch milliseconds */
  readonly at: number;
}

export interface SettleRequest {
  /** first of all: the codec of payloads leaves what begins so as it is (`store/claim-check.ts`) */
  readonly local: true;
  readonly change: ViewChange;
  readonly requests: readonly DistributionRequest[];
}

/** Whom each requested item goes to; nobody means that it waits for an administrator. */
export type Distributions = readonly Found[];

export async function settle({ change: whole, requests }: SettleRequest): Promise<Distributions> {
  const change = unwritten(whole);
  const found = await Promise.all(
    requests.map(async ({ item, to }) => ({ item, people: await peopleFor(to) })),
  );
  for (const { item, people } of found) {
    if (people.length === 0) log.warn("nobody was found for a work item", { item });
  }
  await applyChange(requests.length === 0 ? change : withPeople(change, requests, found));
  return found;
}

/** Somebody who gave the item back is asked again only if nobody else is there. */
async function peopleFor(to: Demand): Promise<readonly string[]> {
  const people = await availablePeople(to);
  const others = people.filter((participant) => !to.except?.includes(participant));
  return others.length > 0 ? others : people;
}

/** The same answer that the workflow will give when it hears of these people. */
function withPeople(
  change: ViewChange,
  requests: readonly DistributionRequest[],
  found: Distributions,
): ViewChange {
  const events: EventView[] = [...change.events];
  const asked = new Map(requests.map((request) => [request.item, request]));
  const answered = new Map(found.map(({ item, people }) => [item, people]));
  const items = change.items.map((view): ItemView => {
    const request = asked.get(view.id);
    const people = answered.get(view.id);
    if (!request || !people || view.status !== "unoffered") return view;
    const { move, item: next } = distribution(view, people, request.at);
    events.push({
      caseId: view.caseId,
      number: request.eventNumber,
      type: `item-${move}`,
      at: request.at,
      item: view.id,
      task: view.task,
      net: view.net,
    });
    return next;
  });
  return { ...change, items, events };
}
