import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { NoticeHub } from "../../api/notices/hub.ts";
import { issueToken } from "../../api/security/token.ts";
import { credentialVersion, setCredential } from "../../store/credentials.ts";
import { Notices } from "../../store/models.ts";
import { lastSequence } from "../../store/notices.ts";
import { putNamed } from "../../store/organisation.ts";
import { lockParticipants, putParticipant } from "../../store/participants.ts";
import { hashPassword } from "../../api/security/password.ts";
import { withDatabase } from "../store/database.ts";
import { sampleParticipant } from "../store/samples.ts";
import { listen, type EventListener, type Heard } from "./event-stream.ts";
import { addPerson, KEY, PASSWORD, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";
import { startTelling, WrittenCase, type Telling } from "./telling.ts";

const LIMITS = { perPerson: 3, keepAlive: 200, patience: 1_000 };
const typesOf = (heard: readonly Heard[]): readonly string[] => heard.map(({ type }) => type);

describe("GET /events", function () {
  this.timeout(30_000);
  withDatabase();
  let api: TestApi;
  let hub: NoticeHub;
  let telling: Telling;
  let number = 0;
  const tokens = new Map<string, string>();
  const open: EventListener[] = [];

  before(async () => {
    hub = new NoticeHub(pino({ level: "silent" }), LIMITS);
    api = await startApi({ notices: hub });
    telling = await startTelling(hub);
    await putNamed("roles", { id: "clerk", name: "Clerk" });
    for (const id of ["ann", "bob", "cem"]) await addPerson(id, ["participant"]);
    await addPerson("mia", ["manager"]);
    await addPerson("dan", ["designer"]);
    for (const id of ["bob", "cem"]) await putParticipant(sampleParticipant(id, { roles: ["clerk"] }));
    for (const id of ["ann", "bob", "cem", "mia", "dan"]) tokens.set(id, await api.login(id));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(async (each) => each.close()));
  });
  after(async () => {
    await telling?.stop();
    await api?.close();
  });

  async function listener(id: string, options: Parameters<typeof listen>[2] = {}): Promise<EventListener> {
    const made = await listen(api, tokens.get(id) ?? "", options);
    open.push(made);
    return made;
  }
  function newCase(): WrittenCase {
    number += 1;
    return new WrittenCase(`case-${number}`);
  }

  it("tells each of what concerns them, in the order in which it happens", async () => {
    const [ann, bob, cem] = await Promise.all([listener("ann"), listener("bob"), listener("cem")]);
    const work = newCase();
    await work.begin({ offeredTo: ["ann"], offeredToRoles: ["Clerk"], notOfferedTo: ["cem"] });
    await Promise.all([ann.until(1), bob.until(1)]);
    await work.go("item-claimed", { status: "allocated", allocatedTo: "bob" });
    await work.go(["item-started", "item-suspended"], { status: "suspended", allocatedTo: "bob" });
    await work.go("item-resumed", { status: "started", allocatedTo: "bob" });
    await work.go("item-completed", { status: "completed", allocatedTo: "bob" });
    await Promise.all([ann.until(2), bob.until(6)]);
    assert.deepEqual(typesOf(ann.heard), ["offered", "withdrawn"]);
    assert.deepEqual(typesOf(bob.heard), [
      "offered",
      "allocated",
      "started",
      "suspended",
      "resumed",
      "ended",
    ]);
    assert.deepEqual(typesOf(cem.heard), []);
    const [offered] = ann.heard;
    const { at: _, ...data } = offered?.data ?? {};
    assert.deepEqual(data, {
      type: "offered",
      caseId: work.id,
      specificationId: "Invoices",
      specificationVersion: "1.0",
      workItemId: work.item,
      taskId: "Process",
      name: "Process Invoice #12345",
      state: "offered",
    });
    assert.doesNotMatch(JSON.stringify(ann.heard[1]), /bob|allocated/, "who was quicker is not told");
    const ids = bob.heard.map(({ id }) => Number(id));
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    );
  });

  it("tells managers of cases, and of everything when they ask for it", async () => {
    const [cases, all] = await Promise.all([
      listener("mia"),
      listener("mia", { path: "/api/v1/events?all=true" }),
    ]);
    const work = newCase();
    await work.begin({ offeredTo: ["ann"] });
    await work.go("item-claimed", { status: "allocated", allocatedTo: "ann" });
    await work.end();
    await Promise.all([cases.until(2), all.until(4)]);
    assert.deepEqual(typesOf(cases.heard), ["case", "case"]);
    assert.deepEqual(
      cases.heard.map(({ data }) => data["state"]),
      ["running", "completed"],
    );
    assert.deepEqual(typesOf(all.heard), ["case", "offered", "allocated", "case"]);
    assert.deepEqual(all.heard[2]?.data["owner"], "ann");
    const curious = await listener("ann", { path: "/api/v1/events?all=true" });
    const other = newCase();
    await other.begin({ offeredTo: ["bob"] });
    await all.until(6);
    await sleep(200);
    assert.deepEqual(curious.heard, [], "who is no manager gets nothing more for asking");
  });

  it("goes on without a gap where a client was last", async () => {
    const first = await listener("ann");
    const work = newCase();
    await work.begin({ offeredTo: ["ann", "bob"] });
    await first.until(1);
    await first.close();
    await work.go("item-claimed", { status: "allocated", allocatedTo: "ann" });
    await work.go("item-started", { status: "started", allocatedTo: "ann" });
    await sleep(500);
    const byHeader = await listener("ann", { lastEventId: first.lastEventId });
    const byQuery = await listener("ann", { path: `/api/v1/events?lastEventId=${first.lastEventId}` });
    await work.go("item-completed", { status: "completed", allocatedTo: "ann" });
    for (const each of [byHeader, byQuery]) {
      await each.until(3);
      await sleep(100);
      assert.deepEqual(typesOf(each.heard), ["allocated", "started", "ended"]);
    }
    const other = await listener("bob");
    assert.notEqual(other.lastEventId, "", "who has heard nothing yet has an id, too");
    await other.close();
    const later = newCase();
    await later.begin({ offeredTo: ["bob"] });
    await sleep(400);
    const again = await listener("bob", { lastEventId: other.lastEventId });
    assert.deepEqual(typesOf(await again.until(1)), ["offered"]);
  });

  it("says so when what followed an id is not kept any more, and when there never was such an id", async () => {
    for (let count = 0; count < 3; count += 1) await newCase().begin({ offeredTo: ["ann"] });
    await sleep(400);
    const last = await lastSequence();
    await Notices.deleteMany({ sequence: { $lte: last - 2 } });
    const kept = await listener("ann", { lastEventId: String(last - 2) });
    const old = await listener("ann", { lastEventId: String(last - 3) });
    const strange = await listener("ann", { lastEventId: String(last + 1_000) });
    await Promise.all([old.until(1), strange.until(1), kept.until(1)]);
    assert.deepEqual([old.heard[0]?.type, old.heard[0]?.data], ["reset", { reason: "too-old" }]);
    assert.deepEqual([strange.heard[0]?.type, strange.heard[0]?.data], ["reset", { reason: "unknown" }]);
    assert.equal(old.lastEventId, String(last));
    assert.equal(typesOf(kept.heard).includes("reset"), false);
    assert.equal(
      (await api.send("GET", "/api/v1/events?lastEventId=x", { token: tokens.get("ann") ?? "" })).status,
      400,
    );
  });

  it("says from time to time that it is there", async () => {
    const ann = await listener("ann");
    await sleep(600);
    assert.ok(ann.comments.length >= 2, String(ann.comments.length));
  });

  it("is for people with work and for managers, with a token", async () => {
    assert.equal((await api.send("GET", "/api/v1/events")).status, 401);
    assert.equal((await api.send("GET", "/api/v1/events", { token: tokens.get("dan") ?? "" })).status, 403);
    const head = await api.send("HEAD", "/api/v1/events", { token: tokens.get("ann") ?? "" });
    assert.equal(head.status, 200);
  });

  it("ends with the token, and when its owner is locked or has another password", async () => {
    const version = (await credentialVersion("ann")) ?? "";
    const short = issueToken({ key: KEY, lifetimeSeconds: 1 }, { participant: "ann", version });
    const expiring = await listen(api, short.token);
    await expiring.ended;
    assert.deepEqual(expiring.heard.at(-1)?.data, { reason: "token-expired" });

    await addPerson("eve", ["participant"]);
    const eve = await listen(api, await api.login("eve"));
    await lockParticipants(["eve"]);
    await eve.ended;
    assert.deepEqual(eve.heard.at(-1)?.data, { reason: "not-authenticated" });

    await addPerson("fay", ["participant"]);
    const fay = await listen(api, await api.login("fay"));
    await setCredential("fay", await hashPassword(`${PASSWORD} new`));
    await fay.ended;
    assert.deepEqual(typesOf(fay.heard), ["closed"]);
  });

  it("is given to one participant a few times at once, and then refused", async () => {
    for (let count = 0; count < LIMITS.perPerson; count += 1) await listener("cem");
    const more = await api.send("GET", "/api/v1/events", { token: tokens.get("cem") ?? "" });
    assert.equal(more.status, 429);
    assert.equal(more.body["type"], "/problems/too-many-requests");
    await Promise.all(open.splice(0).map(async (each) => each.close()));
    await sleep(100);
    assert.equal((await listener("cem")).status, 200);
  });

  it("gives up a listener that does not read, and nobody else waits for it", async () => {
    const { port, hostname } = new URL(api.url);
    const stuck = net.connect(Number(port), hostname);
    stuck.on("error", () => undefined);
    const token = tokens.get("mia") ?? "";
    stuck.write(`GET /api/v1/events?all=true HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await once(stuck, "readable");
    stuck.pause();
    const before = hub.size;
    const ann = await listener("ann");
    const long = "x".repeat(250_000);
    for (let count = 1; count <= 60 && hub.size > before; count += 1) {
      await newCase().begin({ offeredTo: ["ann"], name: long });
      await ann.until(count);
    }
    assert.equal(hub.size, before, "it is gone, and the other one is there");
    stuck.destroy();
  });

  it("ends in order when the server stops, and is refused from then on", async () => {
    const own = new NoticeHub(pino({ level: "silent" }));
    const stopping = await startApi({ notices: own });
    const ann = await listen(stopping, tokens.get("ann") ?? "");
    own.close();
    await ann.ended;
    assert.deepEqual(typesOf(ann.heard), ["closed"]);
    assert.deepEqual(ann.heard[0]?.data, { reason: "stopping" });
    assert.equal(
      (await stopping.send("GET", "/api/v1/events", { token: tokens.get("ann") ?? "" })).status,
      503,
    );
    await stopping.close();
  });
});
