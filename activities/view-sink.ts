/**
 * The view's other door: what a case tells without waiting. It is written a little later, so that steps which follow each other
 * quickly cost one write, and not at all when the case's next `settle`, which writes all of it for certain, comes first.
 */
import type { InjectedSinks } from "@temporalio/worker";
import type { Sinks } from "@temporalio/workflow";
import { applyChange } from "../store/projection.ts";
import type { ViewChange } from "../store/views.ts";

export interface ViewSinks extends Sinks {
  view: { show(change: ViewChange): void };
}

/** How late the view of steps may be that nobody waits for. */
const DELAY_MILLIS = 1_000;

/** Cases of which it is remembered what was written. */
const MOST_REMEMBERED = 10_000;

/** What was told and is not written yet, by case. */
const told = new Map<string, ViewChange>();

/** What was written since a case's last `settle`, by case: items by id with their revision, and the last event. */
const written = new Map<string, { readonly items: Map<string, number>; event: number }>();

/** @param warn is told when the view could not be written; it catches up by itself */
export function viewSinks(warn: (error: unknown) => void): InjectedSinks<ViewSinks> {
  return {
    view: {
      show: {
        callDuringReplay: false,
        fn(_info, change) {
          const earlier = told.get(change.caseId);
          told.set(change.caseId, earlier ? together(earlier, change) : change);
          if (!earlier) setTimeout(() => void write(change.caseId, warn), DELAY_MILLIS).unref();
        },
      },
    },
  };
}

/** Writes what was told and is not written yet: for a worker that stops. */
export async function writeTold(warn: (error: unknown) => void): Promise<void> {
  await Promise.all([...told.keys()].map((caseId) => write(caseId, warn)));
}

/**
 * The changes of a case without what this process has written already. They are about to be written for certain, so that what
 * was told of them and not written yet need not be.
 */
export function unwritten(change: ViewChange): ViewChange {
  const { caseId, revision } = change;
  const pending = told.get(caseId);
  if (pending && pending.revision <= revision) told.delete(caseId);
  const known = written.get(caseId);
  if (!known) return change;
  written.delete(caseId);
  return {
    ...change,
    items: change.items.filter((item) => known.items.get(item.id) !== item.revision),
    events: change.events.filter(({ number }) => number > known.event),
  };
}

async function write(caseId: string, warn: (error: unknown) => void): Promise<void> {
  const change = told.get(caseId);
  told.delete(caseId);
  if (!change) return;
  try {
    await applyChange(change);
    remember(change);
  } catch (error) {
    warn(error);
  }
}

function remember({ caseId, items, events }: ViewChange): void {
  if (written.size >= MOST_REMEMBERED) written.clear();
  const known = written.get(caseId) ?? { items: new Map<string, number>(), event: 0 };
  written.set(caseId, known);
  for (const { id, revision } of items) known.items.set(id, revision);
  known.event = Math.max(known.event, events.at(-1)?.number ?? 0);
}

/** Of the case a later telling says all that an earlier one did; of items and events it only says what is new. */
function together(earlier: ViewChange, later: ViewChange): ViewChange {
  const items = new Map([...earlier.items, ...later.items].map((item) => [item.id, item]));
  return { ...later, items: [...items.values()], events: [...earlier.events, ...later.events] };
}
