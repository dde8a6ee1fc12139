/** Histories of a case as Temporal has them: the run that is now, and those it went on from, as far as they are kept. */
import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import type proto from "@temporalio/proto";
import { BLOCK_WORKFLOW } from "../../workflows/messages.ts";
import type { OutsideEnd } from "../../yawl/view/whole.ts";

export type History = proto.temporal.api.history.v1.IHistory;
type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

export interface CaseHistory {
  /** oldest first; each without what no workflow task has taken yet */
  readonly runs: readonly History[];
  /** id of the last run */
  readonly runId: string;
  /** false when the case began in a run whose history is gone */
  readonly isWhole: boolean;
  /** it is no case, but has instances of one */
  readonly isBlock: boolean;
  /** how the last run ended, when the case had no part in it */
  readonly end: OutsideEnd | undefined;
  /** a workflow task is scheduled or under way: what it writes may be there before it is in the history */
  readonly isBusy: boolean;
}

/** @returns `undefined` when Temporal has no such case */
export async function historyOf(client: Client, caseId: string): Promise<CaseHistory | undefined> {
  try {
    const { runId, raw, type } = await client.workflow.getHandle(caseId).describe();
    const last = await client.workflow.getHandle(caseId, runId).fetchHistory();
    const runs = [last];
    let isWhole = false;
    for (;;) {
      const before = continuedFrom(runs[0]);
      if (before === undefined) {
        isWhole = true;
        break;
      }
      const earlier = await kept(client, caseId, before);
      if (!earlier) break;
      runs.unshift(earlier);
    }
    return {
      runs: runs.map(taken).filter((run) => run !== undefined),
      runId,
      isWhole,
      isBlock: type === BLOCK_WORKFLOW,
      end: endOf(last),
      isBusy: raw.pendingWorkflowTask !== null && raw.pendingWorkflowTask !== undefined,
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function kept(client: Client, caseId: string, runId: string): Promise<History | undefined> {
  try {
    return await client.workflow.getHandle(caseId, runId).fetchHistory();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function continuedFrom(history: History | undefined): string | undefined {
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  return started?.continuedExecutionRunId || undefined;
}

/** The history up to what the last workflow task that was completed did; none when there was no such task. */
function taken({ events }: History): History | undefined {
  const all = events ?? [];
  const last = all.findLastIndex((event) => event.workflowTaskCompletedEventAttributes);
  if (last < 0) return undefined;
  let end = last + 1;
  while (end < all.length && isResult(all[end])) end += 1;
  return { events: all.slice(0, end) };
}

/** Whether an event says what a workflow task did: those follow its completion at once. */
function isResult(event: HistoryEvent | undefined): boolean {
  if (!event) return false;
  if (event.workflowExecutionUpdateAcceptedEventAttributes) return true;
  if (event.workflowExecutionUpdateCompletedEventAttributes) return true;
  return Object.values(event).some(
    (attributes: unknown) => typeof attributes === "object" && attributes !== null && hasTask(attributes),
  );
}

function hasTask(attributes: object): boolean {
  return "workflowTaskCompletedEventId" in attributes && Number(attributes.workflowTaskCompletedEventId) > 0;
}

function endOf({ events }: History): OutsideEnd | undefined {
  const event = events?.at(-1);
  if (!event) return undefined;
  const seconds = Number(event.eventTime?.seconds ?? 0);
  const at = seconds * 1_000 + Math.floor((event.eventTime?.nanos ?? 0) / 1e6);
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) {
    const why = terminated.reason ? `: ${terminated.reason}` : "";
    return { how: "terminated", message: `The workflow was terminated in Temporal${why}.`, at };
  }
  if (event.workflowExecutionTimedOutEventAttributes) {
    return { how: "timed-out", message: "The workflow ran out of time in Temporal.", at };
  }
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) {
    const why = failed.failure?.message ? `: ${failed.failure.message}` : "";
    return { how: "workflow-failed", message: `The workflow failed${why}.`, at };
  }
  return undefined;
}
