/**
 * Cases of which this process does not know whether the view shows what is true: a command ended without a clear answer. The
 * view is made again by a worker, as soon as Temporal can be reached.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { RESYNC_WORKFLOW, resyncId, TASK_QUEUE, type ResyncSummary } from "../workflows/messages.ts";
import type { TemporalGateway } from "./temporal.ts";

export interface Doubts {
  /** Has the view of a case made again, soon. */
  raise(caseId: string): void;
  /** Makes the view of a case and of its blocks again, and answers when they are. */
  resync(caseId: string, reason: string, deadline: number): Promise<ResyncSummary>;
}

const PAUSE_MILLIS = 300;
const SHORT_PAUSE_MILLIS = 1;
const LONGEST_PAUSE_MILLIS = 5_000;
const START_MILLIS = 2_000;
/** More are not remembered: workers find views that may be wrong by themselves, too. */
const MOST = 10_000;

export function openDoubts(temporal: TemporalGateway, log: Logger): Doubts {
  const { client, closing } = temporal;
  const waiting = new Set<string>();
  let isBusy = false;

  async function work(): Promise<void> {
    isBusy = true;
    for (let pause = PAUSE_MILLIS; waiting.size > 0;) {
      // what went wrong may not be over yet
      await sleep(pause, undefined, { ref: false, signal: closing }).catch(() => undefined);
      if (closing.aborted) return;
      const [caseId = ""] = waiting;
      try {
        const request = client.withDeadline(Date.now() + START_MILLIS, async () =>
          client.workflow.start(
            RESYNC_WORKFLOW,
            options(caseId, "a command ended without a clear answer", "alone"),
          ),
        );
        await temporal.background(request);
        waiting.delete(caseId);
        pause = SHORT_PAUSE_MILLIS;
      } catch (error) {
        log.debug({ caseId, err: error }, "a view cannot be made again yet");
        pause = Math.min(Math.max(pause, PAUSE_MILLIS) * 2, LONGEST_PAUSE_MILLIS);
      }
    }
    isBusy = false;
  }

  return {
    raise(caseId) {
      if (waiting.size >= MOST) return;
      waiting.add(caseId);
      if (!isBusy) void work();
    },
    resync: async (caseId, reason, deadline) =>
      await client.withDeadline(deadline, async () =>
        client.workflow.execute<
          (cases: readonly string[], why: string, parts: Parts) => Promise<ResyncSummary>
        >(RESYNC_WORKFLOW, options(caseId, reason, "with blocks")),
      ),
  };
}

type Parts = "with blocks" | "alone";

function options(caseId: string, reason: string, parts: Parts) {
  return {
    workflowId: resyncId(caseId, randomBytes(4).toString("hex")),
    taskQueue: TASK_QUEUE,
    args: [[caseId], reason, parts] as [readonly string[], string, Parts],
    workflowTaskTimeout: "5 seconds",
    staticSummary: `the view of ${caseId}`,
  } as const;
}
