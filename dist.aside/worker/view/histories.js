import { WorkflowNotFoundError } from "@temporalio/client";
export async function historyOf(client, caseId) {
    try {
        const { runId, raw } = await client.workflow.getHandle(caseId).describe();
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
            if (!earlier)
                break;
            runs.unshift(earlier);
        }
        return {
            runs: runs.map(taken).filter((run) => run !== undefined),
            runId,
            isWhole,
            end: endOf(last),
            isBusy: raw.pendingWorkflowTask !== null && raw.pendingWorkflowTask !== undefined,
        };
    }
    catch (error) {
        if (error instanceof WorkflowNotFoundError)
            return undefined;
        throw error;
    }
}
async function kept(client, caseId, runId) {
    try {
        return await client.workflow.getHandle(caseId, runId).fetchHistory();
    }
    catch (error) {
        if (error instanceof WorkflowNotFoundError)
            return undefined;
        throw error;
    }
}
function continuedFrom(history) {
    const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
    return started?.continuedExecutionRunId || undefined;
}
function taken({ events }) {
    const all = events ?? [];
    const last = all.findLastIndex((event) => event.workflowTaskCompletedEventAttributes);
    if (last < 0)
        return undefined;
    let end = last + 1;
    while (end < all.length && isResult(all[end]))
        end += 1;
    return { events: all.slice(0, end) };
}
function isResult(event) {
    if (!event)
        return false;
    if (event.workflowExecutionUpdateAcceptedEventAttributes)
        return true;
    if (event.workflowExecutionUpdateCompletedEventAttributes)
        return true;
    return Object.values(event).some((attributes) => typeof attributes === "object" && attributes !== null && hasTask(attributes));
}
function hasTask(attributes) {
    return "workflowTaskCompletedEventId" in attributes && Number(attributes.workflowTaskCompletedEventId) > 0;
}
function endOf({ events }) {
    const event = events?.at(-1);
    if (!event)
        return undefined;
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
//# sourceMappingURL=histories.js.map