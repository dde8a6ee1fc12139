/**
 * The hand-written twins: ten calls one after the other, as somebody who knows Temporal well would write them for exactly
 * this process. One only calls; the other also keeps a view in MongoDB, by one local activity for each workflow task.
 */
import { proxyActivities, proxyLocalActivities } from "@temporalio/workflow";
import type { ConnectorCallRequest, connectorActivity } from "../../activities/call-connector.ts";
import type { showSteps } from "./twin-activities.ts";

const { callConnector } = proxyActivities<{ callConnector: ReturnType<typeof connectorActivity> }>({
  startToCloseTimeout: "1 minute",
  heartbeatTimeout: "20 seconds",
  retry: { maximumAttempts: 5, initialInterval: "1 second", maximumInterval: "1 minute" },
});

const activities = proxyLocalActivities<{ showSteps: typeof showSteps }>({
  startToCloseTimeout: "10 seconds",
  retry: { initialInterval: "100 milliseconds", maximumInterval: "10 seconds" },
});

export interface Twin {
  readonly caseId: string;
  readonly url: string;
  readonly calls: number;
  readonly isShown: boolean;
}

export async function twinCalls({ caseId, url, calls, isShown }: Twin): Promise<{ n: number }> {
  let n = 0;
  const show = async (state: string): Promise<void> => {
    if (isShown) await activities.showSteps({ caseId, state, n });
  };
  await show("running");
  for (let number = 1; number <= calls; number += 1) {
    const request: ConnectorCallRequest = {
      connector: "http",
      version: 1,
      configuration: { method: "GET", url },
      input: { n },
      key: `${caseId}.${number}`,
      work: { caseId, itemId: `${caseId}.${number}`, taskId: `call_${number}`, specificationId: "calls" },
    };
    const answer = await callConnector(request);
    if (answer.kind !== "answer") throw new Error("the server answered oddly");
    ({ n } = answer.answer["body"] as { n: number });
    await show(number === calls ? "completed" : "running");
  }
  return { n };
}
