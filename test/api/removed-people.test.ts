import assert from "node:assert/strict";
import { findItem } from "../../store/items.ts";
import { rememberAnswer, rememberRequest } from "../../store/idempotency.ts";
import { showChange } from "../store/show.ts";
import { putNamed } from "../../store/organisation.ts";
import { saveSpecification } from "../../store/specifications.ts";
import type { CaseState } from "../../store/views.ts";
import { withDatabase } from "../store/database.ts";
import {
  firstChange,
  sampleCase,
  sampleItem,
  sampleSpecification,
  type PersonView,
} from "../store/samples.ts";
import { fakeTemporal } from "./fake-temporal.ts";
import type { FakeTemporal } from "./fake-temporal.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const PASSWORD = "a long enough password";

describe("people who are removed", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  let admin = "";
  let number = 0;
  before(async () => {
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    await saveSpecification(sampleSpecification());
    await putNamed("roles", { id: "clerk", name: "Clerk" });
    await addPerson("admin", ["admin"]);
    admin = await api.login("admin");
  });
  after(async () => api?.close());

  const itemWith = async (changes: Partial<PersonView>, state: CaseState = "running"): Promise<string> => {
    number += 1;
    const caseId = `removed-${number}`;
    const id = `${caseId}.1`;
    const items = [sampleItem({ id, caseId, ...changes })];
    await showChange(
      firstChange({ caseId, case: sampleCase({ state, startedBy: "r2" }), items, events: [] }),
    );
    return id;
  };
  const create = async (id: string, extra: object = {}): Promise<Reply> =>
    api.send("POST", "/api/v1/participants", { token: admin, body: { id, password: PASSWORD, ...extra } });
  const remove = async (id: string): Promise<number> =>
    (await api.send("DELETE", `/api/v1/participants/${id}`, { token: admin })).status;
  const standing = async (id: string): Promise<unknown> => {
    const { status, offeredTo, allocatedTo, draft } = (await findItem(id)) ?? assert.fail();
    return [status, offeredTo, allocatedTo, draft];
  };

  it("leave their offers to the others, and what they own to distribution, with what was saved", async () => {
    await create("r2");
    await create("r1");
    const offered = await itemWith({ offeredTo: ["r1", "r2"] });
    const onlyTheirs = await itemWith({ offeredTo: ["r2"] });
    const allocated = await itemWith({ status: "allocated", offeredTo: [], allocatedTo: "r2" });
    const draft = { decision: "half" };
    const started = await itemWith({ status: "started", offeredTo: [], allocatedTo: "r2", draft });
    const others = await itemWith({ status: "started", offeredTo: [], allocatedTo: "r1" });
    temporal.sent.length = 0;
    assert.equal(await remove("r2"), 204);
    assert.deepEqual(await standing(offered), ["offered", ["r1"], undefined, undefined]);
    assert.deepEqual(await standing(onlyTheirs), ["unoffered", [], undefined, undefined]);
    assert.deepEqual(await standing(allocated), ["unoffered", [], undefined, undefined]);
    assert.deepEqual(await standing(started), ["unoffered", [], undefined, draft]);
    assert.deepEqual(await standing(others), ["started", [], "r1", undefined]);
    assert.ok(temporal.sent.every(({ message }) => message.by.participant === "admin" && message.by.manager));
  });

  it("leave nothing to whoever gets their id: no item, case, password, token, answer or role", async () => {
    await create("again", { roles: ["clerk"] });
    const token = await api.login("again", PASSWORD);
    const ended = await itemWith({
      status: "completed",
      offeredTo: [],
      endedBy: "again",
      endedAt: Date.now() - 1_000,
      output: { decision: "secret of the first" },
    });
    const once = await itemWith({ offeredTo: ["again"] });
    await showChange(
      firstChange({
        caseId: "case-of-again",
        case: sampleCase({ startedBy: "again", startedAt: Date.now() - 1_000 }),
        items: [],
        events: [],
      }),
    );
    await rememberRequest("again:key-1", { digest: "d", caseId: "case-of-again" });
    await rememberAnswer("again:key-1", { id: "case-of-again" });
    const read = async (path: string, of: string): Promise<Reply> =>
      api.send("GET", `/api/v1${path}`, { token: of });
    assert.equal((await read(`/work-items/${ended}`, token)).status, 200, "the first one sees it");
    assert.equal(await remove("again"), 204);

    assert.equal(
      (await create("again", { password: "another long password", access: ["participant", "service"] }))
        .status,
      201,
    );
    assert.equal((await read("/work-items/inbox", token)).status, 401);
    assert.equal(await api.login("again", PASSWORD), "undefined");
    const own = await api.login("again", "another long password");
    assert.deepEqual((await read("/work-items/inbox", own)).body, {
      offered: [],
      allocated: [],
      started: [],
      suspended: [],
    });
    for (const id of [ended, once]) assert.equal((await read(`/work-items/${id}`, own)).status, 404);
    assert.equal(
      (await api.send("POST", `/api/v1/work-items/${once}/claim`, { token: own })).status,
      404,
      "not even that it was offered once",
    );
    assert.equal((await read("/cases/case-of-again", own)).status, 404);
    assert.deepEqual((await read("/cases", own)).body["items"], []);
    assert.deepEqual((await read("/auth/me", own)).body["roles"], []);
    const { isNew } = await rememberRequest("again:key-1", { digest: "other", caseId: "x" });
    assert.equal(isNew, true);
  });

  it("keep their id to themselves as long as a suspended case holds their work; it goes back when the case is resumed", async () => {
    await create("held");
    const held = await itemWith({ status: "started", offeredTo: [], allocatedTo: "held" }, "suspended");
    assert.equal(await remove("held"), 204);
    const early = await create("held");
    assert.deepEqual([early.status, early.body["type"]], [409, "/problems/in-use"]);
    assert.match(String(early.body["detail"]), new RegExp(held.replace(".", "\\.")));
    const caseId = held.split(".")[0] ?? "";
    const whole = await api.send("PUT", "/api/v1/participants/held", { token: admin, body: {} });
    assert.equal(whole.status, 409);
    assert.equal((await api.send("POST", `/api/v1/cases/${caseId}/resume`, { token: admin })).status, 200);
    assert.deepEqual(await standing(held), ["unoffered", [], undefined, undefined]);
    assert.equal((await create("held")).status, 201);
  });

  it("stay, locked, when Temporal cannot be reached, and go when the call is repeated", async () => {
    await create("patient");
    const token = await api.login("patient", PASSWORD);
    const offered = await itemWith({ offeredTo: ["patient"] });
    temporal.nextError = Object.assign(new Error("away"), {
      name: "ServiceError",
      code: 14,
      details: "",
      metadata: {},
    });
    assert.ok([500, 503].includes(await remove("patient")));
    assert.equal((await api.send("GET", "/api/v1/auth/me", { token })).status, 401, "locked at once");
    assert.equal(await remove("patient"), 204);
    assert.deepEqual(await standing(offered), ["unoffered", [], undefined, undefined]);
    assert.equal(await remove("patient"), 404);
  });

  it("are removed with what they hold by a new model of the organisation, too", async () => {
    await create("by-model");
    const offered = await itemWith({ offeredTo: ["by-model"] });
    const put = await api.send("PUT", "/api/v1/organisation", {
      token: admin,
      body: { participants: [{ id: "r1" }] },
    });
    assert.equal(put.status, 200);
    assert.deepEqual(await standing(offered), ["unoffered", [], undefined, undefined]);
  });
});

describe("roles that are removed", () => {
  withDatabase();
  let api: TestApi;
  let admin = "";
  before(async () => {
    api = await startApi();
    await addPerson("admin", ["admin"]);
    admin = await api.login("admin");
  });
  after(async () => api?.close());

  it("have no members when they come back under the same id or name", async () => {
    const send = async (method: string, path: string, body?: unknown): Promise<Reply> =>
      api.send(method, `/api/v1${path}`, { token: admin, ...(body === undefined ? {} : { body }) });
    const rolesOf = async (id: string) => (await send("GET", `/participants/${id}`)).body["roles"];
    await send("POST", "/roles", { id: "clerk", name: "Clerk" });
    await send("POST", "/roles", { id: "other", name: "Other" });
    await send("POST", "/participants", { id: "by-id", roles: ["clerk", "other"] });
    await send("POST", "/participants", { id: "by-name", roles: ["Clerk"] });
    await send("DELETE", "/roles/clerk");
    assert.deepEqual([await rolesOf("by-id"), await rolesOf("by-name")], [["other"], []]);
    await send("PUT", "/participants/admin", { access: ["admin"], roles: ["other"] });
    await send("PUT", "/organisation", { participants: [], roles: [] });
    assert.deepEqual(await rolesOf("admin"), [], "an administrator whom the model does not name");
  });
});
