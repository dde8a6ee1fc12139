/**
 * The hand-written twin: a fan-out of calls of which so many are awaited, as somebody who knows Temporal well would write it
 * for exactly this: an activity for each, the rest cancelled. It shows nobody anything.
 */
import { CancellationScope, condition, isCancellation, proxyActivities } from "@temporalio/workflow";
import type { connectorActivity } from "../../activities/call-connector.ts";

const { callConnector } = proxyActivities<{ callConnector: ReturnType<typeof connectorActivity> }>({
  startToCloseTimeout: "1 minute",
  heartbeatTimeout: "20 seconds",
  retry: { maximumAttempts: 5, initialInterval: "1 second", maximumInterval: "1 minute" },
});

export interface FanOut {
  readonly caseId: string;
  readonly url: string;
  readonly instances: number;
  readonly threshold: number;
}

export async function twinFanOut({ caseId, url, instances, threshold }: FanOut): Promise<readonly number[]> {
  const results = new Map<number, number>();
  const scope = new CancellationScope({ cancellable: true });
  const call = async (number: number): Promise<void> => {
    const answer = await callConnector({
      connector: "http",
      version: 1,
      configuration: { method: "GET", url },
      input: { n: number },
      key: `${caseId}.${number}`,
      number: 1,
      work: { caseId, itemId: `${caseId}.${number}`, taskId: "count", specificationId: "fan-out" },
    });
    if (answer.kind !== "answer") throw new Error("the server answered oddly");
    if (results.size < threshold) results.set(number, (answer.answer["body"] as { n: number }).n);
  };
  for (let number = 1; number <= instances; number += 1) {
    void scope
      .run(() => call(number))
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }
  await condition(() => results.size >= threshold);
  scope.cancel();
  return [...results].toSorted(([a], [b]) => a - b).map(([, n]) => n);
}
