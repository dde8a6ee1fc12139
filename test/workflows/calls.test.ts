import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import type { ConnectorServices } from "../../activities/call-connector.ts";
import { ConnectorError, Waiting } from "../../activities/connectors/contract.ts";
import { findCase, listEvents } from "../../store/cases.ts";
import { findItem } from "../../store/items.ts";
import { CASE_WORKFLOW, STATE } from "../../workflows/messages.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { ConnectorCall, Decomposition, Instances } from "../../yawl/model/specification.ts";
import { OUTSIDE, type ItemCommand } from "../../yawl/work/command.ts";
import type { NetShape } from "../net/build.ts";
import { net, specification } from "../case/walk.ts";
import { CaseBed, type RunningCase } from "./case-bed.ts";

type Run = ConnectorServices["run"];

const ANY = { kind: "json", schema: {} } as const;

function automated(call: Partial<ConnectorCall> = {}): Decomposition {
  return {
    kind: "work",
    id: "fetch",
    root: "fetch",
    inputs: [{ name: "n", type: ANY }],
    outputs: [],
    interaction: "automated",
    call: { connector: "test", configuration: { colour: "blue" }, ...call },
  };
}

const NEXT = { language: "xpath", text: "$value" } as const;

/** Tasks `t1`, `t2`, ... that call one after the other, each with what the one before answered. */
function sequence(length: number, call: Partial<ConnectorCall> = {}): CompiledSpecification {
  const ids = Array.from({ length }, (_, index) => `t${index + 1}`);
  const shape: NetShape = {
    start: ["t1"],
    tasks: Object.fromEntries(ids.map((id, index) => [id, { to: [ids[index + 1] ?? "o"] }])),
  };
  const task = {
    decomposition: "fetch",
    startingMappings: [{ query: { language: "variable", text: "n" }, mapsTo: "n" }],
    completedMappings: [{ query: NEXT, mapsTo: "n" }],
  } as const;
  const root = net(shape, {
    inputs: [{ name: "n", type: ANY }],
    tasks: Object.fromEntries(ids.map((id) => [id, task])),
  });
  return specification([root], [automated(call)], {}, () => ({ version: 1, answers: ["value"] }));
}

describe("Automated tasks in the case workflow", function () {
  this.timeout(120_000);
  let bed: CaseBed;
  /** what the connector does in the test that runs */
  let run: Run;

  before(async function () {
    const opened = await CaseBed.open(undefined, async (call, context) => run(call, context));
    if (!opened) return this.skip();
    bed = opened;
  });

  after(async () => {
    await (bed as CaseBed | undefined)?.close();
  });

  const manage = (running: RunningCase, number: number, command: ItemCommand) =>
    running.send({ item: `${running.id}.${number}`, by: { participant: "ann", manager: true }, command });

  async function untilItem(running: RunningCase, number: number, status: string) {
    for (let tries = 0; tries < 500; tries += 1) {
      const item = await findItem(`${running.id}.${number}`);
      if (item?.status === status) return item;
      await sleep(20);
    }
    return assert.fail(`the item is not ${status}`);
  }

  it("call their connector with configuration, input and key, one after the other, and the case completes", async () => {
    const seen: unknown[] = [];
    run = async ({ input, configuration, connector, version }, { idempotencyKey, work }) => {
      seen.push({ input, configuration, connector, version, idempotencyKey, task: work.taskId });
      return { value: Number(input["n"]) + 1 };
    };
    const running = await bed.launch(sequence(3), { n: 0 });
    const outcome = await running.handle.result();
    assert.deepEqual(outcome, { state: "completed", data: { n: 3 } });
    const common = { configuration: { colour: "blue" }, connector: "test", version: 1 };
    assert.deepEqual(seen, [
      { ...common, input: { n: 0 }, idempotencyKey: `${running.id}.1`, task: "t1" },
      { ...common, input: { n: 1 }, idempotencyKey: `${running.id}.2`, task: "t2" },
      { ...common, input: { n: 2 }, idempotencyKey: `${running.id}.3`, task: "t3" },
    ]);
    const view = await findItem(`${running.id}.2`);
    assert.deepEqual([view?.status, view?.output, view?.endedBy], ["completed", { value: 2 }, undefined]);
  });

  it("cost the events of an activity each and no more: the view is told beside the history", async () => {
    run = async () => ({ value: 1 });
    const events = async (length: number): Promise<number> => {
      const running = await bed.launch(sequence(length), { n: 0 });
      await running.handle.result();
      return (await running.handle.describe()).historyLength;
    };
    const [short, long] = [await events(2), await events(12)];
    // scheduled, started, completed; the workflow task's scheduled, started, completed
    assert.equal((long - short) / 10, 6);
  });

  // before the tests that abandon an activity: the server then skips no more time
  it("fail when the callback does not come in time", async () => {
    run = async () => new Waiting(3_600_000);
    const running = await bed.launch(sequence(1), { n: 0 });
    await untilItem(running, 1, "started");
    // time is skipped while somebody waits for the result
    const ended = running.handle.result().catch(() => undefined);
    const item = await untilItem(running, 1, "suspended");
    assert.equal(item.failure?.type, "callback-timeout");
    await manage(running, 1, { type: "skip" }).catch(() => undefined);
    await ended;
  });

  it("try again what may succeed, after the time that the other side asked for, with the same key", async () => {
    const keys: string[] = [];
    const times: number[] = [];
    run = async (_, { idempotencyKey, attempt }) => {
      keys.push(idempotencyKey);
      times.push(await bed.environment.currentTimeMs());
      if (attempt < 3) throw new ConnectorError("busy", "later", { retryable: true, retryAfter: 90_000 });
      return { value: attempt };
    };
    const running = await bed.launch(sequence(1), { n: 0 });
    const outcome = await running.handle.result();
    assert.equal(outcome.data.n, 3);
    assert.equal(new Set(keys).size, 1);
    assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 89_000, "the pause that was asked for");
  });

  it("suspend an item whose call failed for good, with the cause in view, events and details; a retry goes on", async () => {
    run = async () => {
      throw new ConnectorError("http-status", "404 Not Found", {
        retryable: false,
        details: { status: 404 },
      });
    };
    const running = await bed.launch(sequence(2), { n: 0 });
    const item = await untilItem(running, 1, "suspended");
    const { type, message, attempts, details } = item.failure ?? {};
    assert.deepEqual(
      [type, message, attempts, details],
      ["http-status", "404 Not Found", 1, { status: 404 }],
    );
    // events are written at the same moment as items, and may be there a little later
    for (let tries = 0; ; tries += 1) {
      const { items } = await listEvents(running.id, { limit: 100 });
      const suspended = items.find((event) => event.type === "item-suspended");
      if (suspended?.details?.["failure"] === "http-status") break;
      assert.ok(tries < 100, JSON.stringify(suspended));
      await sleep(20);
    }
    run = async () => ({ value: 7 });
    await manage(running, 1, { type: "retry" });
    assert.equal((await running.handle.result()).data.n, 7);
  });

  it("give up after the attempts of their policy, and may be skipped with an output by hand", async () => {
    let count = 0;
    run = async () => {
      count += 1;
      throw new ConnectorError("reset", "reset", { retryable: true });
    };
    const running = await bed.launch(sequence(1, { retry: { attempts: 2, initialInterval: "PT1S" } }), {
      n: 0,
    });
    const item = await untilItem(running, 1, "suspended");
    assert.deepEqual([count, item.failure?.attempts], [2, 2]);
    await manage(running, 1, { type: "skip", data: { value: "by hand" } });
    assert.equal((await running.handle.result()).data.n, "by hand");
  });

  it("fail the case when a manager gives them up, with the cause as the workflow's failure", async () => {
    run = async () => {
      throw new ConnectorError("final", "no", { retryable: false });
    };
    const running = await bed.launch(sequence(1), { n: 0 });
    await untilItem(running, 1, "suspended");
    await manage(running, 1, { type: "fail", reason: "hopeless" });
    await assert.rejects(running.handle.result(), (error) => {
      assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
      assert.equal(error.cause.type, "connector-failed");
      return true;
    });
    const view = await findCase(running.id);
    assert.deepEqual([view?.state, view?.fault?.type], ["failed", "connector-failed"]);
  });

  it("stop their call when the case is cancelled", async () => {
    const aborted: unknown[] = [];
    run = async (_, { signal }) => {
      await once(signal, "abort");
      aborted.push(signal.reason);
      throw new ConnectorError("cancelled", "cancelled", { retryable: true });
    };
    const running = await bed.launch(sequence(1), { n: 0 });
    await untilItem(running, 1, "started");
    await running.send({ by: { participant: "ann", manager: true }, command: { type: "cancel-case" } });
    assert.equal((await running.handle.result()).state, "cancelled");
    assert.equal((await findItem(`${running.id}.1`))?.status, "cancelled");
    for (let tries = 0; aborted.length === 0 && tries < 400; tries += 1) await sleep(50);
    assert.equal(aborted.length, 1, "the call was told to stop");
  });

  it("fail by the time limit of an attempt when nothing answers", async () => {
    run = async (_, { signal }) => {
      await once(signal, "abort");
      throw new ConnectorError("cancelled", "cancelled", { retryable: true });
    };
    const running = await bed.launch(sequence(1, { timeout: "PT2S", retry: { attempts: 1 } }), { n: 0 });
    const item = await untilItem(running, 1, "suspended");
    assert.equal(item.failure?.type, "time-limit");
    await running.handle.terminate();
  });

  it("wait for a callback that their connector asked an outside system for", async () => {
    run = async () => new Waiting(3_600_000);
    const running = await bed.launch(sequence(1), { n: 0 });
    for (let tries = 0; (await findItem(`${running.id}.1`))?.call?.waitsUntil === undefined; tries += 1) {
      assert.ok(tries < 500, "it does not wait");
      await sleep(20);
    }
    const callback = { type: "callback", data: { value: "from outside" } } as const;
    await running.send({ item: `${running.id}.1`, by: OUTSIDE, command: callback });
    assert.equal((await running.handle.result()).data.n, "from outside");
  });

  it("of many instances stop the calls that the threshold leaves over", async () => {
    const instances: Instances = {
      minimum: 1,
      maximum: 5,
      threshold: 2,
      creation: "static",
      count: { language: "xpath", text: "5" },
      index: "n",
      output: { query: NEXT, variable: "n" },
    };
    const root = net(
      { start: ["a"], tasks: { a: { to: ["o"] } } },
      { locals: [{ name: "n", type: ANY }], tasks: { a: { decomposition: "fetch", instances } } },
    );
    const compiled = specification([root], [automated()], {}, () => ({ version: 1, answers: ["value"] }));
    run = async ({ input }, { signal }) => {
      if (Number(input["n"]) > 2) {
        await once(signal, "abort");
        throw new ConnectorError("cancelled", "cancelled", { retryable: true });
      }
      return { value: input["n"] ?? null };
    };
    const running = await bed.launch(compiled);
    assert.deepEqual((await running.handle.result()).data.n, [1, 2]);
    const states = await Promise.all(
      [1, 2, 3, 4, 5].map(async (n) => (await findItem(`${running.id}.${n}`))?.status),
    );
    assert.deepEqual(states, ["completed", "completed", "cancelled", "cancelled", "cancelled"]);
  });

  it("go on in a new run: calls are made with the same key, and callbacks are waited for", async () => {
    run = async (_, { signal }) => {
      await once(signal, "abort");
      throw new ConnectorError("cancelled", "cancelled", { retryable: true });
    };
    const compiled = sequence(1);
    const first = await bed.launch(compiled, { n: 0 });
    await untilItem(first, 1, "started");
    const state = await first.handle.query<CaseState>(STATE);
    await first.handle.terminate();
    const keys: string[] = [];
    run = async (_, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      return { value: "second run" };
    };
    const second = await bed.environment.client.workflow.start(CASE_WORKFLOW, {
      workflowId: first.id,
      taskQueue: "case-test",
      args: [
        { caseId: first.id, data: { n: 0 }, startedBy: "tester" },
        compiled,
        { state, projection: { revision: 10, lastEvent: 10, startedAt: 0 } },
      ],
    });
    assert.equal((await second.result()).data.n, "second run");
    assert.deepEqual(keys, [`${first.id}.1`]);
  });
});
