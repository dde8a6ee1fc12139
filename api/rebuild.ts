/**
 * `npm run rebuild`: makes the views of all cases again from what Temporal has, while everything serves. A worker does it; this
 * waits for it and says what came of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { REBUILD_ID, REBUILD_WORKFLOW, TASK_QUEUE, type ResyncSummary } from "../workflows/messages.ts";
import { openTemporal, type TemporalGateway } from "./temporal.ts";

const LOOK_MILLIS = 1_000;

const temporal = openTemporal();
try {
  await temporal.ping().catch(() => {
    throw new Error("Temporal cannot be reached: TEMPORAL_ADDRESS says where it is.");
  });
  const summary = await rebuild(temporal);
  print(`${summary.same} views showed what is true, ${summary.mended} were made again.`);
  if (summary.unreadable > 0) {
    print(`${summary.unreadable} histories cannot be replayed, and their views stay as they are:`);
    for (const caseId of summary.unreadableCases) print(`  ${caseId}`);
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await temporal.close();
}

/** Joins one that is under way. */
async function rebuild({ client }: TemporalGateway): Promise<ResyncSummary> {
  try {
    await client.workflow.start(REBUILD_WORKFLOW, {
      workflowId: REBUILD_ID,
      taskQueue: TASK_QUEUE,
      args: [],
      workflowIdReusePolicy: "ALLOW_DUPLICATE",
      staticSummary: "the views of all cases",
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    print("It is under way already.");
  }
  const handle = client.workflow.getHandle<() => Promise<ResyncSummary>>(REBUILD_ID);
  const result = handle.result();
  const isOver = result.then(
    () => true,
    () => true,
  );
  for (let said = ""; ;) {
    if (await Promise.race([isOver, sleep(LOOK_MILLIS, false)])) break;
    const { raw } = await handle.describe();
    const details = raw.pendingActivities?.[0]?.heartbeatDetails?.payloads?.[0]?.data;
    const progress = details ? Buffer.from(details).toString("utf8") : "";
    if (progress !== said && progress !== "") print(progress);
    said = progress;
  }
  return await result;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
