/** Whether lists show the cases that Temporal runs: what an operator has to know that does not end by itself. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { countOpenCases } from "../store/view/doubts.ts";
import { CASE_WORKFLOW } from "../workflows/messages.ts";
import type { Finding, Look } from "./standing.ts";

/** Cases start and end all the time, and Temporal's count is a little late. */
const PAUSE_MILLIS = 3_000;
const A_FEW = 10;

/** Compares the numbers twice: only a difference that stays is told. */
export function lookAtViews(client: Client): Look {
  return async () => {
    const [first, missing] = await difference(client);
    if (first === 0) return [];
    await sleep(PAUSE_MILLIS, undefined, { ref: false });
    const [second, shown] = await difference(client);
    if (first > 0 && second > 0) return [notShown(Math.min(first, second))];
    if (isLoss(-first, missing) && isLoss(-second, shown)) return [notInTemporal(-second, shown)];
    return [];
  };
}

/** Cases that run and are not shown (less than 0: shown as open and do not run), and how many are shown as open. */
async function difference(client: Client): Promise<readonly [number, number]> {
  const query = `WorkflowType = "${CASE_WORKFLOW}" AND ExecutionStatus = "Running"`;
  const [{ count }, shown] = await Promise.all([client.workflow.count(query), countOpenCases()]);
  return [count - shown, shown];
}

/** Single cases that Temporal lost are shown as failed by themselves; many at once are not touched (`worker/view/watch.ts`). */
function isLoss(gone: number, shown: number): boolean {
  return gone > A_FEW && gone > shown / 2;
}

function notShown(count: number): Finding {
  return {
    code: "cases-not-shown",
    severity: "error",
    message: `${count} running cases are not shown. Workers make their views again from the histories; where that does not succeed, a stored payload is missing (was MongoDB lost? Upload the specifications again, or restore the collection \`payloads\`), or the worker runs other code. The worker's log names the cases.`,
  };
}

function notInTemporal(gone: number, shown: number): Finding {
  return {
    code: "cases-not-in-temporal",
    severity: "error",
    message: `Temporal does not have ${gone} of ${shown} cases that are shown as running: is it the right server, or an older state of it? \`npm run rebuild\` makes the views what Temporal has.`,
  };
}
