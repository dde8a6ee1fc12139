/** The timers of callbacks that a case waits for. */
import { sleep, type CancellationScope } from "@temporalio/workflow";
import { pendingId, type PendingOf } from "../../yawl/case/pending.ts";

type PendingCallback = PendingOf<"callback">;

export class Callbacks {
  /** timers that run, by the id of what is pending */
  readonly #running = new Map<string, CancellationScope>();
  readonly #due: (pending: string) => void;
  readonly #scope: () => CancellationScope;

  /**
   * @param due is called when a callback did not come in time
   * @param scope gives scopes for timers: they can be cancelled, but not with the workflow
   */
  constructor(due: (pending: string) => void, scope: () => CancellationScope) {
    this.#due = due;
    this.#scope = scope;
  }

  start(pending: PendingCallback): void {
    const id = pendingId(pending);
    const scope = this.#scope();
    this.#running.set(id, scope);
    const timer = scope.run(() => sleep(Math.max(1, pending.until - Date.now())));
    void timer.then(
      () => this.#over(id, true),
      () => this.#over(id, false),
    );
  }

  #over(id: string, isDue: boolean): void {
    this.#running.delete(id);
    if (isDue) this.#due(id);
  }

  /** It came, or nobody waits for it any more. */
  stop(pending: PendingCallback): void {
    this.#running.get(pendingId(pending))?.cancel();
  }
}
