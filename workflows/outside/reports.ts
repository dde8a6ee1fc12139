/** What a block tells the execution that made it: by signal, one at a time and always the newest. */
import { getExternalWorkflowHandle, type CancellationScope } from "@temporalio/workflow";
import type { PendingOf } from "../../yawl/case/pending.ts";
import { REPORT } from "../messages.ts";

type PendingReport = PendingOf<"report">;

export interface ReportOwner {
  /** the parent has the report of this version */
  sent(version: number): void;
  /** the parent is not there any more */
  orphaned(): void;
}

export class Reports {
  readonly #owner: ReportOwner;
  readonly #scope: () => CancellationScope;
  #next: PendingReport | undefined;
  #isSending = false;

  constructor(owner: ReportOwner, scope: () => CancellationScope) {
    this.#owner = owner;
    this.#scope = scope;
  }

  get isQuiet(): boolean {
    return !this.#isSending;
  }

  start(pending: PendingReport): void {
    this.#next = pending;
    if (this.#isSending) return;
    this.#isSending = true;
    void this.#scope().run(() => this.#send());
  }

  async #send(): Promise<void> {
    // what else this activation has to tell goes along
    await Promise.resolve();
    while (this.#next) {
      const { to, report } = this.#next;
      this.#next = undefined;
      let isThere = true;
      try {
        await getExternalWorkflowHandle(to).signal(REPORT, report);
      } catch {
        isThere = false;
      }
      this.#owner.sent(report.version);
      if (!isThere) this.#owner.orphaned();
    }
    this.#isSending = false;
  }
}
