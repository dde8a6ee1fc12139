/**
 * The one local activity of a case: looks up the people for new work items and writes what changed to the view. It runs in
 * the workflow task that made the change, which the server may never take: so what it writes carries a mark that only this
 * attempt has, and that the case knows once the server has it. Whoever finds another mark than the case's knows that the view
 * ran ahead of the case.
 */
import { activityInfo, log } from "@temporalio/activity";
import { organisationNow } from "../store/organisation-snapshot.ts";
import { writeChange, type Written } from "../store/view/write.ts";
import { withPeople } from "../yawl/view/distribution.ts";
import { isPresent } from "../yawl/resource/presence.ts";
import type { Mark, ViewChange } from "../yawl/view/views.ts";
import type { Demand, Found } from "../yawl/work/distribution.ts";
import type { ItemView } from "../yawl/view/views.ts";
import { decisions } from "./decisions.ts";
import type { ViewWriter } from "./view-writer.ts";

export type { Mark } from "../yawl/view/views.ts";

/** A new item that looks for people. */
export interface DistributionRequest {
  readonly item: string;
  readonly to: Demand;
  /** epoch milliseconds */
  readonly at: number;
}

export interface SettleRequest {
  /** first of all: the codec of payloads leaves what begins so as it is (`store/claim-check.ts`) */
  readonly local: true;
  readonly change: ViewChange;
  /** where the certain write before this one left the view; none for the first one of a case */
  readonly basis?: Mark;
  readonly requests: readonly DistributionRequest[];
  /** number of the first event that finding people makes */
  readonly nextEvent: number;
}

/** What the history keeps of it. */
export interface Settled {
  /** what the view carries at this revision */
  readonly mark: string;
  /** the view holds what this case does not know: nothing was written, and it is made again */
  readonly doubtful?: true;
  /** whom each requested item goes to, in their order; nobody means that it waits for an administrator */
  readonly found?: readonly Found[];
}

/** @param writer of this process: gives marks, and is called when a view is doubtful */
export function settleActivity(writer: ViewWriter) {
  return async function settle(request: SettleRequest): Promise<Settled> {
    const { change, basis, requests, nextEvent } = request;
    const { workflowExecution, activityId, scheduledTimestampMs } = activityInfo();
    // The same for each attempt of this activity: what an attempt before it wrote is no doubt. A workflow task that is tried
    // again has its own, also in the same process, where an activity of the task before may still be at work.
    const run = workflowExecution?.runId ?? "";
    const time = `${activityId}/${scheduledTimestampMs}`;
    const mark = writer.markOf(run, time);
    const people = peopleForAll(requests, change.items);
    const written = await writeChange({
      change: writer.unwritten(change),
      runId: run,
      basis,
      mark,
      writer: writer.id,
      complete: async (rest) => withPeople(rest, withTimes(await people, requests), nextEvent),
    });
    const found = await people;
    for (const one of found) {
      if (isNobody(one)) log.warn("nobody was found for a work item", { item: one.item });
    }
    writer.done(run, time, change.caseId, written);
    return answer(mark, written, found);
  };
}

function answer(mark: string, { isDoubtful }: Written, found: readonly Found[]): Settled {
  return { mark, ...(isDoubtful ? { doubtful: true } : {}), ...(found.length > 0 ? { found } : {}) };
}

function isNobody(found: Found): boolean {
  return "decision" in found ? found.decision.kind === "unoffered" : found.people.length === 0;
}

function withTimes(
  found: readonly Found[],
  requests: readonly DistributionRequest[],
): readonly (Found & { readonly at: number })[] {
  return found.map((each, index) => ({ ...each, at: requests[index]?.at ?? 0 }));
}

/** Instances of one task mostly look for the same people: without rules they are looked up once. */
async function peopleForAll(
  requests: readonly DistributionRequest[],
  unwritten: readonly ItemView[],
): Promise<readonly Found[]> {
  if (requests.length === 0) return [];
  const decide = decisions(unwritten);
  const lookups = new Map<string, Promise<readonly string[]>>();
  const found: Found[] = [];
  // one after the other: each decision counts for the next
  for (const { item, to } of requests) {
    if (to.rules) {
      found.push({ item, decision: await decide(to) });
      continue;
    }
    const demand = JSON.stringify(to);
    const known = lookups.get(demand) ?? peopleFor(to);
    lookups.set(demand, known);
    found.push({ item, people: await known });
  }
  return found;
}

/** In cases from before there were rules: somebody who gave the item back is asked again only if nobody else is there. */
async function peopleFor(to: Demand): Promise<readonly string[]> {
  const organisation = await organisationNow();
  const at = Date.now();
  const members = [...to.participants, ...organisation.membersOf(to.roles)];
  const people = [...new Set(members)].filter((id) => isPresent(organisation, id, at)).toSorted();
  const others = people.filter((participant) => !to.except?.includes(participant));
  return others.length > 0 ? others : people;
}
