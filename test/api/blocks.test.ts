/** A case whose instances are in blocks is one case for everybody outside. */
import assert from "node:assert/strict";
import { saveSpecification } from "../../store/specifications.ts";
import { NO_BOUND } from "../../yawl/model/specification.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { InstancesView } from "../../yawl/view/instances.ts";
import type { BlockOf } from "../../yawl/view/views.ts";
import { withDatabase } from "../store/database.ts";
import {
  firstChange,
  sampleCase,
  sampleCompiled,
  sampleItem,
  sampleSpecification,
  type PersonView,
} from "../store/samples.ts";
import { showChange } from "../store/show.ts";
import { fakeTemporal, type FakeTemporal } from "./fake-temporal.ts";
import { addPerson, startApi, type TestApi } from "./server.ts";

/** What the case shows of the task, and work items of three of its five instances. */
const INSTANCES: InstancesView = {
  net: "Invoices",
  task: "Process",
  since: 500,
  spawned: 5,
  completed: 0,
  cancelled: 0,
  failed: 0,
  open: 0,
  waiting: 5,
  threshold: 3,
};

const BLOCK: BlockOf = { case: "c", parent: "c", net: "Invoices", task: "Process", from: 1, to: 2 };

describe("a case with blocks", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  const tokens: Record<string, string> = {};

  before(async () => {
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    await saveSpecification(sampleSpecification({ compiled: compiledWithInstances() }));
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
    await showChange(
      firstChange({
        caseId: "c",
        revision,
        case: sampleCase({ instances: [INSTANCES] }),
        items: [],
        events: [],
      }),
    );
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

  const send = async (method: string, path: string, body: unknown, who = "admin") => {
    const reply = await api.send(method, `/api/v1/cases/c/instances${path}`, {
      token: tokens[who] ?? "",
      body,
    });
    return { status: reply.status, body: reply.body };
  };

  it("says how the instances of a task stand, by their work items, and lists them by page", async () => {
    const { status, body } = await get("/cases/c/instances?task=Process&limit=1");
    assert.equal(status, 200, JSON.stringify(body));
    const { items, nextCursor, ...counts } = body;
    assert.deepEqual(counts, {
      net: "Invoices",
      taskId: "Process",
      total: 5,
      running: 2,
      waiting: 3,
      completed: 0,
      cancelled: 0,
      failed: 0,
      threshold: 3,
      max: null,
    });
    assert.deepEqual(items, [
      {
        instance: 1,
        state: "running",
        execution: "c.7",
        id: "c.7.1",
        workItemState: "started",
        allocatedTo: "ann",
        enabledAt: "1970-01-01T00:00:01.000Z",
      },
    ]);
    const next = await get(`/cases/c/instances?limit=1&cursor=${String(nextCursor)}`);
    assert.deepEqual(
      (next.body["items"] as { instance: number }[]).map(({ instance }) => instance),
      [2],
    );
    assert.equal(next.body["nextCursor"], null);
  });

  it("counts an instance that is done again once, and what never began as waiting or cancelled", async () => {
    const revision = Date.now() + 1;
    const place = { caseId: "c.7", partOf: "c", revision, offeredTo: [], enabledAt: 1_000 } as const;
    await showChange({
      caseId: "c.7",
      revision,
      case: {},
      items: [
        sampleItem({
          ...place,
          id: "c.7.1",
          instance: 1,
          status: "completed",
          endedBy: "ann",
          endedAt: 3_000,
        }),
        sampleItem({ ...place, id: "c.7.3", instance: 3, status: "failed" }),
        sampleItem({ ...place, id: "c.7.4", instance: 3, status: "started", enabledAt: 2_000 }),
        sampleItem({ ...place, id: "c.7.5", instance: 4, status: "failed" }),
        // of an earlier run of the task
        sampleItem({ ...place, id: "c.7.6", instance: 1, status: "completed", enabledAt: 400 }),
      ],
      events: [],
    });
    const entry = { ...INSTANCES, cancelled: 1 };
    const show = async (instances: InstancesView, at: number): Promise<void> =>
      void (await showChange({
        caseId: "c",
        revision: at,
        case: { instances: [instances] },
        items: [],
        events: [],
      }));
    await show(entry, revision);
    const running = (await get("/cases/c/instances?task=Process")).body;
    const numbers = ({ running: r, waiting, completed, cancelled, failed }: Record<string, unknown>) => [
      r,
      waiting,
      completed,
      cancelled,
      failed,
    ];
    assert.deepEqual(numbers(running), [2, 0, 1, 1, 1]);
    const failed = await get("/cases/c/instances?state=failed");
    assert.deepEqual(
      (failed.body["items"] as { id: string }[]).map(({ id }) => id),
      ["c.7.5"],
    );
    await show({ ...entry, endedAt: 4_000 }, revision + 1);
    const over = (await get("/cases/c/instances")).body;
    assert.deepEqual(
      [over["waiting"], over["cancelled"], over["endedAt"]],
      [0, 1, "1970-01-01T00:00:04.000Z"],
    );
    await send("POST", "", { task: "Process", data: {} });
  });

  it("answers zeros before the instances have begun, and says which tasks there are not", async () => {
    await showChange(
      firstChange({ caseId: "early", case: sampleCase({ startedBy: "ann" }), items: [], events: [] }),
    );
    const { status, body } = await get("/cases/early/instances?task=Process", "ann");
    assert.deepEqual([status, body["total"], body["items"]], [200, 0, []]);
    for (const query of ["?task=Other", "?task=Process&net=Elsewhere/x", ""])
      assert.equal(
        (await get(`/cases/early/instances${query}`)).status,
        query.includes("net") ? 200 : 404,
        query,
      );
    assert.equal((await get("/cases/c/instances?task=Process&cursor=x")).status, 400);
    assert.equal((await get("/cases/c/instances", "ann")).status, 403);
    assert.equal((await get("/cases/c/instances", "eve")).status, 404);
  });

  it("takes commands on the instances of its tasks, and answers how they stand", async () => {
    const commands: readonly [string, string, unknown, unknown][] = [
      [
        "POST",
        "",
        { task: "Process", data: { a: 1 } },
        { type: "add-instance", task: "Process", data: { a: 1 } },
      ],
      ["POST", "/3/cancel", { task: "Process" }, { type: "cancel-instance", task: "Process", instance: 3 }],
      ["POST", "/retry", { task: "Process" }, { type: "retry-instances", task: "Process" }],
      [
        "PATCH",
        "",
        { task: "Process", atOnce: null, tolerate: "10%" },
        { type: "control-instances", task: "Process", atOnce: null, tolerate: { percent: 10 } },
      ],
      [
        "PATCH",
        "",
        { task: "Process", net: "Invoices", tolerate: 0 },
        { type: "control-instances", task: "Process", net: "Invoices", tolerate: 0 },
      ],
    ];
    for (const [method, path, body, command] of commands) {
      const reply = await send(method, path, body);
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
      assert.equal(reply.body["total"], 5);
      const last = temporal.sent.at(-1);
      assert.deepEqual(
        [last?.workflowId, last?.message.command, last?.message.by],
        ["c", command, { participant: "admin", manager: true }],
      );
    }
    assert.equal((await send("POST", "/retry", { task: "Process" }, "ann")).status, 403);
  });

  it("refuses what is no command on instances, with its place", async () => {
    const wrong: readonly [string, string, unknown, number][] = [
      ["POST", "/0/cancel", { task: "Process" }, 400],
      ["POST", "/x/cancel", { task: "Process" }, 400],
      ["POST", "", { data: {} }, 422],
      ["PATCH", "", { task: "Process" }, 422],
      ["PATCH", "", { task: "Process", atOnce: 0 }, 422],
      ["PATCH", "", { task: "Process", atOnce: 1.5 }, 422],
      ["PATCH", "", { task: "Process", tolerate: "101%" }, 422],
      ["PATCH", "", { task: "Process", tolerate: -1 }, 422],
    ];
    for (const [method, path, body, status] of wrong)
      assert.equal(
        (await send(method, path, body)).status,
        status,
        `${method} ${path} ${JSON.stringify(body)}`,
      );
    assert.deepEqual(temporal.sent, []);
  });

  it("gives commands on a task inside an instance to the block that fired it", async () => {
    const net = "Invoices/Process.1";
    const inner = { ...INSTANCES, net, task: "Inner" };
    await showChange({
      caseId: "c.7",
      revision: Date.now() + 1,
      case: { instances: [inner] },
      items: [],
      events: [],
    });
    const { status, body } = await send("POST", "/retry", { task: "Inner", net });
    assert.deepEqual([status, temporal.sent.at(-1)?.workflowId, body["net"]], [200, "c.7", net]);
    const several = await get("/cases/c/instances");
    assert.deepEqual(
      [several.status, String(several.body["detail"]).includes(`"Inner" in "${net}"`)],
      [400, true],
    );
  });

  describe("a completion that comes too late", () => {
    const data = { decision: "yes" };
    const reason = 'Task "Process" reached its threshold.';
    const complete = async (id: string, who = "ann") =>
      await api.send("POST", `/api/v1/work-items/${id}/complete`, {
        token: tokens[who] ?? "",
        body: { data },
      });

    async function cancelled(id: string, changes: Partial<PersonView> = {}): Promise<void> {
      const revision = Date.now() + 1;
      const place = { caseId: "c.7", partOf: "c", revision, offeredTo: [], instance: 1, reason } as const;
      const item = sampleItem({ ...place, id, status: "cancelled", allocatedTo: "ann", ...changes });
      await showChange({ caseId: "c.7", revision, case: {}, items: [item], events: [] });
      temporal.signals.length = 0;
    }

    it("is refused, and its data is told to the execution that had the item, once", async () => {
      await cancelled("c.7.11");
      for (let time = 1; time <= 3; time += 1) {
        const { status, body } = await complete("c.7.11");
        assert.equal(status, 409);
        assert.match(String(body["detail"]), /reached its threshold\. .* kept in the case's log/);
      }
      assert.deepEqual(temporal.signals, [
        {
          workflowId: "c.7",
          name: "command",
          message: {
            item: "c.7.11",
            by: { participant: "ann", manager: false },
            command: { type: "complete", data },
          },
        },
      ]);
    });

    it("is kept, too, when the item was in a net inside of the instance: its cause says so, no sentence", async () => {
      const { instance: _, ...inside } = sampleItem({
        id: "c.7.17",
        status: "cancelled",
        allocatedTo: "ann",
      });
      const item = {
        ...inside,
        caseId: "c.7",
        partOf: "c",
        offeredTo: [],
        revision: Date.now() + 1,
      } as const;
      const why = { reason: "Genug.", cause: "threshold-reached" } as const;
      temporal.signals.length = 0;
      await showChange({
        caseId: "c.7",
        revision: Date.now() + 2,
        case: {},
        items: [{ ...item, ...why }],
        events: [],
      });
      const { status, body } = await complete("c.7.17");
      assert.equal(status, 409);
      assert.match(String(body["detail"]), /^Genug\. .* kept in the case's log/);
      assert.deepEqual(
        temporal.signals.map(({ workflowId }) => workflowId),
        ["c.7"],
      );
    });

    it("is told to the case when that execution has ended, and kept in the audit records when the case has, too", async () => {
      await cancelled("c.7.12");
      temporal.gone.add("c.7");
      assert.equal((await complete("c.7.12")).status, 409);
      assert.deepEqual(
        temporal.signals.map(({ workflowId }) => workflowId),
        ["c"],
      );
      await cancelled("c.7.13");
      temporal.gone.add("c");
      for (let time = 1; time <= 2; time += 1)
        assert.match(String((await complete("c.7.13")).body["detail"]), /kept in the audit records/);
      const { body } = await get("/audit?action=work-item.complete-late");
      const entries = body["items"] as Record<string, unknown>[];
      assert.deepEqual(
        entries.map((entry) => [entry["subject"], entry["by"], entry["data"]]),
        [["c.7.13", "ann", data]],
      );
    });

    it("is not told again where the log has it, however it came there", async () => {
      await cancelled("c.7.14");
      await showChange({
        caseId: "c.7",
        revision: Date.now() + 2,
        case: {},
        items: [],
        events: [{ caseId: "c.7", number: 99, type: "came-late", at: 1, item: "c.7.14", by: "ann" }],
      });
      assert.match(String((await complete("c.7.14")).body["detail"]), /kept in the case's log/);
      assert.deepEqual(temporal.signals, []);
    });

    it("of somebody else, or of an item that was cancelled otherwise, is refused as ever", async () => {
      await cancelled("c.7.15", { allocatedTo: "bob" });
      assert.equal((await complete("c.7.15")).status, 404);
      const { instance: _, ...other } = sampleItem({
        id: "c.7.16",
        status: "cancelled",
        allocatedTo: "ann",
        offeredTo: [],
        reason: "The case was cancelled.",
      });
      await showChange({
        caseId: "c.7",
        revision: Date.now() + 3,
        case: {},
        items: [{ ...other, caseId: "c.7", partOf: "c" }],
        events: [],
      });
      const { status, body } = await complete("c.7.16");
      assert.deepEqual(
        [status, body["detail"]],
        [409, "The work item is cancelled. To complete it, it has to be started."],
      );
      assert.deepEqual(temporal.signals, []);
    });
  });
});

/** The sample, with a task that has several instances. */
function compiledWithInstances(): CompiledSpecification {
  const compiled = sampleCompiled();
  const net = compiled.nets["Invoices"] ?? assert.fail("the sample has a net");
  const task = net.tasks["Process"] ?? assert.fail("the sample has a task");
  const instances = { minimum: 1, maximum: NO_BOUND, threshold: 3, creation: "dynamic" } as const;
  return {
    ...compiled,
    nets: { Invoices: { ...net, tasks: { Process: { ...task, instances } } } },
  };
}
