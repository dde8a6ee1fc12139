/**
 * Cases whose workflow task keeps failing: a fault of Mizzen, or a worker with other code than the case was begun with. Temporal
 * tries such a task again and again; until it succeeds, nothing happens in the case and commands are not answered.
 */
import { isGrpcServiceError } from "@temporalio/client";
import type { Client } from "@temporalio/client";
import proto from "@temporalio/proto";
import { casesOf, openBlocksOf } from "../store/blocks.ts";
import { EXECUTIONS } from "../workflows/messages.ts";

export interface TaskFailure {
  /** what the worker said when the task failed last, as far as the history has it */
  readonly reason: string;
  /** of the first failure of this series, in epoch milliseconds */
  readonly since: number;
  /** how often it was tried in this series, the running attempt included */
  readonly attempts: number;
  /** the block whose task fails, where it is not the case's own */
  readonly execution?: string;
}

interface BlockFailure {
  readonly execution: string;
  readonly failure: TaskFailure;
}

/** What is known of cases, and of blocks of them, that cannot go on; nothing where Temporal does not say. */
export interface Failures {
  /** of one execution: a case, or a block of one */
  of(execution: string): Promise<TaskFailure | undefined>;
  /** of a case or else of one of its blocks */
  ofCase(caseId: string): Promise<TaskFailure | undefined>;
  /** blocks of a case that cannot go on */
  blocksOf(caseId: string): Promise<readonly string[]>;
  /** ids of cases that cannot go on, or that have a block which cannot; at most some hundred */
  list(): Promise<readonly string[]>;
}

/** Up to so many blocks are each asked about; of more, those are known that Temporal has noted. */
const MOST_ASKED = 20;

const MOST_LISTED = 200;

export function failuresIn(client: Client): Failures {
  const of = async (execution: string): Promise<TaskFailure | undefined> =>
    await taskFailureOf(client, execution).catch(() => undefined);

  async function inBlocks(caseId: string): Promise<readonly BlockFailure[]> {
    const open = await openBlocksOf(caseId);
    const own = new Set(open);
    const asked =
      open.length <= MOST_ASKED
        ? open
        : (await failingExecutions(client, MOST_LISTED).catch(() => [])).filter((id) => own.has(id));
    const found = await Promise.all(
      asked.slice(0, MOST_ASKED).map(async (execution) => ({ execution, failure: await of(execution) })),
    );
    return found.flatMap(({ execution, failure }) => (failure ? [{ execution, failure }] : []));
  }

  return {
    of,
    async ofCase(caseId) {
      const [own, blocks] = await Promise.all([of(caseId), inBlocks(caseId)]);
      const [first] = blocks;
      return own ?? (first && { ...first.failure, execution: first.execution });
    },
    blocksOf: async (caseId) => (await inBlocks(caseId)).map(({ execution }) => execution),
    list: async () => await casesOf(await failingExecutions(client, MOST_LISTED)),
  };
}

/** How long Temporal gets for its answers, in all. */
const PATIENCE_MILLIS = 2_000;
/** Failures stand at the history's end, few of them: from the second attempt in a row on they are only counted. */
const EVENTS = 50;
const LONGEST_REASON = 1_000;
const NOT_FOUND = 5;
const INVALID_ARGUMENT = 3;
const UNIMPLEMENTED = 12;

type Event = proto.temporal.api.history.v1.IHistoryEvent;
type Timestamp = proto.google.protobuf.ITimestamp;
const { EventType, TimeoutType, WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;

/** Not failures: the server's own ways of beginning a task anew. */
const HARMLESS: ReadonlySet<number | null | undefined> = new Set([
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FAILOVER_CLOSE_COMMAND,
]);

/**
 * Why a running case's workflow task keeps failing, from Temporal itself: one request when all is well, two when not.
 * `undefined`: it does not fail, the case has ended, or there is none.
 *
 * @throws like any request to Temporal, within two seconds
 */
export async function taskFailureOf(client: Client, caseId: string): Promise<TaskFailure | undefined> {
  return await client.withDeadline(Date.now() + PATIENCE_MILLIS, async () => {
    const attempts = await attemptsOf(client, caseId);
    if (attempts === undefined) return undefined;
    const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId: caseId },
      maximumPageSize: EVENTS,
    });
    const failures = failuresAtTheEnd(history?.events ?? []);
    const [last] = failures;
    const first = failures.at(-1);
    if (!last || !first) return undefined;
    return { reason: reasonOf(last), since: millisOf(first.eventTime), attempts };
  });
}

/** How often the task that is under way was tried; `undefined` for a task that is tried for the first time, or none. */
async function attemptsOf(client: Client, caseId: string): Promise<number | undefined> {
  try {
    const { pendingWorkflowTask } = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId: caseId },
    });
    const attempt = pendingWorkflowTask?.attempt ?? 0;
    return attempt > 1 ? attempt : undefined;
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return undefined;
    throw error;
  }
}

/** gRPC status of an error; -1 for other errors. */
function codeOf(error: unknown): number {
  return isGrpcServiceError(error) ? error.code : -1;
}

/** The failures after the last workflow task that succeeded, the newest first. */
function failuresAtTheEnd(newestFirst: readonly Event[]): readonly Event[] {
  const end = newestFirst.findIndex(
    ({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
  );
  return newestFirst.slice(0, end < 0 ? undefined : end).filter(isFailure);
}

function isFailure({ eventType, ...event }: Event): boolean {
  if (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
    return !HARMLESS.has(event.workflowTaskFailedEventAttributes?.cause);
  // One that no worker took in time says something of the workers, not of the case.
  return (
    eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT &&
    event.workflowTaskTimedOutEventAttributes?.timeoutType === TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE
  );
}

function reasonOf({ workflowTaskFailedEventAttributes: failed }: Event): string {
  if (!failed) return "The worker did not end the workflow task in time.";
  const { message, stackTrace } = failed.failure ?? {};
  const cause = WorkflowTaskFailedCause[failed.cause ?? 0] ?? "";
  const text = message
    ? withName(message, stackTrace ?? "")
    : cause.replace("WORKFLOW_TASK_FAILED_CAUSE_", "");
  return text.slice(0, LONGEST_REASON);
}

/** The error's name stands in its stack trace only: "TypeError: tokens is not iterable". */
function withName(message: string, stackTrace: string): string {
  const name = stackTrace
    .split("\n")
    .find((line) => line.endsWith(`: ${message.split("\n")[0]}`))
    ?.split(": ")[0];
  return name === undefined || /\s/.test(name) ? message : `${name}: ${message}`;
}

function millisOf(time: Timestamp | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
}

/**
 * Ids of running cases and blocks whose workflow tasks keep failing, as far as the server says: it notes them after five tries in a row,
 * which is about a minute, and a moment later in its visibility. None from servers that do not note them.
 */
export async function failingExecutions(client: Client, most: number): Promise<readonly string[]> {
  try {
    const { executions } = await client.withDeadline(Date.now() + PATIENCE_MILLIS, async () =>
      client.workflowService.listWorkflowExecutions({
        namespace: client.options.namespace,
        pageSize: most,
        query: `${EXECUTIONS} AND ExecutionStatus = "Running" AND TemporalReportedProblems IS NOT NULL`,
      }),
    );
    return (executions ?? []).flatMap(({ execution }) => execution?.workflowId ?? []);
  } catch (error) {
    if ([INVALID_ARGUMENT, UNIMPLEMENTED].includes(codeOf(error))) return [];
    throw error;
  }
}
