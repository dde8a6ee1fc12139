/** Making views again, as workflows: it is done by whichever worker is there, and an operator sees it being done. */
import { proxyActivities } from "@temporalio/workflow";
import type { ViewActivities } from "../activities/index.ts";
import type { ResyncSummary } from "./messages.ts";

const { resyncViews } = proxyActivities<ViewActivities>({
  startToCloseTimeout: "5 minutes",
  heartbeatTimeout: "15 seconds",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "10 seconds" },
});

const { rebuildViews } = proxyActivities<ViewActivities>({
  startToCloseTimeout: "24 hours",
  heartbeatTimeout: "15 seconds",
  retry: { initialInterval: "500 milliseconds", maximumInterval: "10 seconds" },
});

/** Makes the views of some cases again. @param parts those of their blocks, too */
export async function resync(
  caseIds: readonly string[],
  reason: string,
  parts: "with blocks" | "alone" = "alone",
): Promise<ResyncSummary> {
  return await resyncViews(caseIds, reason, parts);
}

/** Makes the views of all cases again. */
export async function rebuild(): Promise<ResyncSummary> {
  return await rebuildViews();
}
