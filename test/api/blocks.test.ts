/** A case whose instances are in blocks is one case for everybody outside. */
import assert from "node:assert/strict";
import { saveSpecification } from "../../store/specifications.ts";
import type { BlockOf } from "../../yawl/view/views.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleCase, sampleItem, sampleSpecification } from "../store/samples.ts";
import { showChange } from "../store/show.ts";
import { fakeTemporal, type FakeTemporal } from "./fake-temporal.ts";
import { addPerson, startApi, type TestApi } from "./server.ts";

const BLOCK: BlockOf = { case: "c", parent: "c", net: "Invoices", task: "Process", from: 1, to: 2 };

describe("a case with blocks", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  const tokens: Record<string, string> = {};

  before(async () => {
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    await saveSpecification(sampleSpecification());
    for (const [id, access] of [
      ["admin", "admin"],
      ["ann", "participant"],
      ["eve", "participant"],
    ] as const) {
      await addPerson(id, [access]);
      tokens[id] = await api.login(id);
    }
  });
  after(async () => api?.close());

  beforeEach(async () => {
    temporal.sent.length = 0;
    temporal.gone.clear();
    const revision = Date.now();
    await showChange(firstChange({ caseId: "c", revision, items: [], events: [] }));
    const place = { caseId: "c.7", partOf: "c", revision, offeredTo: [] } as const;
    await showChange(
      firstChange({
        caseId: "c.7",
        revision,
        case: sampleCase({
          partOf: BLOCK,
          failures: [{ net: "Invoices/Process.1", task: "t", message: "went wrong" }],
        }),
        items: [
          sampleItem({ ...place, id: "c.7.1", instance: 1, status: "started", allocatedTo: "ann" }),
          sampleItem({ ...place, id: "c.7.2", instance: 2, offeredTo: ["ann"] }),
        ],
        events: [{ caseId: "c.7", number: 1, type: "item-created", at: 2_000, item: "c.7.1" }],
      }),
    );
  });

  const get = async (path: string, who = "admin") => {
    const { status, body } = await api.send("GET", `/api/v1${path}`, { token: tokens[who] ?? "" });
    return { status, body };
  };

  it("has its items under its own id, with the execution that holds them beside it", async () => {
    const { body } = await get("/work-items/c.7.1", "ann");
    assert.deepEqual([body["caseId"], body["execution"]], ["c", "c.7"]);
    const listed = await get("/work-items?caseId=c");
    assert.equal((listed.body["items"] as unknown[]).length, 2);
    const inbox = await get("/work-items/inbox", "ann");
    assert.deepEqual(
      (inbox.body["offered"] as { caseId: string }[]).map(({ caseId }) => caseId),
      ["c"],
    );
  });

  it("takes commands on items where they are, and answers what comes next in the case", async () => {
    const reply = await api.send("POST", "/api/v1/work-items/c.7.1/complete", {
      token: tokens["ann"] ?? "",
      body: { data: { decision: "yes" } },
    });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(temporal.sent.at(-1)?.workflowId, "c.7");
    assert.equal(reply.body["caseId"], "c");
    assert.deepEqual(
      (reply.body["next"] as { id: string; caseId: string }[]).map(({ id, caseId }) => [id, caseId]),
      [["c.7.2", "c"]],
    );
  });

  it("is listed once, shown to whoever has work in it, and its blocks are no cases", async () => {
    for (const who of ["admin", "ann"]) {
      const { body } = await get("/cases", who);
      assert.deepEqual(
        (body["items"] as { id: string }[]).map(({ id }) => id),
        ["c"],
        who,
      );
    }
    assert.equal((await get("/cases/c", "ann")).status, 200);
    assert.equal((await get("/cases/c", "eve")).status, 404);
    for (const path of ["/cases/c.7", "/cases/c.7/events", "/cases/c.7/instances"])
      assert.equal((await get(path)).status, 404, path);
    for (const name of ["suspend", "cancel", "resync"]) {
      const reply = await api.send("POST", `/api/v1/cases/c.7/${name}`, { token: tokens["admin"] ?? "" });
      assert.equal(reply.status, 404, name);
    }
  });

  it("says what failed in its blocks, and tells their events as its own", async () => {
    const { body } = await get("/cases/c");
    assert.deepEqual(body["failures"], [
      { net: "Invoices/Process.1", task: "t", message: "went wrong", execution: "c.7" },
    ]);
    const log = await get("/cases/c/events");
    assert.deepEqual(
      (log.body["items"] as { number: number; execution?: string }[]).map(({ number, execution }) => [
        number,
        execution,
      ]),
      [[1, "c.7"]],
    );
  });
});
