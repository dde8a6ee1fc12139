import assert from "node:assert/strict";
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { showChange } from "../store/show.ts";
import { saveSpecification } from "../../store/specifications.ts";
import { withDatabase } from "../store/database.ts";
import {
  firstChange,
  sampleCase,
  sampleItem,
  sampleSpecification,
  type PersonView,
} from "../store/samples.ts";
import { fakeTemporal, refusal } from "./fake-temporal.ts";
import type { FakeTemporal } from "./fake-temporal.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const [ALICE, BOB, CAROL] = ["alice@acme.com", "bob@acme.com", "carol@acme.com"] as const;

/** What Temporal says of an update whose workflow task was lost, or ended the run. */
function untaken(): Error {
  return new WorkflowUpdateFailedError(
    "rejected",
    ApplicationFailure.create({ type: "UnprocessedUpdate", message: "it wasn't processed by worker" }),
  );
}

describe("commands on work items", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  const tokens: Record<string, string> = {};
  let number = 0;

  before(async function () {
    this.timeout(20_000);
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    await saveSpecification(sampleSpecification());
    for (const person of [ALICE, BOB, CAROL]) await addPerson(person, ["participant"]);
    await addPerson("boss", ["manager"]);
    for (const person of [ALICE, BOB, CAROL, "boss"]) tokens[person] = await api.login(person);
  });
  after(async () => api?.close());
  beforeEach(() => {
    temporal.sent.length = 0;
  });

  const itemWith = async (changes: Partial<PersonView> = {}): Promise<string> => {
    number += 1;
    const caseId = `case-${number}`;
    const id = `${caseId}.1`;
    await showChange(firstChange({ caseId, items: [sampleItem({ id, caseId, ...changes })], events: [] }));
    return id;
  };
  const give = async (id: string, command: string, person: string, body?: unknown): Promise<Reply> =>
    api.send("POST", `/api/v1/work-items/${id}/${command}`, {
      token: tokens[person] ?? "",
      ...(body === undefined ? {} : { body }),
    });
  const started = { status: "started", allocatedTo: ALICE, offeredTo: [] } as const;
  const isProblem = (reply: Reply, status: number, type: string): void => {
    assert.equal(reply.status, status, reply.text);
    assert.equal(reply.body["type"], `/problems/${type}`);
  };

  it("are sent, and answered with the item as it is afterwards", async () => {
    const id = await itemWith();
    const claimed = await give(id, "claim", ALICE);
    assert.equal(claimed.status, 200);
    assert.deepEqual([claimed.body["state"], claimed.body["allocatedTo"]], ["allocated", ALICE]);
    assert.deepEqual(claimed.body["actions"], ["start", "deallocate"]);
    assert.deepEqual(temporal.sent[0]?.message, {
      item: id,
      by: { participant: ALICE, manager: false },
      command: { type: "claim" },
    });
    assert.equal((await give(id, "start", ALICE)).body["state"], "started");
    const completed = await give(id, "complete", ALICE, { data: { decision: "pay" } });
    assert.deepEqual([completed.body["state"], completed.body["next"]], ["completed", []]);
  });

  it("show the schema of what completion takes, and the input", async () => {
    const id = await itemWith();
    const { body } = await api.send("GET", `/api/v1/work-items/${id}`, { token: tokens[ALICE] ?? "" });
    assert.equal(body["state"], "offered");
    assert.equal(body["enabledAt"], "1970-01-01T00:00:01.000Z");
    assert.deepEqual(body["data"], { invoice: "12345" });
    assert.deepEqual(body["actions"], ["claim", "reject"]);
    assert.ok("decision" in ((body["schema"] as { properties: object }).properties ?? {}));
  });

  it("are answered 404 for who may not see the item, 409 for who comes too late", async () => {
    const id = await itemWith();
    isProblem(await give(id, "claim", CAROL), 404, "not-found");
    assert.equal((await give(id, "claim", ALICE)).status, 200);
    const late = await give(id, "claim", BOB);
    isProblem(late, 409, "wrong-state");
    assert.doesNotMatch(late.text, /alice/);
    assert.equal(
      (await api.send("GET", `/api/v1/work-items/${id}`, { token: tokens[BOB] ?? "" })).status,
      404,
    );
    isProblem(await give(id, "start", BOB), 403, "not-eligible");
    isProblem(await give("no-such-item", "claim", ALICE), 404, "not-found");
  });

  it("that no run of the case took are sent again, as the same update", async () => {
    const id = await itemWith();
    temporal.nextError = untaken();
    assert.equal((await give(id, "claim", ALICE)).status, 200);
    const [first, second, ...more] = temporal.sent;
    assert.deepEqual(first, second);
    assert.deepEqual(more, []);
  });

  it("are refused by a manager's name only where they may know it", async () => {
    const id = await itemWith({ status: "allocated", allocatedTo: ALICE, offeredTo: [] });
    const reply = await give(id, "restart", "boss");
    isProblem(reply, 409, "wrong-state");
    assert.match(String(reply.body["detail"]), /alice@acme.com has it/);
    isProblem(await give(await itemWith(), "claim", "boss"), 403, "not-eligible");
  });

  it("are refused in the wrong state, without a word to the case", async () => {
    const id = await itemWith();
    isProblem(await give(id, "start", ALICE), 409, "wrong-state");
    isProblem(await give(id, "complete", ALICE, { data: { decision: "pay" } }), 409, "wrong-state");
    isProblem(
      await give(await itemWith({ status: "cancelled", endedAt: 2_000 }), "claim", ALICE),
      409,
      "wrong-state",
    );
    assert.equal(temporal.sent.length, 0);
  });

  it("that the same person repeats are answered by the case, with the item as it is", async () => {
    const id = await itemWith();
    await give(id, "claim", ALICE);
    await give(id, "start", ALICE);
    temporal.sent.length = 0;
    assert.equal((await give(id, "claim", ALICE)).body["state"], "started");
    assert.equal((await give(id, "start", ALICE)).body["state"], "started");
    assert.equal(temporal.sent.length, 2, "only the case knows that it was done");
  });

  it("complete an item once by submission: the same again is the same, other data is a conflict", async () => {
    const id = await itemWith(started);
    const submission = { data: { decision: "pay" }, submissionId: "s-1" };
    const first = await give(id, "complete", ALICE, submission);
    const second = await give(id, "complete", ALICE, submission);
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.equal(first.text, second.text);
    assert.equal(temporal.sent.length, 2, "only the case knows that it was done");
    assert.match(temporal.sent[0]?.updateId ?? "", /^case-\d+\.1:s-1:[0-9a-f]{16}$/);
    isProblem(
      await give(id, "complete", ALICE, { data: { decision: "send back" }, submissionId: "s-1" }),
      409,
      "submission-conflict",
    );
    isProblem(await give(id, "complete", ALICE, { data: { decision: "pay" } }), 409, "wrong-state");
  });

  it("check the data of a completion before they are sent, with a pointer for each error", async () => {
    const id = await itemWith(started);
    const wrong = await give(id, "complete", ALICE, { data: { decision: 5 } });
    isProblem(wrong, 422, "invalid-data");
    assert.equal((wrong.body["errors"] as { pointer: string }[])[0]?.pointer, "/decision");
    isProblem(await give(id, "complete", ALICE, { data: {} }), 422, "invalid-data");
    isProblem(await give(id, "complete", ALICE, { data: [] }), 422, "invalid-data");
    isProblem(
      await give(id, "complete", ALICE, { data: { decision: "x".repeat(200_000) } }),
      413,
      "too-large",
    );
    assert.equal(temporal.sent.length, 0);
  });

  it("of a hundred at once are conflicts for everybody but the winner, who is asked for nothing else", async () => {
    const id = await itemWith();
    const people = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? ALICE : BOB));
    const replies = await Promise.all(people.map(async (person) => give(id, "claim", person)));
    const winner = temporal.sent[0]?.message.by.participant;
    assert.ok(temporal.sent.every(({ message }) => message.by.participant === winner));
    assert.deepEqual(
      replies.map(({ status }) => status),
      people.map((person) => (person === winner ? 200 : 409)),
    );
  });

  it("that the view shows as done are refused when the case does not have them", async () => {
    const id = await itemWith({
      status: "completed",
      endedBy: ALICE,
      submissionId: "s-2",
      output: { decision: "pay" },
    });
    temporal.everyError = refusal("wrong-state", "It is offered.");
    const reply = await give(id, "complete", ALICE, { data: { decision: "pay" }, submissionId: "s-2" });
    temporal.everyError = undefined;
    isProblem(reply, 409, "wrong-state");
  });

  it("with a key that the case has taken are answered as done, though others went on from there", async () => {
    const id = await itemWith({ status: "cancelled", endedAt: 2_000 });
    const path = `/api/v1/work-items/${id}/allocate`;
    const request = { token: tokens["boss"] ?? "", body: { to: BOB }, headers: { "idempotency-key": "k1" } };
    isProblem(await api.send("POST", path, request), 409, "wrong-state");
    temporal.wasDone = true;
    const again = await api.send("POST", path, request);
    temporal.wasDone = false;
    assert.equal(again.status, 200, again.text);
  });

  it("carry their key to the case, under an update id of their own", async () => {
    const id = await itemWith();
    for (const key of ["k1", "k2"]) {
      await api.send("POST", `/api/v1/work-items/${id}/claim`, {
        token: tokens[ALICE] ?? "",
        headers: { "idempotency-key": key },
      });
    }
    assert.deepEqual(
      temporal.sent.map(({ message }) => message.key),
      ["k1", "k2"],
    );
    assert.notEqual(temporal.sent[0]?.updateId, temporal.sent[1]?.updateId);
    const empty = await api.send("POST", `/api/v1/work-items/${id}/claim`, {
      token: tokens[ALICE] ?? "",
      headers: { "idempotency-key": "x".repeat(300) },
    });
    isProblem(empty, 400, "bad-request");
  });

  it("that a case has taken before it ended are answered as done", async () => {
    const id = await itemWith({
      status: "completed",
      endedBy: ALICE,
      submissionId: "s-3",
      output: { decision: "pay" },
    });
    temporal.nextError = new WorkflowNotFoundError("workflow execution already completed", "case", undefined);
    temporal.wasDone = true;
    const reply = await give(id, "complete", ALICE, { data: { decision: "pay" }, submissionId: "s-3" });
    temporal.wasDone = false;
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.body["state"], "completed");
  });

  it("that the case refuses are answered with its reason", async () => {
    const id = await itemWith();
    temporal.nextError = refusal("mapping-failed", "The mapping of x gives nothing.");
    const reply = await give(id, "claim", ALICE);
    isProblem(reply, 422, "mapping-failed");
    assert.equal(reply.body["detail"], "The mapping of x gives nothing.");
  });

  it("are answered 409 when the case has ended", async () => {
    const id = await itemWith();
    temporal.nextError = new WorkflowNotFoundError("workflow execution already completed", "case", undefined);
    isProblem(await give(id, "claim", ALICE), 409, "wrong-state");
    temporal.nextError = new WorkflowUpdateFailedError(
      "failed",
      ApplicationFailure.create({ type: "AcceptedUpdateCompletedWorkflow", message: "completed" }),
    );
    isProblem(await give(id, "claim", ALICE), 409, "wrong-state");
  });

  it("try a submission again when an old refusal of the same is remembered", async () => {
    const id = await itemWith(started);
    temporal.nextError = refusal("wrong-state", "The case is suspended.");
    assert.equal(
      (await give(id, "complete", ALICE, { data: { decision: "pay" }, submissionId: "s-2" })).status,
      200,
    );
    assert.equal(temporal.sent.length, 2);
  });

  it("give an item only to people there are", async () => {
    const id = await itemWith({ status: "unoffered", offeredTo: [] });
    const offered = await give(id, "offer", "boss", { to: [BOB, "nobody"] });
    isProblem(offered, 422, "invalid-data");
    assert.equal((offered.body["errors"] as { pointer: string }[])[0]?.pointer, "/to/1");
    isProblem(await give(id, "allocate", "boss", { to: "nobody" }), 422, "invalid-data");
    isProblem(await give(id, "offer", "boss", { to: [] }), 422, "invalid-data");
  });
});

describe("starting a case", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  let token = "";
  const path = "/api/v1/cases";
  const request = { specificationId: "Invoices", data: { invoice: "1" } };
  before(async () => {
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    await saveSpecification(sampleSpecification());
    await addPerson("boss", ["manager"]);
    token = await api.login("boss");
  });
  after(async () => api?.close());

  it("answers when the view shows it, with a readable id", async () => {
    const { status, body, headers } = await api.send("POST", path, { token, body: request });
    assert.equal(status, 201);
    assert.match(String(body["id"]), /^Invoices-[a-z0-9]{10}$/);
    assert.equal(body["state"], "running");
    assert.equal(headers.get("location"), `${path}/${String(body["id"])}`);
    assert.equal((await api.send("GET", `${path}/${String(body["id"])}`, { token })).status, 200);
  });

  it("takes an id of one's own, once", async () => {
    const body = { ...request, caseId: "my-case_1.~" };
    assert.equal((await api.send("POST", path, { token, body })).status, 201);
    assert.equal((await api.send("POST", path, { token, body })).status, 409);
    for (const caseId of ["..", "a/b", "a b", "", "x".repeat(101)]) {
      assert.equal(
        (await api.send("POST", path, { token, body: { ...request, caseId } })).status,
        422,
        caseId,
      );
    }
  });

  it("takes no id that a work item or a block of another case may have", async () => {
    const sent = temporal.started.length;
    for (const caseId of ["order.4", "order.4.12", "a.b.0007", ".1", "order-1.2"]) {
      const reply = await api.send("POST", path, { token, body: { ...request, caseId } });
      assert.equal(reply.status, 422, caseId);
      const [error] = reply.body["errors"] as { pointer: string; message: string }[];
      assert.equal(error?.pointer, "/caseId");
      assert.match(error?.message ?? "", /does not end in a full stop and digits/);
    }
    assert.equal(temporal.started.length, sent);
    for (const caseId of ["order.4a", "order.4.", "v1.2-rc", "order4"])
      assert.equal(
        (await api.send("POST", path, { token, body: { ...request, caseId } })).status,
        201,
        caseId,
      );
  });

  it("starts one case for one Idempotency-Key", async () => {
    const headers = { "idempotency-key": "key-1" };
    const first = await api.send("POST", path, { token, headers, body: request });
    const again = await api.send("POST", path, {
      token,
      headers,
      body: { data: { invoice: "1" }, specificationId: "Invoices" },
    });
    assert.deepEqual([first.status, again.status], [201, 201]);
    assert.equal(first.text, again.text);
    const other = await api.send("POST", path, {
      token,
      headers,
      body: { ...request, data: { invoice: "2" } },
    });
    assert.equal(other.status, 409);
    assert.equal(other.body["type"], "/problems/idempotency-conflict");
  });

  it("starts one case for one key also when the requests come at once", async () => {
    const before = temporal.started.length;
    const headers = { "idempotency-key": "key-2" };
    const replies = await Promise.all(
      Array.from({ length: 5 }, async () => api.send("POST", path, { token, headers, body: request })),
    );
    assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([201]));
    assert.equal(new Set(replies.map(({ body }) => body["id"])).size, 1);
    assert.equal(temporal.started.length, before + 1);
  });

  it("does not take somebody else's case for the one of this key", async () => {
    const headers = { "idempotency-key": "key-3" };
    const body = { ...request, caseId: "my-case_1.~" };
    assert.equal((await api.send("POST", path, { token, headers, body })).status, 409);
  });

  it("checks the data and the specification before", async () => {
    const wrong = await api.send("POST", path, { token, body: { ...request, data: { invoice: 5 } } });
    assert.equal(wrong.status, 422);
    assert.equal((wrong.body["errors"] as { pointer: string }[])[0]?.pointer, "/invoice");
    assert.equal((await api.send("POST", path, { token, body: { specificationId: "Nothing" } })).status, 404);
    assert.equal((await api.send("POST", path, { token, body: { ...request, version: "9" } })).status, 404);
  });
});

describe("what others may see of a case", () => {
  withDatabase();
  let api: TestApi;
  before(async () => {
    api = await startApi({ temporal: fakeTemporal().gateway });
    for (const person of [ALICE, CAROL, "starter"]) await addPerson(person, ["participant"]);
    await showChange(firstChange({ case: sampleCase({ startedBy: "starter" }) }));
  });
  after(async () => api?.close());

  it("is everything for who started it, the outline for who works in it, nothing for the rest", async () => {
    const see = async (person: string) =>
      api.send("GET", "/api/v1/cases/case-1", { token: await api.login(person) });
    assert.deepEqual((await see("starter")).body["data"], { invoice: "12345" });
    const outline = await see(ALICE);
    assert.deepEqual(
      [outline.status, outline.body["state"], "data" in outline.body],
      [200, "running", false],
    );
    assert.equal((await see(CAROL)).status, 404);
  });

  it("is the same in lists, and of its events", async () => {
    const alice = await api.login(ALICE);
    const list = await api.send("GET", "/api/v1/cases", { token: alice });
    assert.deepEqual(
      (list.body["items"] as { id: string }[]).map(({ id }) => id),
      ["case-1"],
    );
    assert.equal("data" in ((list.body["items"] as object[])[0] ?? {}), false);
    assert.equal((await api.send("GET", "/api/v1/cases/case-1/events", { token: alice })).status, 403);
    const carol = await api.login(CAROL);
    assert.deepEqual((await api.send("GET", "/api/v1/cases", { token: carol })).body["items"], []);
    assert.equal((await api.send("GET", "/api/v1/cases/case-1/events", { token: carol })).status, 404);
    const starter = await api.login("starter");
    const events = await api.send("GET", "/api/v1/cases/case-1/events", { token: starter });
    assert.deepEqual(events.body["items"], [
      { number: 1, type: "case-started", at: "1970-01-01T00:00:01.000Z", by: "admin" },
    ]);
  });
});
