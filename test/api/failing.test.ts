import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { WorkflowHandle } from "@temporalio/client";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { failingExecutions, taskFailureOf } from "../../api/failing.ts";
import type { TaskFailure } from "../../api/failing.ts";
import { TOOLS_FOLDER } from "../../dev/servers/found.ts";
import { findTemporal } from "../../dev/servers/temporal.ts";
import { CASE_WORKFLOW } from "../../workflows/messages.ts";

const TASK_QUEUE = "failing-test";
const NOTED_AFTER = "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute";

describe("A case whose workflow task keeps failing", function () {
  this.timeout(120_000);
  let environment: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;

  before(async () => {
    try {
      Runtime.install({
        logger: new DefaultLogger("ERROR", () => undefined),
        telemetryOptions: { logging: { filter: "ERROR", forward: {} } },
      });
    } catch {
      // another test installed it
    }
    const program = await findTemporal(TOOLS_FOLDER, () => undefined);
    environment = await TestWorkflowEnvironment.createLocal({
      server: {
        executable: { type: "existing-path", path: program },
        log: { format: "pretty", level: "error" },
        // It is five by default: most of a minute.
        extraArgs: ["--dynamic-config-value", `${NOTED_AFTER}=2`],
      },
    });
    worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue: TASK_QUEUE,
      workflowsPath: fileURLToPath(new URL("failing-workflows.ts", import.meta.url)),
      activities: { nothing: async () => undefined },
    });
    running = worker.run();
  });

  after(async () => {
    worker?.shutdown();
    await running;
    await environment?.teardown();
  });

  async function start(workflowId: string, when: string): Promise<WorkflowHandle> {
    return await environment.client.workflow.start(CASE_WORKFLOW, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [when],
    });
  }

  async function untilFailing(workflowId: string): Promise<TaskFailure> {
    for (;;) {
      const failure = await taskFailureOf(environment.client, workflowId);
      if (failure) return failure;
      await sleep(100);
    }
  }

  it("is told with the worker's reason, since when, and how often it was tried", async () => {
    const from = Date.now();
    const handle = await start("fails-at-once", "at once");
    const { reason, since, attempts } = await untilFailing("fails-at-once");
    assert.equal(reason, "TypeError: tokens is not iterable");
    assert.ok(since >= from - 1_000 && since <= Date.now(), String(since));
    assert.ok(attempts >= 2);
    // The worker lets later attempts run into their time limit of ten seconds, so as not to fail all the time.
    let later = await untilFailing("fails-at-once");
    while (later.attempts === attempts) {
      await sleep(500);
      later = await untilFailing("fails-at-once");
    }
    assert.equal(later.since, since, "the same series");
    await handle.terminate();
    assert.equal(await taskFailureOf(environment.client, "fails-at-once"), undefined);
  });

  it("is told when it fails in a later task", async () => {
    const handle = await start("fails-later", "after the signal");
    await sleep(1_000);
    assert.equal(await taskFailureOf(environment.client, "fails-later"), undefined);
    await handle.signal("go");
    assert.equal((await untilFailing("fails-later")).reason, "RangeError: no such place");
    await handle.terminate();
  });

  it("is not told of cases that go on, that have ended, or that are not there", async () => {
    const handle = await start("goes-on", "never");
    await sleep(500);
    assert.equal(await taskFailureOf(environment.client, "goes-on"), undefined);
    await handle.signal("go");
    await handle.result();
    assert.equal(await taskFailureOf(environment.client, "goes-on"), undefined);
    assert.equal(await taskFailureOf(environment.client, "not-there"), undefined);
  });

  it("is listed by a server that notes such cases", async () => {
    const handles = await Promise.all([start("listed", "at once"), start("not-listed", "never")]);
    const until = Date.now() + 60_000;
    let listed: readonly string[] = [];
    while (listed.length === 0 && Date.now() < until) {
      await sleep(500);
      listed = await failingExecutions(environment.client, 10);
    }
    assert.deepEqual(listed, ["listed"]);
    await Promise.all(handles.map(async (handle) => handle.terminate()));
  });
});
