/**
 * Many instances of one task. Automated ones against a fan-out written by hand, in the same run; human ones for themselves:
 * how long until all are offered, what one more completion costs beside 100, 1,000 and 10,000 of them, and how soon those that
 * are not needed any more have left every inbox.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { isUntaken } from "../../api/temporal-errors.ts";
import { connectorActivity } from "../../activities/call-connector.ts";
import { loadRegistry } from "../../activities/connectors/registry.ts";
import { createActivities } from "../../activities/index.ts";
import { ensureIndexes } from "../../store/connect.ts";
import { Cases, Items } from "../../store/models.ts";
import { participantWith, putParticipant } from "../../store/participants.ts";
import { BLOCK_WORKFLOW, CASE_WORKFLOW, COMMAND } from "../../workflows/messages.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { CommandMessage, ItemCommand } from "../../yawl/work/command.ts";
import { countingServer, localCalls } from "../calls.ts";
import { compete, type Contender } from "../contest.ts";
import { median, table } from "../report.ts";
import { MIZZEN_QUEUE, onStage, TWIN_QUEUE, type Cast, type Servers } from "../stage.ts";

const INSTANCES = Number(process.env["BENCH_INSTANCES"] ?? 1_000);
const THRESHOLD = Math.floor(INSTANCES * 0.7);
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 4);
const SIZES = (process.env["BENCH_SIZES"] ?? "100,1000,10000").split(",").map(Number);
const INSIDE = 3;
const REVIEWER = "rita@acme.com";

function compiled(text: string): CompiledSpecification {
  const read = readSpecification(text, "application/yaml");
  const result = read.ok
    ? compile(read.value.specification, () => ({ version: 1, answers: ["status", "headers", "body"] }))
    : read;
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value.compiled;
}

function calling(url: string): CompiledSpecification {
  return compiled(`
mizzen: 1
id: fan-out
version: "1.0"
data: { answers: { type: array, items: { type: integer } } }
output: [answers]
start: count
tasks:
  count:
    call: http
    with: { url: "${url}" }
    instances: { count: ${INSTANCES}, index: n, threshold: ${THRESHOLD}, into: answers, collect: $body?n }
    input: {}
    next: end
`);
}

function reviewing(threshold: number): CompiledSpecification {
  return compiled(`
mizzen: 1
id: reviews
version: "1.0"
input: { count: integer }
data: { grades: { type: array, items: { type: integer } } }
output: [grades]
start: review
tasks:
  review:
    offer: { roles: [reviewer] }
    instances: { count: $count, index: number, threshold: ${threshold}, into: grades }
    output: { grade: integer }
    next: end
`);
}

function mizzen(specification: CompiledSpecification): Contender {
  return {
    name: "Mizzen",
    taskQueue: MIZZEN_QUEUE,
    async run(client, caseId) {
      const { data } = (await client.workflow.execute(CASE_WORKFLOW, {
        workflowId: caseId,
        taskQueue: this.taskQueue,
        args: [
          { caseId, data: {}, startedBy: "bench", flags: CURRENT_FLAGS, instancesInside: INSIDE },
          specification,
        ],
      })) as { data: { answers: readonly number[] } };
      if (data.answers.length !== THRESHOLD) throw new Error(`${data.answers.length} answers`);
    },
  };
}

function twin(url: string): Contender {
  return {
    name: "twin",
    taskQueue: TWIN_QUEUE,
    async run(client, caseId) {
      const answers = (await client.workflow.execute("twinFanOut", {
        workflowId: caseId,
        taskQueue: this.taskQueue,
        args: [{ caseId, url, instances: INSTANCES, threshold: THRESHOLD }],
      })) as readonly number[];
      if (answers.length !== THRESHOLD) throw new Error(`${answers.length} answers`);
    },
  };
}

/** Blocks of a case that run in Temporal; what its visibility does not know yet is waited for. */
async function runningBlocks(client: Client, caseId: string): Promise<number> {
  const query = `WorkflowType = "${BLOCK_WORKFLOW}" AND WorkflowId STARTS_WITH "${caseId}." AND ExecutionStatus = "Running"`;
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { count } = await client.workflow.count(query);
    if (count === 0 || Date.now() >= deadline) return count;
    await sleep(200);
  }
}

/** Gives a command, again where no run took it, as the API does: a block may just go on as new. */
async function send(client: Client, execution: string, message: CommandMessage): Promise<void> {
  for (;;) {
    try {
      await client.workflow.getHandle(execution).executeUpdate(COMMAND, { args: [message] });
      return;
    } catch (error) {
      if (!isUntaken(error)) throw error;
      await sleep(40);
    }
  }
}

/** Reviews for people, of which a tenth is needed. */
async function human(client: Client, count: number): Promise<readonly string[]> {
  const threshold = count / 10;
  const caseId = `reviews-${count}-${Date.now()}`;
  const begin = performance.now();
  const handle = await client.workflow.start(CASE_WORKFLOW, {
    workflowId: caseId,
    taskQueue: MIZZEN_QUEUE,
    args: [
      { caseId, data: { count }, startedBy: "bench", flags: CURRENT_FLAGS, instancesInside: INSIDE },
      reviewing(threshold),
    ],
  });
  const open = { partOf: caseId, status: { $in: ["offered", "allocated", "started"] as const } };
  while ((await Items.countDocuments(open)) < count) await sleep(50);
  const created = performance.now() - begin;
  const { historyLength, historySize = 0 } = await handle.describe();
  // a part of them one after the other, everywhere: what one more costs
  const items = await Items.find(open, { caseId: 1 }).lean();
  const step = Math.max(1, Math.floor(items.length / threshold));
  const chosen = items.filter((_, index) => index % step === 0).slice(0, threshold);
  const times: number[] = [];
  const waiting = chosen.map(({ _id, caseId: execution }) => ({ item: _id, execution }));
  const complete = async (next: { readonly item: string; readonly execution: string }): Promise<void> => {
    const give = (command: ItemCommand): Promise<void> =>
      send(client, next.execution, {
        item: next.item,
        by: { participant: REVIEWER, manager: false, roles: ["reviewer"] },
        command,
      });
    const started = performance.now();
    await give({ type: "claim" });
    await give({ type: "start" });
    await give({ type: "complete", data: { grade: 1 } });
    times.push(performance.now() - started);
  };
  const alone = waiting.splice(0, Math.min(10, Math.floor(threshold / 2)));
  for (const next of alone) await complete(next);
  const cost = median(times);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await complete(next);
    }),
  );
  const worked = chosen.length - alone.length;
  const perSecond = worked / ((performance.now() - from) / 1000);
  const reached = performance.now();
  const { data } = (await handle.result()) as { data: { grades: readonly number[] } };
  if (data.grades.length !== threshold) throw new Error(`${data.grades.length} grades`);
  while ((await Items.countDocuments(open)) > 0) await sleep(20);
  const gone = performance.now() - reached;
  const whole = await handle.describe();
  const left = await Cases.countDocuments({
    "partOf.case": caseId,
    state: { $in: ["running", "suspended"] },
  });
  if (left > 0) throw new Error(`${left} blocks are shown as running`);
  const orphans = await runningBlocks(client, caseId);
  if (orphans > 0) throw new Error(`${orphans} blocks still run in Temporal`);
  return [
    String(count),
    (created / 1000).toFixed(1),
    `${historyLength} / ${Math.ceil(historySize / 1024)}`,
    cost.toFixed(0),
    perSecond.toFixed(1),
    (gone / 1000).toFixed(1),
    `${whole.historyLength} / ${Math.ceil((whole.historySize ?? 0) / 1024)}`,
  ];
}

export async function benchInstances(servers: Servers, dataFolder: string): Promise<void> {
  const counting = await countingServer();
  const registry = await loadRegistry([]);
  const services = localCalls(registry);
  const cast: Cast = {
    dataFolder,
    activities: (writer) => createActivities(services, writer),
    twin: {
      workflows: new URL("twin-workflow.ts", import.meta.url),
      activities: { callConnector: connectorActivity(services) },
    },
  };
  await onStage(servers, cast, async (client) => {
    await putParticipant(participantWith({ id: REVIEWER, roles: ["reviewer"] }));
    const contenders = [mizzen(calling(counting.url)), twin(counting.url)];
    console.log(`${INSTANCES} automated instances, ${THRESHOLD} of which are needed`);
    await compete(client, contenders, {
      cases: 1,
      atOnce: 1,
      perCase: INSTANCES,
      rounds: ROUNDS,
      unit: "instances",
    });
    const rows: (readonly string[])[] = [];
    // inboxes of thousands are looked for as in the product
    await ensureIndexes();
    for (const size of SIZES) rows.push(await human(client, size));
    console.log("human instances, a tenth of which is needed");
    table(
      [
        "instances",
        "s until all are offered",
        "events / KB of the case then",
        "ms an item, alone",
        "items/s, 20 at once",
        "s until the rest is gone",
        "events / KB at the end",
      ],
      rows,
    );
  });
  counting.close();
  await registry.close();
}
