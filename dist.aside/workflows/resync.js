import { proxyActivities } from "@temporalio/workflow";
const { resyncViews } = proxyActivities({
    startToCloseTimeout: "5 minutes",
    heartbeatTimeout: "15 seconds",
    retry: { initialInterval: "500 milliseconds", maximumInterval: "10 seconds" },
});
const { rebuildViews } = proxyActivities({
    startToCloseTimeout: "24 hours",
    heartbeatTimeout: "15 seconds",
    retry: { initialInterval: "500 milliseconds", maximumInterval: "10 seconds" },
});
export async function resync(caseIds, reason) {
    return await resyncViews(caseIds, reason);
}
export async function rebuild() {
    return await rebuildViews();
}
//# sourceMappingURL=resync.js.map