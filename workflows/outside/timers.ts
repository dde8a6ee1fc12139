/**
 * The timers of tasks, however many there are: one durable timer for the one that is due first. When it fires, or one that is
 * due earlier is set, it is looked at again; what is set or ends otherwise costs no history.
 */
import { sleep, type CancellationScope } from "@temporalio/workflow";
import { pendingId, type PendingTimer } from "../../yawl/case/pending.ts";

/** Temporal's timers end at a hundred years; one that is due later is looked at again then. */
const LONGEST = 10 * 365 * 24 * 60 * 60 * 1_000;

export class Timers {
  /** instants of timers that run, by the id of what is pending */
  readonly #instants = new Map<string, number>();
  readonly #due: (pending: string) => void;
  readonly #scope: () => CancellationScope;
  /** the durable timer, and for which instant it is */
  #armed: { readonly at: number; readonly scope: CancellationScope } | undefined;
  #isChanged = false;

  /**
   * @param due is called when the instant of a timer has come
   * @param scope gives scopes for timers: they can be cancelled, but not with the workflow
   */
  constructor(due: (pending: string) => void, scope: () => CancellationScope) {
    this.#due = due;
    this.#scope = scope;
  }

  /** It runs; one that stands is as if it were not there. */
  start(pending: PendingTimer): void {
    if (pending.pausedAt !== undefined) return;
    this.#instants.set(pendingId(pending), pending.due);
    this.#isChanged = true;
  }

  /** It has ended, or another one takes its place. */
  stop(pending: PendingTimer): void {
    this.#isChanged = this.#instants.delete(pendingId(pending)) || this.#isChanged;
  }

  /** To be called when all that a step changed was started and stopped: sees to it that the durable timer fires in time. */
  aim(): void {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    let at = Infinity;
    for (const instant of this.#instants.values()) at = Math.min(at, instant);
    // one that fires too early does no harm, and may be right for the next
    if (at === Infinity || (this.#armed && this.#armed.at <= at)) return;
    this.#armed?.scope.cancel();
    const scope = this.#scope();
    const armed = { at, scope };
    this.#armed = armed;
    const length = Math.min(LONGEST, Math.max(1, at - Date.now()));
    void scope
      .run(() => sleep(length))
      .then(
        () => this.#fired(armed),
        () => undefined,
      );
  }

  #fired(armed: { readonly at: number }): void {
    if (this.#armed !== armed) return;
    this.#armed = undefined;
    this.#isChanged = true;
    const now = Date.now();
    const due = [...this.#instants]
      .filter(([, at]) => at <= now)
      .toSorted(([first, a], [second, b]) => a - b || (first < second ? -1 : 1));
    // they are taken at once or in line, and are not waited for any more
    for (const [id] of due) this.#instants.delete(id);
    for (const [id] of due) this.#due(id);
    this.aim();
  }
}
