import { isGrpcServiceError } from "@temporalio/client";
import proto from "@temporalio/proto";
import { CASE_WORKFLOW } from "../workflows/messages.js";
const PATIENCE_MILLIS = 2_000;
const EVENTS = 50;
const LONGEST_REASON = 1_000;
const NOT_FOUND = 5;
const INVALID_ARGUMENT = 3;
const UNIMPLEMENTED = 12;
const { EventType, TimeoutType, WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
const HARMLESS = new Set([
    WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
    WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
    WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE,
    WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
    WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FAILOVER_CLOSE_COMMAND,
]);
export async function taskFailureOf(client, caseId) {
    return await client.withDeadline(Date.now() + PATIENCE_MILLIS, async () => {
        const attempts = await attemptsOf(client, caseId);
        if (attempts === undefined)
            return undefined;
        const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
            namespace: client.options.namespace,
            execution: { workflowId: caseId },
            maximumPageSize: EVENTS,
        });
        const failures = failuresAtTheEnd(history?.events ?? []);
        const [last] = failures;
        const first = failures.at(-1);
        if (!last || !first)
            return undefined;
        return { reason: reasonOf(last), since: millisOf(first.eventTime), attempts };
    });
}
async function attemptsOf(client, caseId) {
    try {
        const { pendingWorkflowTask } = await client.workflowService.describeWorkflowExecution({
            namespace: client.options.namespace,
            execution: { workflowId: caseId },
        });
        const attempt = Number(pendingWorkflowTask?.attempt ?? 0);
        return attempt > 1 ? attempt : undefined;
    }
    catch (error) {
        if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND)
            return undefined;
        throw error;
    }
}
function failuresAtTheEnd(newestFirst) {
    const end = newestFirst.findIndex(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    return newestFirst.slice(0, end < 0 ? undefined : end).filter(isFailure);
}
function isFailure({ eventType, ...event }) {
    if (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
        return !HARMLESS.has(event.workflowTaskFailedEventAttributes?.cause);
    return (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT &&
        event.workflowTaskTimedOutEventAttributes?.timeoutType === TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
}
function reasonOf({ workflowTaskFailedEventAttributes: failed }) {
    if (!failed)
        return "The worker did not end the workflow task in time.";
    const type = failed.failure?.applicationFailureInfo?.type;
    const message = failed.failure?.message ?? "";
    const cause = WorkflowTaskFailedCause[failed.cause ?? 0] ?? "";
    const text = message === "" ? cause.replace("WORKFLOW_TASK_FAILED_CAUSE_", "") : message;
    const whole = type && !text.startsWith(type) ? `${type}: ${text}` : text;
    return whole.slice(0, LONGEST_REASON);
}
function millisOf(time) {
    return Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
}
export async function failingCases(client, most) {
    try {
        const { executions } = await client.withDeadline(Date.now() + PATIENCE_MILLIS, async () => client.workflowService.listWorkflowExecutions({
            namespace: client.options.namespace,
            pageSize: most,
            query: `WorkflowType = "${CASE_WORKFLOW}" AND ExecutionStatus = "Running" AND TemporalReportedProblems IS NOT NULL`,
        }));
        return (executions ?? []).flatMap(({ execution }) => execution?.workflowId ?? []);
    }
    catch (error) {
        if (isGrpcServiceError(error) && [INVALID_ARGUMENT, UNIMPLEMENTED].includes(Number(error.code)))
            return [];
        throw error;
    }
}
//# sourceMappingURL=failing.js.map