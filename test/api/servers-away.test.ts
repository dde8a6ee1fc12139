import assert from "node:assert/strict";
import { connect, disconnect, isUnavailable, ping } from "../../store/connect.ts";
import { showChange } from "../store/show.ts";
import { saveSpecification } from "../../store/specifications.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleSpecification } from "../store/samples.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const isAway = (reply: Reply): void => {
  assert.equal(reply.status, 503, reply.text);
  assert.equal(reply.body["type"], "/problems/unavailable");
  assert.ok(Number(reply.headers.get("retry-after")) > 0);
};

describe("the API without Temporal", () => {
  withDatabase();
  let api: TestApi;
  let alice = "";
  let boss = "";
  before(async () => {
    api = await startApi();
    await saveSpecification(sampleSpecification());
    await showChange(firstChange());
    await addPerson("alice@acme.com", ["participant"]);
    await addPerson("boss", ["manager"]);
    alice = await api.login("alice@acme.com");
    boss = await api.login("boss");
  });
  after(async () => api?.close());

  it("shows inboxes and cases", async () => {
    const { body } = await api.send("GET", "/api/v1/work-items/inbox", { token: alice });
    assert.equal((body["offered"] as unknown[]).length, 1);
    assert.equal((await api.send("GET", "/api/v1/cases/case-1", { token: boss })).status, 200);
  });

  it("answers commands and starts with 503, and says that they may be repeated", async () => {
    const claim = await api.send("POST", "/api/v1/work-items/case-1.1/claim", { token: alice });
    isAway(claim);
    assert.match(String(claim.body["detail"]), /repeat/);
    isAway(
      await api.send("POST", "/api/v1/cases", {
        token: boss,
        body: { specificationId: "Invoices", data: { invoice: "1" } },
      }),
    );
  });

  it("says at /readyz what is missing", async () => {
    const reply = await api.send("GET", "/readyz");
    isAway(reply);
    assert.deepEqual([reply.body["mongodb"], reply.body["temporal"]], [true, false]);
    assert.equal((await api.send("GET", "/healthz")).status, 200);
  });
});

describe("the API without MongoDB", () => {
  let api: TestApi;
  before(async () => {
    await disconnect();
    api = await startApi();
  });
  after(async () => api.close());

  it("answers 503 and does not wait for it", async () => {
    isAway(await api.send("POST", "/api/v1/auth/login", { body: { username: "alice", password: "x" } }));
    assert.equal((await api.send("GET", "/healthz")).status, 200);
    assert.equal((await api.send("GET", "/readyz")).body["mongodb"], false);
  });

  it("is told soon that a server cannot be reached", async function () {
    this.timeout(10_000);
    const from = Date.now();
    await assert.rejects(connect("mongodb://127.0.0.1:1/nothing"), isUnavailable);
    await assert.rejects(ping(), isUnavailable);
    assert.ok(Date.now() - from < 6_000);
  });
});
