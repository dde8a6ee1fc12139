/**
 * Notices what may have left a view wrong: a worker that died, Temporal or MongoDB that were away or went back in time, and
 * cases that were reset, terminated or deleted in Temporal. Each only makes the cases concerned be looked at.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import {
  beat,
  casesWrittenSince,
  countOpen,
  doubtfulCases,
  forgetWriter,
  lastBeat,
  lookedUntil,
  openExecutions,
  rememberLook,
  takeOverDead,
} from "../../store/view/doubts.ts";
import { BLOCK_WORKFLOW, CASE_WORKFLOW, EXECUTIONS } from "../../workflows/messages.ts";
import type { ViewKeeper } from "./keeper.ts";

const BEAT_MILLIS = 1_000;
/** A worker that has said nothing for so long is taken to be dead; one that was only slow loses nothing by it. */
const DEAD_MILLIS = 4_000;
/** A write may be so much older than the last sign of life, and still be in no history: a workflow task and a retry. */
const MARGIN_MILLIS = 20_000;
const LOOK_MILLIS = 2_000;
const PING_MILLIS = 2_000;
const MOST_FLAGGED = 200;
/** Visibility is a little late. */
const LATE_MILLIS = 15_000;
/** How far back a first look goes, where nobody looked before. */
const FIRST_LOOK_MILLIS = 24 * 60 * 60 * 1_000;
const LONGEST_PAUSE_LOOKS = 30;
/** Runs that ended and were looked at. */
const SEEN_MOST = 10_000;

export class ViewWatch {
  readonly #client: Client;
  readonly #keeper: ViewKeeper;
  readonly #writer: string;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #lastBeat: number | undefined;
  #temporalSince = Date.now();
  #isTemporalAway = false;
  #closedSince: number | undefined;
  readonly #seenClosed = new LRUCache<string, true>({ max: SEEN_MOST });
  #lastDifference = 0;
  #looksToSkip = 0;
  #skipped = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(client: Client, keeper: ViewKeeper, writer: string, log: Logger) {
    this.#client = client;
    this.#keeper = keeper;
    this.#writer = writer;
    this.#log = log;
  }

  start(): void {
    this.#running = Promise.all([
      this.#every(BEAT_MILLIS, () => this.#live()),
      this.#every(BEAT_MILLIS, () => this.#feelTemporal()),
      this.#every(LOOK_MILLIS, () => this.#compare()),
    ]);
  }

  /** This process writes nothing more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await forgetWriter(this.#writer).catch(() => undefined);
  }

  async #every(millis: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await work().catch((error: unknown) => {
        this.#log.debug({ err: error }, "a look at the views failed; it is repeated");
      });
      await sleep(millis, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #live(): Promise<void> {
    const now = Date.now();
    if (this.#lastBeat !== undefined) {
      const known = await lastBeat(this.#writer);
      // another worker took over, or MongoDB is not what it was
      if (known === undefined || known < this.#lastBeat)
        await this.#doubtSince(
          this.#lastBeat - MARGIN_MILLIS,
          "MongoDB went back in time, or this worker was taken to be dead",
        );
    }
    await beat(this.#writer, now);
    this.#lastBeat = now;
    const died = await takeOverDead(now - DEAD_MILLIS);
    if (died !== undefined) await this.#doubtSince(died - MARGIN_MILLIS, "the worker that wrote it died");
    for (const caseId of await doubtfulCases(now - DEAD_MILLIS, MOST_FLAGGED)) {
      this.#keeper.doubt(caseId, "it was found doubtful");
    }
  }

  async #doubtSince(since: number, reason: string): Promise<void> {
    const cases = await casesWrittenSince(since);
    for (const caseId of cases) this.#keeper.doubt(caseId, reason);
    if (cases.length > 0) this.#log.info({ cases: cases.length, reason }, "views are looked at");
  }

  /** Workflow tasks that Temporal had not taken when it went away are gone, and what they wrote is not. */
  async #feelTemporal(): Promise<void> {
    const { connection } = this.#client;
    try {
      await connection.withDeadline(Date.now() + PING_MILLIS, async () => {
        await connection.workflowService.getSystemInfo({});
      });
    } catch {
      this.#isTemporalAway = true;
      return;
    }
    if (this.#isTemporalAway) {
      await this.#doubtSince(this.#temporalSince - MARGIN_MILLIS, "Temporal was away");
      this.#isTemporalAway = false;
    }
    this.#temporalSince = Date.now();
  }

  async #compare(): Promise<void> {
    await this.#lookAtClosed();
    await this.#compareOpen();
  }

  /** A reset terminates the run before it, so that all of them are found here. */
  async #lookAtClosed(): Promise<void> {
    this.#closedSince ??= (await lookedUntil()) ?? Date.now() - FIRST_LOOK_MILLIS;
    const since = new Date(this.#closedSince).toISOString();
    // a block never fails by itself, and its parent waits for it
    const ended = `(WorkflowType = "${CASE_WORKFLOW}" AND ExecutionStatus IN ("Terminated", "TimedOut")) OR (WorkflowType = "${BLOCK_WORKFLOW}" AND ExecutionStatus IN ("Terminated", "TimedOut", "Failed"))`;
    const query = `(${ended}) AND CloseTime >= "${since}"`;
    const next = Date.now() - LATE_MILLIS;
    for await (const { workflowId, runId } of this.#client.workflow.list({ query })) {
      if (this.#seenClosed.has(runId)) continue;
      this.#seenClosed.set(runId, true);
      this.#keeper.doubt(workflowId, "its workflow was reset or terminated in Temporal");
    }
    this.#closedSince = next;
    await rememberLook(next);
  }

  /**
   * Whether the view shows the cases, and the blocks of cases, that run in Temporal. The numbers differ for a moment whenever one starts or ends: who they
   * are is only asked when the same difference is seen twice, and more and more seldom when there was nothing to find.
   */
  async #compareOpen(): Promise<void> {
    const query = `${EXECUTIONS} AND ExecutionStatus = "Running"`;
    const [{ count }, { cases, blocks }] = await Promise.all([
      this.#client.workflow.count(query),
      countOpen(),
    ]);
    const difference = count - cases - blocks;
    const isSame = difference !== 0 && difference === this.#lastDifference;
    this.#lastDifference = difference;
    if (!isSame) return;
    if (this.#skipped < this.#looksToSkip) {
      this.#skipped += 1;
      return;
    }
    this.#skipped = 0;
    const found = await this.#findDifferent(query);
    this.#looksToSkip = found > 0 ? 0 : Math.min(this.#looksToSkip * 2 + 1, LONGEST_PAUSE_LOOKS);
  }

  async #findDifferent(query: string): Promise<number> {
    const shown = new Set(await openExecutions());
    const running = new Set<string>();
    for await (const { workflowId } of this.#client.workflow.list({ query, pageSize: 1_000 }))
      running.add(workflowId);
    const missing = [...running].filter((caseId) => !shown.has(caseId));
    const gone = [...shown].filter((caseId) => !running.has(caseId));
    for (const caseId of missing)
      this.#keeper.doubt(caseId, "Temporal runs it and the view does not show that");
    if (isLoss(gone.length, shown.size)) {
      this.#log.error(
        { gone: gone.length, shown: shown.size },
        "Temporal does not have many of the cases that the view shows as running: is it the right server, or an older state of it? `npm run rebuild` makes the view what Temporal has",
      );
      return missing.length;
    }
    for (const caseId of gone)
      this.#keeper.doubt(caseId, "the view shows it as running and Temporal does not have it so");
    return missing.length + gone.length;
  }
}

const A_FEW = 10;

/** So many cases are not deleted one by one: the server is another one, or lost its data. */
function isLoss(gone: number, shown: number): boolean {
  return gone > A_FEW && gone > shown / 2;
}
