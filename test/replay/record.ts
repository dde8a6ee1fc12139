/**
 * Records the histories that `replay.test.ts` replays, when a story is new: `node --import tsx test/replay/record.ts` with
 * MONGODB_URI and MIZZEN_TEST_SERVER (path of the time-skipping server) set. Histories
 * that are there stay: they stand for the cases that run in somebody's cluster and must replay with every later version.
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { CaseBed } from "../workflows/case-bed.ts";
import { writeHistory } from "./history-file.ts";
import { callsOfStories, STORIES } from "./stories.ts";

const FOLDER = new URL("histories/", import.meta.url);

const bed = await CaseBed.open([], callsOfStories);
if (!bed) throw new Error("Set MONGODB_URI: the cases that are recorded write their view.");
await bed.person("alice@acme.com", ["clerk"]);
await bed.person("bob@acme.com", ["approver"]);
await mkdir(FOLDER, { recursive: true });
for (const { name, file: fileName, tell } of STORIES) {
  const file = new URL(fileName, FOLDER);
  if (existsSync(file)) continue;
  const { workflowId, runId } = await tell(bed);
  const history = await bed.environment.client.workflow.getHandle(workflowId, runId).fetchHistory();
  await writeHistory(file, history);
  console.log(`recorded ${name}: ${history.events?.length ?? 0} events`);
}
await bed.close();
