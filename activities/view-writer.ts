/**
 * What one worker process writes of the view: marks for its certain writes, and what cases give to a sink without waiting
 * for it. That is written a little later, so that steps which follow each other quickly cost one write, and not at all when
 * the case's next certain write, which writes all of it, comes first.
 */
import { randomBytes } from "node:crypto";
import type { InjectedSinks } from "@temporalio/worker";
import type { Sinks } from "@temporalio/workflow";
import { LRUCache } from "lru-cache";
import { writeTold, type Written } from "../store/view/write.ts";
import type { EventView, ItemView, Mark, ViewChange } from "../yawl/view/views.ts";

export interface ViewSinks extends Sinks {
  view: { show(change: ViewChange, basis: Mark): void };
}

export interface Begun {
  readonly change: ViewChange;
  /** number of the last event of the runs before */
  readonly lastEvent: number;
  /** number of the last item of the runs before */
  readonly lastItem: number;
  readonly mark?: Mark;
}

/** What a worker that replays histories gets: everything that was shown, in order. */
export interface RecordingSinks extends Sinks {
  recorded: {
    /** a run that goes on from an earlier one; `change` has all that is open */
    begun(start: Begun): void;
    /** `mark` of a certain write */
    changed(shown: { readonly change: ViewChange; readonly mark?: Mark }): void;
  };
}

/** What a process says of the view. */
export interface Reports {
  /** the view of this case may hold what the case does not know */
  doubt(caseId: string, reason: string): void;
  warn(error: unknown, caseId: string): void;
}

/** How late the view of steps may be that nobody waits for. */
const DELAY_MILLIS = 1_000;

/** A write that took so long may have come after others that should not have been before it. */
const SLOW_MILLIS = 3_000;

/** Entries of each memory of this process. */
const MOST_REMEMBERED = 10_000;

interface Told {
  readonly change: ViewChange;
  readonly basis: Mark;
}

export class ViewWriter {
  /** of this process, as long as it lives; no other process has it */
  readonly id = randomBytes(6).toString("base64url");
  readonly #reports: Reports;
  #marks = 0;
  /** certain writes under way: their mark, and when they began */
  readonly #open = new LRUCache<string, { readonly mark: string; readonly began: number }>({
    max: MOST_REMEMBERED,
  });
  /** what came by the sink and is not written yet, by case */
  readonly #told = new Map<string, Told>();
  /** what came by the sink and was written since a case's last certain write, by case: each item and event as text */
  readonly #written = new LRUCache<string, Set<string>>({ max: MOST_REMEMBERED });

  constructor(reports: Reports) {
    this.#reports = reports;
  }

  /** The mark of a certain write; each further attempt at the same one has the same. */
  markOf(runId: string, activity: string): string {
    const key = `${runId}/${activity}`;
    const known = this.#open.get(key);
    if (known) return known.mark;
    this.#marks += 1;
    const mark = `${this.id}.${this.#marks.toString(36)}`;
    this.#open.set(key, { mark, began: performance.now() });
    return mark;
  }

  /** A certain write has ended. One that took long, or found what it did not expect, is looked at again. */
  done(runId: string, activity: string, caseId: string, { isDoubtful }: Written): void {
    const key = `${runId}/${activity}`;
    const began = this.#open.get(key)?.began ?? 0;
    this.#open.delete(key);
    if (isDoubtful) this.#reports.doubt(caseId, "the view ran ahead of the case, or is behind it");
    else if (performance.now() - began > SLOW_MILLIS) this.#reports.doubt(caseId, "a write came late");
  }

  /**
   * The changes of a case without what this process has written already, word for word. They are about to be written for
   * certain, so that what came of them by the sink and is not written yet need not be.
   */
  unwritten(change: ViewChange): ViewChange {
    const { caseId, revision } = change;
    const pending = this.#told.get(caseId);
    if (pending && pending.change.revision <= revision) this.#told.delete(caseId);
    const known = this.#written.get(caseId);
    if (!known) return change;
    this.#written.delete(caseId);
    return {
      ...change,
      items: change.items.filter((item) => !known.has(wordsOf(item))),
      events: change.events.filter((event) => !known.has(wordsOf(event))),
    };
  }

  /** Writes what came by the sink and is not written yet: for a worker that stops. */
  async flush(): Promise<void> {
    await Promise.all([...this.#told.keys()].map((caseId) => this.#write(caseId)));
  }

  /** The sink of workflows. */
  sinks(): InjectedSinks<ViewSinks> {
    return {
      view: {
        show: {
          callDuringReplay: false,
          fn: (_info, change, basis) => this.#tell(change, basis),
        },
      },
    };
  }

  #tell(change: ViewChange, basis: Mark): void {
    const { caseId } = change;
    const earlier = this.#told.get(caseId);
    const isSameBasis = earlier?.basis.mark === basis.mark;
    this.#told.set(caseId, {
      change: earlier && isSameBasis ? together(earlier.change, change) : change,
      basis,
    });
    if (!earlier) setTimeout(() => void this.#write(caseId), DELAY_MILLIS).unref();
  }

  async #write(caseId: string): Promise<void> {
    const told = this.#told.get(caseId);
    this.#told.delete(caseId);
    if (!told) return;
    const began = performance.now();
    try {
      if (!(await writeTold(told.change, told.basis, this.id))) return;
      this.#remember(told.change);
      if (performance.now() - began > SLOW_MILLIS) this.#reports.doubt(caseId, "a write came late");
    } catch (error) {
      this.#reports.warn(error, caseId);
    }
  }

  #remember({ caseId, items, events }: ViewChange): void {
    const known = this.#written.get(caseId) ?? new Set<string>();
    for (const part of [...items, ...events]) known.add(wordsOf(part));
    this.#written.set(caseId, known);
  }
}

function wordsOf(part: ItemView | EventView): string {
  return JSON.stringify(part);
}

/** Of the case a later change says all that an earlier one did; of items and events it only says what is new. */
function together(earlier: ViewChange, later: ViewChange): ViewChange {
  const items = new Map([...earlier.items, ...later.items].map((item) => [item.id, item]));
  return { ...later, items: [...items.values()], events: [...earlier.events, ...later.events] };
}
