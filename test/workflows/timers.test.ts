import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { findCase, listEvents } from "../../store/cases.ts";
import { findItem } from "../../store/items.ts";
import type { ItemView } from "../../store/views.ts";
import { COMMAND } from "../../workflows/messages.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { CaseBed, specificationOf, type RunningCase } from "./case-bed.ts";

const ALICE = "alice@acme.com";
const MINUTE = 60_000;

/** A specification of the dialect with these lines. */
function specified(...lines: readonly string[]): CompiledSpecification {
  return specificationOf(["mizzen: 1", "id: timed", 'version: "1.0"', ...lines].join("\n"));
}

const PAYMENT = specified(
  "data: { paid: { type: string, default: nothing } }",
  "start: pay",
  "tasks:",
  "  pay: { offer: { roles: [clerk] }, output: [paid], timer: { after: PT30M, remind: [{ before: PT5M }] }, next: check }",
  "  check: { offer: { roles: [clerk] }, next: end }",
);

describe("Timers of cases in Temporal (scenario 3)", function () {
  this.timeout(120_000);
  let bed: CaseBed;

  before(async function () {
    // each workflow task replays the history, also for another worker than the one before
    const opened = await CaseBed.open(undefined, undefined, { maxCachedWorkflows: 0 });
    if (!opened) return this.skip();
    bed = opened;
    await bed.person(ALICE, ["clerk"]);
  });

  after(async () => {
    await (bed as CaseBed | undefined)?.close();
  });

  async function when(id: string, isReached: (item: ItemView) => boolean): Promise<ItemView> {
    for (;;) {
      const item = await findItem(id);
      if (item && isReached(item)) return item;
      await sleep(20);
    }
  }

  async function offered(id: string): Promise<ItemView> {
    return await when(id, ({ status }) => status === "offered");
  }

  async function countOf(running: RunningCase, type: string): Promise<number> {
    const history = await bed.environment.client.workflow.getHandle(running.id).fetchHistory();
    return (history.events ?? []).filter(
      ({ [`${type}EventAttributes` as "timerStartedEventAttributes"]: found }) => found,
    ).length;
  }

  it("30 minutes pass: work that nobody has begun is skipped, and the case goes on", async () => {
    const running = await bed.launch(PAYMENT);
    const item = await offered(`${running.id}.1`);
    assert.equal(item.deadline, item.enabledAt + 30 * MINUTE);
    let view = await findCase(running.id);
    // of a new case the items are written first
    for (; !view; view = await findCase(running.id)) await sleep(20);
    assert.deepEqual(view.timers, [
      { net: "timed", task: "pay", item: item.id, state: "active", due: item.deadline },
    ]);
    await bed.environment.sleep("29 minutes");
    assert.equal((await findItem(item.id))?.status, "offered");
    await bed.environment.sleep("2 minutes");
    const skipped = await when(item.id, ({ status }) => status === "skipped");
    assert.deepEqual([skipped.output, skipped.cause, skipped.endedBy], [{ paid: "" }, "expired", undefined]);
    await offered(`${running.id}.2`);
    const { items: events } = await listEvents(running.id, { limit: 50 });
    const types = events.map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => /remind|timer|skipped/.test(type)),
      ["item-reminded", "timer-expired", "item-skipped"],
    );
    assert.deepEqual((await findCase(running.id))?.timers, [{ net: "timed", task: "pay", state: "expired" }]);
    await running.work(2, ALICE);
    await running.handle.result();
  });

  it("what is started is completed with what was saved, and who comes too late is told so", async () => {
    const running = await bed.launch(PAYMENT);
    await offered(`${running.id}.1`);
    await running.give(1, ALICE, { type: "claim" });
    await running.give(1, ALICE, { type: "start" });
    await running.give(1, ALICE, { type: "save", data: { paid: "half" } });
    await bed.environment.sleep("31 minutes");
    const ended = await when(`${running.id}.1`, ({ status }) => status === "completed");
    assert.deepEqual(ended.output, { paid: "half" });
    await assert.rejects(running.give(1, ALICE, { type: "complete", data: { paid: "all" } }), (error) => {
      assert.ok(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure);
      assert.equal(error.cause.type, "wrong-state");
      return true;
    });
    await offered(`${running.id}.2`);
    await running.work(2, ALICE);
    assert.deepEqual((await running.handle.result()) as unknown, {
      state: "completed",
      data: { paid: "half" },
    });
  });

  it("expires though the worker that set it has ended", async () => {
    const running = await bed.launch(PAYMENT);
    await offered(`${running.id}.1`);
    // the test server does not skip time while a workflow task waits for a worker: nothing is due yet
    await bed.withoutWorker(async () => bed.environment.sleep("20 minutes"));
    await bed.environment.sleep("11 minutes");
    await when(`${running.id}.1`, ({ status }) => status === "skipped");
    await offered(`${running.id}.2`);
    await running.work(2, ALICE);
    await running.handle.result();
  });

  it("expires in the run that goes on after the one that set it", async () => {
    const running = await bed.launch(PAYMENT, {}, CURRENT_FLAGS, undefined, 3);
    const { deadline } = await offered(`${running.id}.1`);
    await running.give(1, ALICE, { type: "claim" });
    await running.give(1, ALICE, { type: "start" });
    await running.give(1, ALICE, { type: "save", data: { paid: "half" } });
    const handle = bed.environment.client.workflow.getHandle(running.id);
    while ((await handle.describe()).runId === running.handle.firstExecutionRunId) await sleep(20);
    assert.equal((await findItem(`${running.id}.1`))?.deadline, deadline);
    await bed.environment.sleep("31 minutes");
    const ended = await when(`${running.id}.1`, ({ status }) => status === "completed");
    assert.deepEqual(ended.output, { paid: "half" });
    await offered(`${running.id}.2`);
    await handle.executeUpdate(COMMAND, {
      args: [{ by: { participant: "ann", manager: true }, command: { type: "cancel-case" } }],
    });
    await handle.result();
  });

  it("a hundred timers cost nothing when other work is completed", async () => {
    const tasks = Array.from({ length: 100 }, (_, index) => `t${index}`);
    const compiled = specified(
      "start: fork",
      "tasks:",
      `  fork: { split: and, next: [${tasks.join(", ")}, other] }`,
      ...tasks.map((task) => `  ${task}: { offer: { roles: [clerk] }, timer: { after: P1D }, next: join }`),
      "  other: { offer: { roles: [clerk] }, next: another }",
      "  another: { offer: { roles: [clerk] }, next: join }",
      "  join: { join: and, next: end }",
    );
    const running = await bed.launch(compiled);
    await offered(`${running.id}.101`);
    // answered only when the workflow task that set the timers is in the history
    await running.give(101, ALICE, { type: "claim" });
    assert.equal(await countOf(running, "timerStarted"), 100);
    await running.give(101, ALICE, { type: "start" });
    await running.give(101, ALICE, { type: "complete", data: {} });
    await offered(`${running.id}.102`);
    await running.work(102, ALICE);
    await running.work(1, ALICE);
    assert.equal(await countOf(running, "timerStarted"), 100);
    assert.equal(await countOf(running, "timerCanceled"), 1);
    await bed.environment.sleep("25 hours");
    await running.handle.result();
    assert.equal(await countOf(running, "timerFired"), 99);
  });
});
