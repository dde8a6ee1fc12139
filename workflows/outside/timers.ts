/**
 * The timers of tasks: a durable timer for each that runs. Which of them are begun and stopped says the state alone: the clock of a
 * workflow task may be another one in a replay, when writing the view took long, so that nothing here compares instants.
 */
import { sleep, type CancellationScope } from "@temporalio/workflow";
import { pendingId, type PendingTimer } from "../../yawl/case/pending.ts";

/** Temporal's timers end at a hundred years: one that is due later never is. */
const LONGEST = 99 * 365 * 24 * 60 * 60 * 1_000;

export class Timers {
  /** timers that run, by the id of what is pending */
  readonly #running = new Map<string, CancellationScope>();
  readonly #due: (pending: string, at: number) => void;
  readonly #scope: () => CancellationScope;

  /**
   * @param due is called when the instant of a timer has come, with that instant
   * @param scope gives scopes for timers: they can be cancelled, but not with the workflow
   */
  constructor(due: (pending: string, at: number) => void, scope: () => CancellationScope) {
    this.#due = due;
    this.#scope = scope;
  }

  /** It runs; one that stands is as if it were not there. */
  start(pending: PendingTimer): void {
    if (pending.pausedAt !== undefined) return;
    const id = pendingId(pending);
    const scope = this.#scope();
    this.#running.set(id, scope);
    const length = Math.min(LONGEST, Math.max(1, pending.due - Date.now()));
    const timer = scope.run(() => sleep(length));
    void timer.then(
      () => this.#over(id, scope, pending.due),
      () => undefined,
    );
  }

  #over(id: string, scope: CancellationScope, at: number): void {
    if (this.#running.get(id) === scope) this.#running.delete(id);
    this.#due(id, at);
  }

  /** It has ended, or another one takes its place. */
  stop(pending: PendingTimer): void {
    const id = pendingId(pending);
    this.#running.get(id)?.cancel();
    this.#running.delete(id);
  }
}
