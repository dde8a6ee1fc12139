/**
 * What a case has outstanding in Temporal: begins what became pending and stops what is no longer. People are found by
 * whoever writes the view (`projection.ts`).
 */
import { CancellationScope } from "@temporalio/workflow";
import type { Pending, Outstanding } from "../../yawl/case/pending.ts";
import { Callbacks } from "./callbacks.ts";
import { Calls, type CallOwner } from "./calls.ts";
import { difference } from "./difference.ts";

export interface OutsideOwner extends CallOwner {
  /** the instant of something pending has come */
  due(pending: string): void;
}

export class Outside {
  readonly #calls: Calls;
  readonly #callbacks: Callbacks;
  /** what shields everything here from the workflow's own cancellation: the case ends in order, and stops it itself */
  #shield: CancellationScope | undefined;

  constructor(owner: OutsideOwner, work: { readonly caseId: string; readonly specificationId: string }) {
    const scope = (): CancellationScope => {
      this.#shield ??= new CancellationScope({ cancellable: false });
      return new CancellationScope({ cancellable: true, parent: this.#shield });
    };
    this.#calls = new Calls(owner, work, scope);
    this.#callbacks = new Callbacks((pending) => owner.due(pending), scope);
  }

  /** No activity is under way. */
  get isQuiet(): boolean {
    return this.#calls.isQuiet;
  }

  /** Begins no more calls: this run is to end. */
  pause(): void {
    this.#calls.pause();
  }

  /** Begins and stops the difference; a run that begins has nothing yet. */
  follow(before: Outstanding, after: Outstanding): void {
    const { stopped, started } = difference(before, after);
    for (const pending of stopped) this.#stop(pending);
    for (const pending of started) this.#start(pending);
  }

  #start(pending: Pending): void {
    switch (pending.kind) {
      case "people":
        return;
      case "call":
        this.#calls.start(pending);
        return;
      case "callback":
        this.#callbacks.start(pending);
    }
  }

  #stop(pending: Pending): void {
    switch (pending.kind) {
      case "people":
        return;
      case "call":
        this.#calls.stop(pending);
        return;
      case "callback":
        this.#callbacks.stop(pending);
    }
  }
}
