/** Whether lists show the cases that Temporal runs: what an operator has to know that does not end by itself. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { countOpen } from "../store/view/doubts.ts";
import { BLOCK_WORKFLOW, CASE_WORKFLOW } from "../workflows/messages.ts";
import type { Finding, Look } from "./standing.ts";

/** Cases start and end all the time, and Temporal's count is a little late. */
const PAUSE_MILLIS = 3_000;
const A_FEW = 10;

/** Compares the numbers twice: only a difference that stays is told. */
export function lookAtViews(client: Client): Look {
  return async () => {
    const first = await differences(client);
    if (first.cases.running === first.cases.shown && first.blocks.running <= first.blocks.shown) return [];
    await sleep(PAUSE_MILLIS, undefined, { ref: false });
    const second = await differences(client);
    return [...ofCases(first.cases, second.cases), ...ofBlocks(first.blocks, second.blocks)];
  };
}

/** How many run in Temporal, and how many are shown as open. */
interface Difference {
  readonly running: number;
  readonly shown: number;
}

async function differences(
  client: Client,
): Promise<{ readonly cases: Difference; readonly blocks: Difference }> {
  const running = async (type: string): Promise<number> =>
    (await client.workflow.count(`WorkflowType = "${type}" AND ExecutionStatus = "Running"`)).count;
  const [cases, blocks, shown] = await Promise.all([
    running(CASE_WORKFLOW),
    running(BLOCK_WORKFLOW),
    countOpen(),
  ]);
  return {
    cases: { running: cases, shown: shown.cases },
    blocks: { running: blocks, shown: shown.blocks },
  };
}

function ofCases(first: Difference, second: Difference): readonly Finding[] {
  const missing = Math.min(first.running - first.shown, second.running - second.shown);
  if (missing > 0) return [notShown(missing)];
  const isGone = [first, second].every(({ running, shown }) => isLoss(shown - running, shown));
  return isGone ? [notInTemporal(second.shown - second.running, second.shown)] : [];
}

function ofBlocks(first: Difference, second: Difference): readonly Finding[] {
  const missing = Math.min(first.running - first.shown, second.running - second.shown);
  return missing > 0 ? [blocksNotShown(missing)] : [];
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

function blocksNotShown(count: number): Finding {
  return {
    code: "instances-not-shown",
    severity: "error",
    message: `${count} running workflows with instances of cases' tasks are not shown, so that nobody finds the work in them. Workers make their views again from the histories; the worker's log names those for which that does not succeed.`,
  };
}

function notInTemporal(gone: number, shown: number): Finding {
  return {
    code: "cases-not-in-temporal",
    severity: "error",
    message: `Temporal does not have ${gone} of ${shown} cases that are shown as running: is it the right server, or an older state of it? \`npm run rebuild\` makes the views what Temporal has.`,
  };
}
