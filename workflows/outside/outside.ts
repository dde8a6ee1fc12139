/**
 * What a case has outstanding in Temporal: begins what became pending and stops what is no longer. People are found by
 * whoever writes the view (`projection.ts`).
 */
import { CancellationScope } from "@temporalio/workflow";
import { pendingId, type Pending, type Outstanding } from "../../yawl/case/pending.ts";
import { Blocks, type BlockOwner } from "./blocks.ts";
import { Callbacks } from "./callbacks.ts";
import { Calls, type CallOwner } from "./calls.ts";
import { difference } from "./difference.ts";
import { Reports, type ReportOwner } from "./reports.ts";
import { Timers } from "./timers.ts";

export interface OutsideOwner extends CallOwner {
  readonly blocks: BlockOwner;
  readonly reports: ReportOwner;
  /** the instant of something pending has come; `at`: of a timer, which one */
  due(pending: string, at?: number): void;
}

export class Outside {
  readonly #calls: Calls;
  readonly #callbacks: Callbacks;
  readonly #blocks: Blocks;
  readonly #reports: Reports;
  readonly #timers: Timers;
  /** what shields everything here from the workflow's own cancellation: the case ends in order, and stops it itself */
  #shield: CancellationScope | undefined;

  readonly #owner: OutsideOwner;

  constructor(owner: OutsideOwner, work: { readonly caseId: string; readonly specificationId: string }) {
    this.#owner = owner;
    const scope = (): CancellationScope => {
      this.#shield ??= new CancellationScope({ cancellable: false });
      return new CancellationScope({ cancellable: true, parent: this.#shield });
    };
    this.#calls = new Calls(owner, work, scope);
    this.#callbacks = new Callbacks((pending) => owner.due(pending), scope);
    this.#blocks = new Blocks(owner.blocks, scope);
    this.#reports = new Reports(owner.reports, scope);
    this.#timers = new Timers((pending, at) => owner.due(pending, at), scope);
  }

  /** No activity is under way, and nothing to a block or a parent. */
  get isQuiet(): boolean {
    return this.#calls.isQuiet && this.#blocks.isQuiet && this.#reports.isQuiet;
  }

  /** Begins no more calls: this run is to end. */
  pause(): void {
    this.#calls.pause();
    this.#blocks.pause();
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
      case "start":
        this.#owner.due(pendingId(pending));
        return;
      case "call":
        this.#calls.start(pending);
        return;
      case "callback":
        this.#callbacks.start(pending);
        return;
      case "timer":
        this.#timers.start(pending);
        return;
      case "block":
        this.#blocks.start(pending);
        return;
      case "report":
        this.#reports.start(pending);
    }
  }

  #stop(pending: Pending): void {
    switch (pending.kind) {
      case "people":
      case "start":
      case "block":
      case "report":
        // what is under way there ends by itself
        return;
      case "call":
        this.#calls.stop(pending);
        return;
      case "callback":
        this.#callbacks.stop(pending);
        return;
      case "timer":
        this.#timers.stop(pending);
    }
  }
}
