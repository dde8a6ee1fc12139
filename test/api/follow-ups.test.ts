import assert from "node:assert/strict";
import { pino } from "pino";
import { createCatalogue } from "../../api/catalogue.ts";
import { unavailable } from "../../api/http/problem.ts";
import { openFollowUps } from "../../api/people/follow-ups.ts";
import { putAbsence } from "../../store/absences.ts";
import { changeIsMade, noteFollowUps } from "../../store/follow-ups.ts";
import { FollowUps } from "../../store/models.ts";
import { putNamed } from "../../store/organisation.ts";
import { putParticipant } from "../../store/participants.ts";
import { beginPile, pilerOf } from "../../store/piles.ts";
import { saveSpecification } from "../../store/specifications.ts";
import type { DistributionSet, Resourcing } from "../../yawl/model/specification.ts";
import { showChange } from "../store/show.ts";
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
import type { FakeTemporal } from "./fake-temporal.ts";
import { addPerson, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

const HOUR = 3_600_000;
const FILTER = { name: "CapabilityFilter", parameters: { Capability: "law" } };

function offering(initiator: "system" | "user", to: Partial<DistributionSet>): Resourcing {
  return {
    offer: { initiator, to: { participants: [], roles: [], ...to } },
    allocate: { initiator: "user" },
    start: { initiator: "user" },
  };
}

/** One net: a task for a role, one that narrows it, one for a person, one of another role, and one that a manager offers. */
function compiled() {
  const sample = sampleCompiled();
  const { Invoices: net } = sample.nets;
  assert.ok(net?.tasks["Process"]);
  const task = net.tasks["Process"];
  const tasks = {
    ByRole: { ...task, id: "ByRole", resourcing: offering("system", { roles: ["staff"] }) },
    Narrowed: {
      ...task,
      id: "Narrowed",
      resourcing: offering("system", { roles: ["staff"], filters: [FILTER] }),
    },
    ByName: { ...task, id: "ByName", resourcing: offering("system", { participants: ["ann"] }) },
    Other: { ...task, id: "Other", resourcing: offering("system", { roles: ["driver"] }) },
    Manual: { ...task, id: "Manual", resourcing: offering("user", { roles: ["staff"] }) },
  };
  return sampleCompiled({ nets: { Invoices: { ...net, tasks } } });
}

describe("work follows the organisation", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  let admin = "";
  let number = 0;

  before(async function () {
    this.timeout(20_000);
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    await saveSpecification({ ...sampleSpecification(), compiled: compiled() });
    await putNamed("roles", { id: "staff", name: "Staff" });
    await putNamed("roles", { id: "clerk", name: "Clerk", belongsTo: "staff" });
    await putNamed("roles", { id: "driver", name: "Driver" });
    await putNamed("capabilities", { id: "law", name: "Law" });
    await addPerson("admin", ["admin"]);
    admin = await api.login("admin");
  });
  after(async () => api?.close());

  beforeEach(async () => {
    for (const id of ["ann", "ben"])
      await putParticipant(sampleParticipant(id, { roles: ["clerk"], capabilities: [{ name: "law" }] }));
  });

  const items = async (wanted: Readonly<Record<string, Partial<PersonView>>>): Promise<void> => {
    number += 1;
    const caseId = `follow-${number}`;
    const all = Object.entries(wanted).map(([name, changes]) =>
      sampleItem({ id: `${caseId}.${name}`, caseId, ...changes }),
    );
    await showChange(firstChange({ caseId, case: sampleCase(), items: all, events: [] }));
  };
  /** Names of the items that are distributed again after a request. */
  const followed = async (method: string, path: string, body?: unknown): Promise<readonly string[]> => {
    temporal.sent.length = 0;
    const reply = await api.send(method, `/api/v1${path}`, {
      token: admin,
      ...(body === undefined ? {} : { body }),
    });
    assert.ok(reply.status < 300, reply.text);
    await settled();
    return again();
  };
  const settled = async (): Promise<void> => {
    for (let left = 1; left > 0;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      left = await FollowUps.countDocuments();
    }
  };
  const again = (): readonly string[] =>
    temporal.sent
      .flatMap(({ message }) =>
        "item" in message &&
        message.command.type === "redistribute" &&
        message.item.startsWith(`follow-${number}.`)
          ? [message.item.slice(message.item.indexOf(".") + 1)]
          : [],
      )
      .toSorted();

  const of = (task: string, owner?: string): Partial<PersonView> =>
    owner === undefined ? { task } : { task, status: "allocated", offeredTo: [], allocatedTo: owner };

  it("who loses the role that entitled them loses offers and what they have not begun; what they began stays", async () => {
    await items({
      role: { task: "ByRole", offeredTo: [], offeredToRoles: ["staff"] },
      narrowed: { task: "Narrowed", offeredTo: ["ann", "ben"] },
      others: { task: "Narrowed", offeredTo: ["ben"] },
      name: { task: "ByName", offeredTo: ["ann"] },
      own: of("ByRole", "ann"),
      byName: of("ByName", "ann"),
      another: of("Other", "ann"),
      bens: of("ByRole", "ben"),
      begun: { ...of("ByRole", "ann"), status: "started" },
    });
    assert.deepEqual(await followed("PUT", "/participants/ann", { capabilities: [{ name: "law" }] }), [
      "narrowed",
      "own",
    ]);
  });

  it("who gains a role gets offers that name people and what waits for somebody; role offers are there by themselves", async () => {
    await putParticipant(sampleParticipant("cas"));
    await items({
      role: { task: "ByRole", offeredTo: [], offeredToRoles: ["staff"] },
      waiting: { task: "ByRole", status: "unoffered", offeredTo: [] },
      narrowed: { task: "Narrowed", offeredTo: ["ben"] },
      other: { task: "Other", status: "unoffered", offeredTo: [] },
      manual: { task: "Manual", status: "unoffered", offeredTo: [] },
      owned: of("Narrowed", "ben"),
    });
    assert.deepEqual(await followed("PUT", "/participants/cas", { roles: ["clerk"] }), [
      "narrowed",
      "waiting",
    ]);
    assert.deepEqual(
      await followed("PUT", "/participants/cas", { roles: ["clerk"], name: "Cas" }),
      [],
      "a name",
    );
  });

  it("what is offered to a role that nobody has any more waits for an administrator", async () => {
    const lone = { task: "Other", offeredTo: [], offeredToRoles: ["driver"] };
    for (const id of ["dora", "dirk"]) await putParticipant(sampleParticipant(id, { roles: ["driver"] }));
    await items({
      lone,
      refused: { ...lone, notOfferedTo: ["dirk"] },
      role: { ...lone, task: "ByRole", offeredToRoles: ["staff"] },
    });
    assert.deepEqual(await followed("PUT", "/participants/dora", { roles: ["driver"], available: false }), [
      "refused",
    ]);
    await items({ lone });
    assert.deepEqual(await followed("PUT", "/participants/dirk", {}), ["lone"]);
    await putParticipant(sampleParticipant("dirk", { roles: ["driver"] }));
    await items({ lone });
    assert.deepEqual(await followed("DELETE", "/participants/dirk"), ["lone"]);
  });

  it("a capability concerns tasks that look at it, gained or lost", async () => {
    await items({
      narrowed: { task: "Narrowed", offeredTo: ["ann"] },
      plain: { task: "ByName", offeredTo: ["ann"] },
      own: of("Narrowed", "ann"),
    });
    assert.deepEqual(await followed("PUT", "/participants/ann", { roles: ["clerk"] }), ["narrowed", "own"]);
    await items({
      narrowed: { task: "Narrowed", offeredTo: ["ben"] },
      plain: { task: "ByName", offeredTo: ["ann"] },
    });
    const body = { roles: ["clerk"], capabilities: [{ name: "law" }] };
    assert.deepEqual(await followed("PUT", "/participants/ann", body), ["narrowed"]);
  });

  it("who is not available keeps what they own; who is locked keeps nothing", async () => {
    const body = { roles: ["clerk"], capabilities: [{ name: "law" }] };
    const wanted = {
      offer: { task: "ByName", offeredTo: ["ann"] },
      own: of("ByRole", "ann"),
      begun: { ...of("ByRole", "ann"), status: "started" },
    } as const;
    await items(wanted);
    assert.deepEqual(await followed("PUT", "/participants/ann", { ...body, available: false }), ["offer"]);
    await followed("PUT", "/participants/ann", body);
    await items(wanted);
    const pile = { specification: "Invoices", version: "1.0", net: "Invoices", task: "ByRole" };
    await beginPile(pile, "ann");
    await followed("PUT", "/participants/ann", { ...body, locked: true });
    assert.equal(await pilerOf(pile), undefined, "nobody piles for them");
    const back = temporal.sent.flatMap(({ message }) =>
      "item" in message && message.item.startsWith(`follow-${number}.`)
        ? [`${message.item.split(".")[1]} ${message.command.type}`]
        : [],
    );
    assert.deepEqual(
      ["offer offer", "own redistribute", "begun reallocate", "begun redistribute"].filter(
        (each) => !back.includes(each),
      ),
      [],
      back.join(", "),
    );
  });

  it("a role that moves, or goes, concerns those who have it", async () => {
    await items({ own: of("ByRole", "ann"), bens: of("ByRole", "ben"), other: of("Other", "ann") });
    assert.deepEqual(await followed("PUT", "/roles/clerk", { name: "Clerk" }), ["bens", "own"]);
    await items({ waiting: { task: "ByRole", status: "unoffered", offeredTo: [] } });
    assert.deepEqual(await followed("PUT", "/roles/clerk", { name: "Clerk", belongsTo: "staff" }), [
      "waiting",
    ]);
  });

  it("an absence that begins gives back what is not begun; when it ends the rest of it comes back", async () => {
    await items({
      own: of("ByRole", "ann"),
      begun: { ...of("ByRole", "ann"), status: "started" },
      offer: { task: "ByName", offeredTo: ["ann"] },
      role: { task: "ByRole", offeredTo: [], offeredToRoles: ["staff"] },
      other: { task: "Other", offeredTo: [], offeredToRoles: ["driver"] },
    });
    const absence = {
      participant: "ann",
      substitute: "ben",
      from: new Date(Date.now() - HOUR).toISOString(),
      until: new Date(Date.now() + HOUR).toISOString(),
    };
    const { body } = await api.send("POST", "/api/v1/absences", {
      token: admin,
      body: { ...absence, specifications: ["Else"] },
    });
    temporal.sent.length = 0;
    await settled();
    assert.deepEqual(again(), [], "it is for another specification");
    const path = `/absences/${String(body["id"])}`;
    assert.deepEqual(await followed("PUT", path, absence), ["offer", "own", "role"]);
    await items({
      stoodIn: { ...of("ByRole", "ben"), actsFor: "ann" },
      begun: { ...of("ByRole", "ben"), status: "started", actsFor: "ann" },
      own: of("ByRole", "ben"),
    });
    assert.deepEqual(await followed("DELETE", path), ["stoodIn"]);
  });

  describe("by time", () => {
    it("absences begin and end once, whoever sweeps", async () => {
      const { sweeps, given } = sweepers(2);
      const from = Date.now() + 1_500;
      const until = from + 2_000;
      const reached = async (instant: number): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, instant + 20 - Date.now())));
      };
      await putAbsence({ id: "soon", participant: "ann", from, until, substitute: "ben" });
      await items({ own: of("ByRole", "ann"), stoodIn: { ...of("ByRole", "ben"), actsFor: "ann" } });
      await sweeps();
      assert.deepEqual(given(), []);
      await reached(from);
      await sweeps();
      assert.deepEqual([...new Set(given())], ["own"]);
      await sweeps();
      await reached(until);
      await sweeps();
      assert.deepEqual([...new Set(given())], ["own", "stoodIn"]);
      const before = given().length;
      await sweeps();
      assert.equal(given().length, before);
    });

    it("what could not be followed is, later; so is what a process left that died while it changed something", async () => {
      const { sweeps, given, failing } = sweepers(1);
      await items({ own: of("ByRole", "ann") });
      const before = { roles: ["Staff", "clerk", "staff"], held: [], available: true, locked: false };
      await putParticipant(sampleParticipant("ann"));
      const now = Date.now();
      const what = JSON.stringify({ kind: "person", participant: "ann", before });
      await FollowUps.collection.insertOne({ _id: "left" as never, what, notBefore: now + 60_000, at: now });
      await sweeps();
      assert.deepEqual(given(), [], "its change may still be under way");
      await FollowUps.updateOne({ _id: "left" }, { $set: { notBefore: now } });
      failing.is = true;
      await assert.rejects(sweeps());
      assert.equal(await FollowUps.countDocuments(), 1);
      failing.is = false;
      const { notBefore = 0 } = (await FollowUps.findById("left").lean()) ?? {};
      assert.ok(notBefore - now < 10_000, "it is tried again soon");
      await FollowUps.updateOne({ _id: "left" }, { $set: { notBefore: now } });
      await sweeps();
      assert.deepEqual(given(), ["own"]);
      assert.equal(await FollowUps.countDocuments(), 0);
    });
  });

  it("work of a suspended case follows when it is resumed", async () => {
    const { sweeps, given } = sweepers(1);
    await items({ own: of("ByRole", "ann") });
    const caseId = `follow-${number}`;
    await showChange({ caseId, revision: 2, case: { state: "suspended" }, items: [], events: [] });
    await putParticipant(sampleParticipant("ann"));
    const before = { roles: ["Staff", "clerk", "staff"], held: [], available: true, locked: false };
    await changeIsMade(await noteFollowUps([{ kind: "person", participant: "ann", before }]));
    await sweeps();
    assert.deepEqual([given(), await FollowUps.countDocuments()], [[], 1]);
    await FollowUps.updateMany({}, { $set: { notBefore: 0 } });
    await sweeps();
    assert.deepEqual([given(), await FollowUps.countDocuments()], [[], 1], "still suspended");
    await showChange({ caseId, revision: 3, case: { state: "running" }, items: [], events: [] });
    await FollowUps.updateMany({}, { $set: { notBefore: 0 } });
    await sweeps();
    assert.deepEqual([given(), await FollowUps.countDocuments()], [["own"], 0]);
  });

  /** Processes that only sweep, and what they ask of items. */
  function sweepers(count: number) {
    const asked: string[] = [];
    const failing = { is: false };
    const closing = new AbortController();
    const commands = {
      async onItem(id: string) {
        if (failing.is) throw unavailable("Temporal is away");
        asked.push(id);
        return sampleItem();
      },
    };
    const processes = Array.from({ length: count }, () =>
      openFollowUps({
        commands,
        catalogue: createCatalogue(),
        log: pino({ level: "silent" }),
        closing: closing.signal,
      }),
    );
    closing.abort();
    return {
      failing,
      sweeps: async () => void (await Promise.all(processes.map(async (each) => each.sweep()))),
      given: () =>
        asked.filter((id) => id.startsWith(`follow-${number}.`)).map((id) => id.slice(id.indexOf(".") + 1)),
    };
  }
});
