import assert from "node:assert/strict";
import { saveSpecification } from "../../store/specifications.ts";
import { showChange } from "../store/show.ts";
import { putParticipant } from "../../store/participants.ts";
import { publish } from "../../store/published.ts";
import { setCredential } from "../../store/credentials.ts";
import { hashPassword } from "../../api/security/password.ts";
import { withDatabase } from "../store/database.ts";
import {
  firstChange,
  sampleCase,
  sampleCompiled,
  sampleItem,
  sampleParticipant,
  sampleSpecification,
  type PersonView,
} from "../store/samples.ts";
import { fakeTemporal } from "./fake-temporal.ts";
import { addPerson, PASSWORD, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

describe("who sees what", () => {
  withDatabase();
  let api: TestApi;
  const tokens: Record<string, string> = {};
  before(async function () {
    this.timeout(20_000);
    api = await startApi({ temporal: fakeTemporal().gateway });
    for (const id of ["crm", "erp"]) await addPerson(id, ["service"]);
    await putParticipant(sampleParticipant("bi", { access: ["service"], specifications: ["Orders"] }));
    await setCredential("bi", await hashPassword(PASSWORD));
    await addPerson("boss", ["manager"]);
    await addPerson("alice", ["participant"]);
    await addPerson("bob", ["participant"]);
    await addPerson("outsider", ["participant"]);
    await putParticipant(sampleParticipant("carol", { roles: ["clerk"] }));
    await putParticipant(sampleParticipant("on-leave", { roles: ["clerk"], available: false }));
    await putParticipant(sampleParticipant("locked", { roles: ["clerk"], locked: true }));
    for (const id of ["crm", "erp", "bi", "boss", "alice", "bob"]) tokens[id] = await api.login(id);
    for (const [id, startedBy, specificationId] of [
      ["case-of-crm", "crm", "Invoices"],
      ["case-of-erp", "erp", "Orders"],
    ] as const)
      await showChange(
        firstChange({ caseId: id, case: sampleCase({ startedBy, specificationId }), items: [], events: [] }),
      );
  });
  after(async () => api?.close());
  const send = async (who: string, method: string, path: string, body?: unknown): Promise<Reply> =>
    api.send(method, `/api/v1${path}`, {
      token: tokens[who] ?? "",
      ...(body === undefined ? {} : { body }),
    });

  it("a service sees what its own cases publish, and those of specifications that it is named for", async () => {
    await publish({
      id: "e1",
      name: "paid",
      caseId: "case-of-crm",
      specificationId: "Invoices",
      at: 2_000,
      data: {},
    });
    await publish({
      id: "e2",
      name: "paid",
      caseId: "case-of-erp",
      specificationId: "Orders",
      at: 3_000,
      data: {},
    });
    const seen = async (who: string, query = ""): Promise<unknown> =>
      ((await send(who, "GET", `/published${query}`)).body["items"] as { id: string }[]).map(({ id }) => id);
    assert.deepEqual(await seen("crm"), ["e1"]);
    assert.deepEqual(await seen("erp"), ["e2"]);
    assert.deepEqual(await seen("bi"), ["e2"]);
    assert.deepEqual(await seen("boss"), ["e2", "e1"]);
    assert.deepEqual(await seen("crm", "?caseId=case-of-erp"), []);
    assert.deepEqual(await seen("crm", "?caseId=case-of-crm&name=paid"), ["e1"]);
    assert.deepEqual(await seen("crm", "?name=paid"), ["e1"]);
  });

  it("a service steers the cases that it started, and learns of no other", async () => {
    for (const [command, state] of [
      ["suspend", "suspended"],
      ["resume", "running"],
      ["cancel", "cancelled"],
    ] as const) {
      const other = await send("crm", "POST", `/cases/case-of-erp/${command}`);
      const nothing = await send("crm", "POST", `/cases/no-such-case/${command}`);
      assert.deepEqual([other.status, nothing.status], [404, 404]);
      assert.equal(other.text.replace("case-of-erp", ""), nothing.text.replace("no-such-case", ""));
      const own = await send("crm", "POST", `/cases/case-of-crm/${command}`);
      assert.deepEqual([own.status, own.body["state"]], [200, state], own.text);
    }
    assert.equal((await send("alice", "POST", "/cases/case-of-erp/cancel")).status, 403);
  });

  describe("people who hand work on", () => {
    const privileges = {
      canDelegate: "all",
      canReallocateStateful: "all",
      canReallocateStateless: "all",
    } as const;
    let number = 0;
    before(async () => {
      const compiled = sampleCompiled({ id: "Handing", version: "1" });
      const net = compiled.nets["Invoices"] ?? assert.fail();
      const task = net.tasks["Process"] ?? assert.fail();
      const resourcing = {
        offer: {
          initiator: "system",
          to: { participants: ["bob"], roles: ["clerk"], filters: [], constraints: [] },
        },
        allocate: { initiator: "user" },
        start: { initiator: "user" },
        privileges,
      } as unknown as NonNullable<typeof task.resourcing>;
      const tasks = { ...net.tasks, Process: { ...task, resourcing } };
      const nets = { ...compiled.nets, Invoices: { ...net, tasks } };
      await saveSpecification(
        sampleSpecification({ id: "Handing", version: "1", compiled: { ...compiled, nets } }),
      );
    });
    const itemWith = async (changes: Partial<PersonView> = {}): Promise<string> => {
      number += 1;
      const caseId = `handing-${number}`;
      const id = `${caseId}.1`;
      const item = sampleItem({
        id,
        caseId,
        specificationId: "Handing",
        specificationVersion: "1",
        offeredTo: [],
        ...changes,
      });
      await showChange(firstChange({ caseId, items: [item], events: [] }));
      return id;
    };
    const allocated = { status: "allocated", allocatedTo: "alice" } as const;

    it("choose among those who are eligible", async () => {
      const id = await itemWith(allocated);
      const { status, body } = await send("alice", "GET", `/work-items/${id}/candidates`);
      assert.equal(status, 200);
      assert.deepEqual(
        (body["items"] as { id: string }[]).map((person) => person.id),
        ["bob", "carol"],
      );
      assert.equal((await send("boss", "GET", `/work-items/${id}/candidates`)).status, 200);
      assert.equal((await send("bob", "GET", `/work-items/${id}/candidates`)).status, 404);
      assert.equal((await send("alice", "POST", `/work-items/${id}/delegate`, { to: "carol" })).status, 200);
    });

    it("cannot find out who there is: known and unknown people are answered alike", async () => {
      const asked = ["outsider", "stranger", "boss", "on-leave", "locked", "admin"];
      const items = {
        own: await itemWith(allocated),
        ownStarted: await itemWith({ status: "started", allocatedTo: "alice" }),
        ofOthers: await itemWith({ status: "allocated", allocatedTo: "bob" }),
        offered: await itemWith({ status: "offered", offeredTo: ["alice", "bob"] }),
        ended: await itemWith({ status: "completed", endedBy: "alice", endedAt: 3_000 }),
        missing: "no-such-item",
      };
      for (const [name, id] of Object.entries(items)) {
        for (const command of ["delegate", "reallocate"]) {
          const answers = await Promise.all(
            asked.map(async (to) => {
              const { status, text } = await send("alice", "POST", `/work-items/${id}/${command}`, { to });
              return `${status} ${text.replaceAll(to, "<to>")}`;
            }),
          );
          assert.equal(new Set(answers).size, 1, `${name}, ${command}: ${answers.join("\n")}`);
          assert.doesNotMatch(answers[0] ?? "", /^200/);
        }
      }
      assert.equal(
        (await send("boss", "POST", `/work-items/${items.own}/delegate`, { to: "stranger" })).status,
        422,
      );
      assert.equal(
        (await send("boss", "POST", `/work-items/${items.own}/delegate`, { to: "outsider" })).status,
        200,
      );
    });
  });
});
