import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowFailedError, WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { findCase, listEvents } from "../../store/cases.ts";
import { findItem } from "../../store/items.ts";
import { COMMAND, STATE } from "../../workflows/messages.ts";
import type { Fault } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { CaseBed, specificationOf, type RunningCase } from "./case-bed.ts";

const ALICE = "alice@acme.com";

/** One person orders; what they order is counted by a mapping that a wrong count makes fail. */
const ORDERS = specificationOf(`mizzen: 1
id: orders
version: "1.0"
data:
  limit: { type: integer, default: 3 }
  colour: { type: string, enum: [red, blue], default: red }
  lines: { type: array, items: { type: object, properties: { id: { type: integer } }, required: [id] }, default: [] }
start: order
tasks:
  order:
    offer: { roles: [clerk] }
    input: { most: $limit }
    output: { colour: { type: string, enum: [red, blue] }, lines: { type: array, items: { type: object, properties: { id: { type: integer } }, required: [id] } } }
    next: follow
  follow:
    offer: { roles: [clerk] }
    input: { first: "if (count($lines?*) > 0) then $lines?1?id else error()" }
    next: end
`);

describe("Wrong data that reaches a case past the API", function () {
  this.timeout(120_000);
  let bed: CaseBed;

  before(async function () {
    const opened = await CaseBed.open();
    if (!opened) return this.skip();
    bed = opened;
    await bed.person(ALICE, ["clerk"]);
  });

  after(async () => {
    await (bed as CaseBed | undefined)?.close();
  });

  async function started(): Promise<RunningCase> {
    const running = await bed.launch(ORDERS);
    await until(async () => (await findItem(`${running.id}.1`))?.status === "offered");
    await running.give(1, ALICE, { type: "claim" });
    await running.give(1, ALICE, { type: "start" });
    return running;
  }

  async function refusals(running: RunningCase): Promise<readonly JsonObject[]> {
    const { items } = await listEvents(running.id, { limit: 100 });
    return items.filter(({ type }) => type === "command-refused").map(({ details }) => details as JsonObject);
  }

  async function faultOf(attempt: Promise<unknown>): Promise<Fault> {
    try {
      await attempt;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
        return error.cause.details?.[0] as Fault;
      }
      throw error;
    }
    return assert.fail("it was not refused");
  }

  it("a signal changes nothing, and the case's events say what was wrong at which place", async () => {
    const running = await started();
    await running.give(1, ALICE, { type: "save", data: { colour: "re", lines: "half-typed" } });
    const before: unknown = await running.handle.query(STATE);
    const data = { colour: "green", lines: [{ id: 1 }, { id: "x" }], extra: true };
    await running.handle.signal(COMMAND, running.message(1, ALICE, { type: "complete", data }));
    await until(async () => (await refusals(running)).length === 1);
    const [refused] = await refusals(running);
    assert.equal(refused?.["command"], "complete");
    assert.equal(refused?.["fault"], "invalid-data");
    assert.deepEqual(
      ((refused?.["errors"] ?? []) as { pointer: string }[]).map(({ pointer }) => pointer),
      ["/extra", "/colour", "/lines/1/id"],
    );
    assert.deepEqual(await running.handle.query(STATE), before);
    const item = await findItem(`${running.id}.1`);
    assert.equal(item?.status, "started");
    assert.deepEqual(item?.draft, { colour: "re", lines: "half-typed" }, "what was saved is kept");
    await running.give(1, ALICE, { type: "complete", data: { colour: "blue", lines: [{ id: 7 }] } });
    assert.deepEqual((await findItem(`${running.id}.2`))?.data, { first: 7 });
  });

  it("signals of no shape at all are told as well, and the case goes on", async () => {
    const running = await started();
    const strange: readonly unknown[] = [
      null,
      "complete",
      [],
      { item: `${running.id}.1` },
      { ...running.message(1, ALICE, { type: "claim" }), command: { type: "toString" } },
      { ...running.message(1, ALICE, { type: "claim" }), command: { type: "complete", data: [1] } },
      { ...running.message(1, ALICE, { type: "claim" }), item: 5 },
    ];
    for (const message of strange) await running.handle.signal(COMMAND, message);
    await until(async () => (await refusals(running)).length === strange.length);
    assert.equal((await findItem(`${running.id}.1`))?.status, "started");
    assert.equal((await findCase(running.id))?.state, "running");
  });

  it("an update is answered with the fault and its pointers, and leaves no trace", async () => {
    const running = await started();
    const fault = await faultOf(running.give(1, ALICE, { type: "complete", data: { colour: "red" } }));
    assert.equal(fault.type, "invalid-data");
    assert.deepEqual(fault.details, [{ pointer: "/lines", message: "is missing" }]);
    assert.deepEqual(await refusals(running), []);
  });

  it("an item whose input cannot be made is not started, and says why at every attempt", async () => {
    const running = await started();
    await running.give(1, ALICE, { type: "complete", data: { colour: "red", lines: [] } });
    await until(async () => (await findItem(`${running.id}.2`))?.status === "offered");
    await running.give(2, ALICE, { type: "claim" });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const fault = await faultOf(running.give(2, ALICE, { type: "start" }));
      assert.equal(fault.type, "mapping-failed");
      assert.match(fault.message, /The mapping to "first" failed\./);
    }
    assert.equal((await findItem(`${running.id}.2`))?.status, "allocated");
  });

  it("a case with launch data that does not fit fails at once, with the places", async () => {
    const strict = specificationOf(`mizzen: 1
id: strict
version: "1.0"
input: { amount: number }
start: a
tasks:
  a: { offer: { roles: [clerk] }, next: end }
`);
    const running = await bed.launch(strict, { amount: "much", colour: 1 });
    const error: unknown = await running.handle.result().catch((failure: unknown) => failure);
    assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
    assert.equal(error.cause.type, "invalid-data");
    const fault = error.cause.details?.[0] as Fault;
    assert.deepEqual(
      fault.details?.map(({ pointer }) => pointer),
      ["/colour", "/amount"],
    );
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, "not within 15 s");
    await sleep(20);
  }
}
