import { heartbeat } from "@temporalio/activity";
import { openCaseIds } from "../store/view/doubts.js";
import { CASE_WORKFLOW } from "../workflows/messages.js";
const AT_ONCE = 8;
const MOST_NAMED = 100;
const HEARTBEAT_MILLIS = 2_000;
export function resyncActivities(client, resync) {
    async function resyncViews(caseIds, reason) {
        return await resyncAll(caseIds, reason);
    }
    async function rebuildViews() {
        return await resyncAll(everyCase(client), "all views are made again");
    }
    async function resyncAll(caseIds, reason) {
        const counts = { same: 0, mended: 0, moved: 0, absent: 0, unreadable: 0 };
        const unreadableCases = [];
        const one = async (caseId) => {
            const result = await resync(caseId, reason);
            counts[result] += 1;
            if (result === "unreadable" && unreadableCases.length < MOST_NAMED)
                unreadableCases.push(caseId);
        };
        const alive = setInterval(() => heartbeat({ ...counts }), HEARTBEAT_MILLIS);
        try {
            const running = new Set();
            for await (const caseId of caseIds) {
                const work = one(caseId).finally(() => running.delete(work));
                running.add(work);
                if (running.size >= AT_ONCE)
                    await Promise.race(running);
            }
            await Promise.all(running);
        }
        finally {
            clearInterval(alive);
        }
        const { same, mended, absent, unreadable } = counts;
        return { same, mended, absent, unreadable, unreadableCases };
    }
    return { resyncViews, rebuildViews };
}
async function* everyCase(client) {
    const seen = new Set();
    const query = `WorkflowType = "${CASE_WORKFLOW}"`;
    for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
        if (seen.has(workflowId))
            continue;
        seen.add(workflowId);
        yield workflowId;
    }
    for (const caseId of await openCaseIds())
        if (!seen.has(caseId))
            yield caseId;
}
//# sourceMappingURL=resync.js.map