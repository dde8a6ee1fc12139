/**
 * Makes views again that may be wrong: one case after another, from its history. Whoever doubts a view says so here, and need
 * not wait.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import type { Logger } from "pino";
import { storedView, mendView, removeView, type Mended, type StoredView } from "../../store/view/mend.ts";
import { caseView, eventView, itemView } from "../../store/documents.ts";
import { WholeView } from "../../yawl/view/whole.ts";
import type { CaseDocument } from "../../store/models.ts";
import { historyOf } from "./histories.ts";
import { Kin } from "./kin.ts";
import { ReplayFailed, type Replayer } from "./replayer.ts";
import { truthOf } from "./truth.ts";

/** A workflow task that is under way may still bring what the view shows: longer than the server gives one. */
const PATIENCE_MILLIS = 13_000;
const FIRST_PAUSE_MILLIS = 100;
const LONGEST_PAUSE_MILLIS = 1_000;
const CLOSE_MILLIS = 5_000;
/** Cases looked at side by side. */
const AT_ONCE = 4;

/** `absent`: no workflow and nothing to show. `unreadable`: its history cannot be replayed, and the view stays as it is. */
export type Resynced = Mended | "absent" | "unreadable";

interface Doubt {
  readonly caseId: string;
  readonly reason: string;
  readonly since: number;
  /** to be looked at once more, since it was doubted again meanwhile */
  again: boolean;
  readonly ended: Promise<Resynced>;
  readonly end: (result: Resynced) => void;
}

export class ViewKeeper {
  readonly #client: Client;
  readonly #replayer: Replayer;
  readonly #log: Logger;
  readonly #kin: Kin;
  readonly #doubts = new Map<string, Doubt>();
  readonly #waiting: Doubt[] = [];
  #busy = 0;
  #isClosed = false;

  constructor(client: Client, replayer: Replayer, log: Logger) {
    this.#client = client;
    this.#replayer = replayer;
    this.#log = log;
    this.#kin = new Kin(client, log);
  }

  /** Cases that are being made again or wait for it. */
  get pending(): number {
    return this.#doubts.size;
  }

  doubt(caseId: string, reason: string): void {
    void this.#add(caseId, reason);
  }

  /** Makes the view of a case again, and answers what became of it. */
  async resync(caseId: string, reason: string): Promise<Resynced> {
    return await this.#add(caseId, reason).ended;
  }

  /** Looks at no more; what is under way ends first, since it uses the connection. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const end = Date.now() + CLOSE_MILLIS; this.#busy > 0 && Date.now() < end;) await sleep(20);
    this.#replayer.close();
  }

  #add(caseId: string, reason: string): Doubt {
    const known = this.#doubts.get(caseId);
    if (known) {
      known.again = true;
      return known;
    }
    let end: (result: Resynced) => void = () => undefined;
    const ended = new Promise<Resynced>((resolve) => (end = resolve));
    const doubt: Doubt = { caseId, reason, since: Date.now(), again: false, ended, end };
    this.#doubts.set(caseId, doubt);
    this.#waiting.push(doubt);
    this.#next();
    return doubt;
  }

  #next(): void {
    while (this.#busy < AT_ONCE && !this.#isClosed) {
      const doubt = this.#waiting.shift();
      if (!doubt) return;
      this.#busy += 1;
      void this.#settle(doubt).finally(() => {
        this.#busy -= 1;
        this.#next();
      });
    }
  }

  async #settle(doubt: Doubt): Promise<void> {
    const { caseId, reason, since } = doubt;
    let result: Resynced | "later" = "later";
    for (
      let pause = FIRST_PAUSE_MILLIS;
      result === "later";
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)
    ) {
      if (this.#isClosed) return;
      doubt.again = false;
      result = await this.#look(caseId, Date.now() - since < PATIENCE_MILLIS);
      if (doubt.again && result !== "unreadable") result = "later";
      if (result === "later") await sleep(pause, undefined, { ref: false });
    }
    this.#doubts.delete(caseId);
    if (result === "mended") this.#log.warn({ caseId, reason }, "the view of a case was made again");
    doubt.end(result);
  }

  async #look(caseId: string, isPatient: boolean): Promise<Resynced | "later"> {
    try {
      const seen = await storedView(caseId);
      const truth = await truthOf(this.#client, this.#replayer, caseId);
      if (!truth) return await this.#absent(seen);
      // what is under way may bring what the view shows: of a case that is just beginning, its items come before it
      const isDecided = truth.mark !== undefined && (!truth.isBusy || seen.case?.mark === truth.mark);
      if (isPatient && !isDecided) return "later";
      const { whole, mark, runId, isBlock, end } = truth;
      // before the view says it: until then whoever looks finds it again
      if (end) await this.#kin.ended(caseId, isBlock, end.message);
      if (mark === undefined) {
        // the case has not begun: what is shown of it was never true
        await removeView(seen);
        return "absent";
      }
      const mended = await mendView(whole, { mark, runId }, seen);
      return mended === "moved" ? "later" : mended;
    } catch (error) {
      if (error instanceof ReplayFailed && (await this.#endedUnreadable(caseId))) return "mended";
      if (!(error instanceof ReplayFailed)) {
        this.#log.warn({ caseId, err: error }, "the view of a case could not be made again yet");
        return "later";
      }
      this.#log.error(
        { caseId, err: error },
        "the history of a case cannot be replayed: its view stays as it is",
      );
      return "unreadable";
    }
  }

  /** A case whose history nobody can replay was ended in Temporal: what the view shows of it has ended. */
  async #endedUnreadable(caseId: string): Promise<boolean> {
    const seen = await storedView(caseId);
    const found = await historyOf(this.#client, caseId);
    if (!seen.case || !found?.end) return false;
    const whole = wholeOf(seen, seen.case);
    if (whole.isOpen) await this.#kin.ended(caseId, found.isBlock, found.end.message);
    whole.endOutside(found.end);
    return (await mendView(whole, positionOf(seen.case), seen)) !== "moved";
  }

  /** A case that Temporal no longer has: one that has ended stays as a record, one that ran has failed. */
  async #absent(seen: StoredView): Promise<Resynced | "later"> {
    if (!seen.case) {
      if (seen.items.length + seen.events.length > 0) await removeView(seen);
      return "absent";
    }
    const whole = wholeOf(seen, seen.case);
    if (!whole.isOpen) {
      if (seen.case.doubt !== undefined) await mendView(whole, positionOf(seen.case), seen);
      return "same";
    }
    const message = "Temporal does not have the workflow of this case any more: it was deleted there.";
    whole.endOutside({ how: "deleted", message, at: Date.now() });
    await this.#kin.ended(seen.caseId, seen.case.partOf !== undefined, message);
    const mended = await mendView(whole, positionOf(seen.case), seen);
    return mended === "moved" ? "later" : mended;
  }
}

/** What the view shows, as it is. */
function wholeOf({ caseId, items, events }: StoredView, document: CaseDocument): WholeView {
  const { id: _, revision, ...fields } = caseView(document);
  const whole = new WholeView(caseId);
  whole.add({
    caseId,
    revision,
    case: fields,
    items: items.map(itemView),
    events: events.map(eventView),
  });
  return whole;
}

function positionOf({ mark, runId }: { readonly mark?: string; readonly runId?: string }): {
  readonly mark: string;
  readonly runId: string;
} {
  return { mark: mark ?? "unknown", runId: runId ?? "" };
}
