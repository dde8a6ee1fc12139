import assert from "node:assert/strict";
import { ConnectorError } from "../../activities/connectors/contract.ts";
import { Targets } from "../../activities/connectors/network/targets.ts";
import { answerOf, contextWith, errorOf, json, World } from "./world.ts";

function later(milliseconds: number): Promise<void> {
  return new Promise((settle) => {
    setTimeout(settle, milliseconds);
  });
}

describe("Calls to one target", () => {
  const world = new World();
  afterEach(() => world.close());

  it("are not made for a while after it has failed several times in a row", async () => {
    let requests = 0;
    let status = 503;
    const url = await world.serve((_, response) => {
      requests += 1;
      json(response, {}, status);
    });
    const registry = await world.registry({ limits: { failures: 3, openFor: 150, busyFor: 10 } });
    for (const _ of [1, 2, 3]) assert.equal((await errorOf(registry, "http", { url })).type, "http-status");
    const began = Date.now();
    const open = await errorOf(registry, "http", { url });
    assert.deepEqual([open.type, open.retryable, requests], ["circuit-open", true, 3]);
    assert.ok(open.retryAfter !== undefined && open.retryAfter > 50 && open.retryAfter <= 150);
    assert.ok(Date.now() - began < 100, "it was refused at once");

    const other = await world.serve((_, response) => json(response, {}));
    assert.equal(
      (await answerOf(registry, "http", { url: other }))["status"],
      200,
      "another target is called",
    );

    await later(160);
    assert.equal((await errorOf(registry, "http", { url })).type, "http-status", "one call tries again");
    assert.equal(
      (await errorOf(registry, "http", { url })).type,
      "circuit-open",
      "and shows it is down still",
    );
    await later(160);
    status = 200;
    assert.equal((await answerOf(registry, "http", { url }))["status"], 200);
    assert.equal((await answerOf(registry, "http", { url }))["status"], 200, "all are made again");
  });

  it("are stopped by refused connections and time limits, not by what a request itself is answered", async () => {
    const registry = await world.registry({ limits: { failures: 2 } });
    let status = 404;
    const url = await world.serve((_, response) => json(response, {}, status));
    for (status of [404, 429, 501, 400, 404]) {
      assert.equal((await errorOf(registry, "http", { url })).type, "http-status");
    }
    const dead = { url: "http://127.0.0.1:1/" };
    for (const type of ["connection-refused", "connection-refused", "circuit-open"]) {
      assert.equal((await errorOf(registry, "http", dead)).type, type);
    }
    const silent = { url: await world.serve(() => undefined), limits: { total: "PT0.05S" } };
    for (const type of ["time-limit", "time-limit", "circuit-open"]) {
      assert.equal((await errorOf(registry, "http", silent)).type, type);
    }
  });

  it("fill at most their own places, however slow it is", async () => {
    const answers: (() => void)[] = [];
    const url = await world.serve((_, response) => void answers.push(() => json(response, {})));
    const registry = await world.registry({ limits: { concurrency: 2, waiting: 1, busyFor: 500 } });
    const running = [1, 2, 3].map(() => answerOf(registry, "http", { url }));
    await later(50);
    assert.equal(answers.length, 2, "the third waits for its turn");
    const busy = await errorOf(registry, "http", { url });
    assert.deepEqual([busy.type, busy.retryable, busy.retryAfter], ["busy", true, 500]);
    for (const answer of answers.splice(0)) answer();
    await later(50);
    for (const answer of answers.splice(0)) answer();
    assert.equal((await Promise.all(running)).length, 3);
  });

  it("end at once when they are cancelled while they wait for their turn", async () => {
    const url = await world.serve(() => undefined);
    const registry = await world.registry({ limits: { concurrency: 1, waiting: 1 } });
    const first = errorOf(registry, "http", { url, limits: { total: "PT2S" } });
    const context = contextWith({ signal: AbortSignal.timeout(30) });
    const began = Date.now();
    assert.equal((await errorOf(registry, "http", { url }, {}, context)).type, "cancelled");
    assert.ok(Date.now() - began < 1_000);
    assert.equal((await first).type, "time-limit");
  });

  it("leave their place when they are cancelled, and do not count as failures", async () => {
    const url = await world.serve(() => undefined);
    const registry = await world.registry({ limits: { concurrency: 1, waiting: 0, failures: 1 } });
    for (const _ of [1, 2, 3]) {
      const context = contextWith({ signal: AbortSignal.timeout(20) });
      assert.equal((await errorOf(registry, "http", { url }, {}, context)).type, "cancelled");
    }
  });

  it("leave the circuit open when the one that tries again is cancelled, and the others do not wait for it", async () => {
    const targets = new Targets({ failures: 1, openFor: 30, busyFor: 5 });
    const down = async (): Promise<never> => {
      throw new ConnectorError("connection-refused", "down", { retryable: true });
    };
    await assert.rejects(targets.run("t", down), { type: "connection-refused" });
    await later(40);
    let cancel: (reason: Error) => void = () => undefined;
    const trial = targets.run("t", () => new Promise((_, fail) => (cancel = fail)));
    await later(5);
    await assert.rejects(
      targets.run("t", async () => 1),
      { type: "circuit-open" },
    );
    cancel(new Error("cancelled"));
    await assert.rejects(trial, { message: "cancelled" });
    await assert.rejects(
      targets.run("t", async () => 1),
      { type: "circuit-open" },
    );
    await later(40);
    assert.equal(await targets.run("t", async () => 1), 1);
  });
});
