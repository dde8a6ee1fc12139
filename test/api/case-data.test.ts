import assert from "node:assert/strict";
import { showChange } from "../store/show.ts";
import { saveSpecification } from "../../store/specifications.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleCase, sampleSpecification } from "../store/samples.ts";
import { fakeTemporal, refusal } from "./fake-temporal.ts";
import type { FakeTemporal } from "./fake-temporal.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const REASON = "the supplier corrected it";

describe("changing the data of a case", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  const tokens: Record<string, string> = {};
  before(async () => {
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    await saveSpecification(sampleSpecification());
    await addPerson("boss", ["manager"]);
    await addPerson("alice", ["participant"]);
    await addPerson("robot", ["service"]);
    for (const person of ["boss", "alice", "robot"]) tokens[person] = await api.login(person);
  });
  after(async () => api?.close());
  beforeEach(() => {
    temporal.sent.length = 0;
  });

  const show = async (caseId: string, changes: Parameters<typeof sampleCase>[0] = {}): Promise<void> => {
    await showChange(firstChange({ caseId, case: sampleCase(changes), items: [], events: [] }));
  };
  const patch = async (
    id: string,
    body: unknown,
    person = "boss",
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> =>
    api.send("PATCH", `/api/v1/cases/${id}/data`, { token: tokens[person] ?? "", body, headers });

  it("is sent to the case with its reason and key, and answered with the case as it is then", async () => {
    await show("one");
    const body = { data: { invoice: "777" }, reason: REASON };
    const { status, body: answer, text } = await patch("one", body, "boss", { "idempotency-key": "k" });
    assert.equal(status, 200, text);
    assert.deepEqual(answer["data"], { invoice: "777" });
    assert.deepEqual(
      temporal.sent.map(({ message }) => message),
      [{ by: { participant: "boss", manager: true }, command: { type: "change-data", ...body }, key: "k" }],
    );
  });

  it("is sent while the case is suspended, and refused when it has ended", async () => {
    await show("suspended", { state: "suspended" });
    const body = { data: { invoice: "777" }, reason: REASON };
    assert.equal((await patch("suspended", body)).status, 200);
    for (const state of ["completed", "cancelled", "failed", "deadlocked"] as const) {
      await show(`is-${state}`, { state });
      const refused = await patch(`is-${state}`, body);
      assert.deepEqual([refused.status, refused.body["type"]], [409, "/problems/wrong-state"], state);
    }
    assert.equal(temporal.sent.length, 1);
  });

  it("is refused with the place of every value that does not fit, and with that of what is missing", async () => {
    await show("wrong");
    const wrong: readonly (readonly [unknown, readonly string[]])[] = [
      [{ data: { invoice: 5, invoices: "x" }, reason: REASON }, ["/invoice", "/invoices"]],
      [{ data: {}, reason: REASON }, [""]],
      [{ data: { invoice: "5" } }, ["/reason"]],
      [{ data: { invoice: "5" }, reason: "  " }, ["/reason"]],
      [{ data: ["5"], reason: REASON }, ["/data"]],
      [{ invoice: "5", reason: REASON }, ["/data", "/invoice"]],
    ];
    for (const [body, pointers] of wrong) {
      const { status, body: problem, text } = await patch("wrong", body);
      assert.equal(status, 422, text);
      const errors = problem["errors"] as readonly { readonly pointer: string }[];
      assert.deepEqual(errors.map(({ pointer }) => pointer).toSorted(), pointers, text);
    }
    assert.equal(temporal.sent.length, 0);
  });

  it("is a conflict when its key came before with another command, as the contract says of every command on a case", async () => {
    await show("keyed");
    temporal.nextError = refusal("submission-conflict", "The key came before with another command.");
    const body = { data: { invoice: "777" }, reason: REASON };
    const refused = await patch("keyed", body, "boss", { "idempotency-key": "k" });
    assert.deepEqual([refused.status, refused.body["type"]], [409, "/problems/submission-conflict"]);
    const { text } = await api.send("GET", "/api/v1/openapi.json");
    const { paths } = JSON.parse(text) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
    };
    for (const [route, method] of [
      ["data", "patch"],
      ["suspend", "post"],
      ["resume", "post"],
      ["retry", "post"],
      ["cancel", "post"],
    ] as const) {
      const operation = paths[`/api/v1/cases/{id}/${route}`]?.[method];
      assert.match(JSON.stringify(operation?.responses), /submission-conflict/, route);
    }
  });

  it("is for managers: 403 for others, also for a service that started the case; 404 for no case", async () => {
    await show("robots", { startedBy: "robot" });
    const body = { data: { invoice: "777" }, reason: REASON };
    for (const person of ["alice", "robot"]) assert.equal((await patch("robots", body, person)).status, 403);
    assert.equal((await patch("nowhere", body)).status, 404);
    const options = await api.send("OPTIONS", "/api/v1/cases/robots/data", { token: tokens["boss"] ?? "" });
    assert.match(options.headers.get("allow") ?? "", /PATCH/);
  });
});
