/** Whoever tells dies or is held up, and somebody else goes on: nothing is lost, and nobody hears anything twice. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import mongoose from "mongoose";
import { pino } from "pino";
import { NoticeHub } from "../../api/notices/hub.ts";
import { Events, Notices } from "../../store/models.ts";
import { withDatabase } from "../store/database.ts";
import { listen, type EventListener, type Heard } from "./event-stream.ts";
import { addPerson, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";
import { startTelling, WrittenCase, type Telling } from "./telling.ts";

describe("When whoever tells notices", function () {
  this.timeout(40_000);
  withDatabase();
  let api: TestApi;
  let telling: Telling | undefined;
  let child: ChildProcess | undefined;
  let token: string;
  let number = 0;

  before(async () => {
    api = await startApi({ notices: new NoticeHub(pino({ level: "silent" })) });
    await addPerson("ann", ["participant"]);
    await addPerson("bob", ["participant"]);
    await addPerson("root", ["admin"]);
    token = await api.login("root");
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await telling?.stop();
    telling = undefined;
  });
  after(async () => api?.close());

  async function startChild(when: string): Promise<ChildProcess> {
    const uri = new URL(process.env["MONGODB_URI"] ?? "");
    uri.pathname = `/${mongoose.connection.name}`;
    const script = fileURLToPath(new URL("dying-teller.ts", import.meta.url));
    const started = spawn(process.execPath, ["--import", "tsx", script, uri.href, when], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child = started;
    await once(started.stdout, "data");
    return started;
  }
  async function everything(): Promise<EventListener> {
    return await listen(api, token, { path: "/api/v1/events?all=true" });
  }
  /** One case in which each kind of thing happens to an item that two people were offered. */
  async function go(): Promise<WrittenCase> {
    number += 1;
    const work = new WrittenCase(`case-${number}`);
    await work.begin({ offeredTo: ["ann", "bob"] });
    await work.go("item-claimed", { status: "allocated", allocatedTo: "ann" });
    await work.go("item-started", { status: "started", allocatedTo: "ann" });
    await work.go("item-completed", { status: "completed", allocatedTo: "ann" });
    return work;
  }
  const toldOf = (heard: readonly Heard[], id: string): readonly string[] =>
    heard.filter(({ data }) => data["caseId"] === id).map(({ type }) => type);

  async function assertWhole(): Promise<void> {
    const notices = await Notices.find().sort({ sequence: 1 }).lean();
    assert.deepEqual(
      notices.map(({ sequence }) => sequence),
      notices.map((_, index) => index + 1),
      "the numbers have no gaps",
    );
    assert.equal(await Events.countDocuments({ "news.at": { $gt: 0 } }), 0, "all is told");
  }

  for (const when of ["before-clearing", "half-told"]) {
    it(`dies ${when}, the next one goes on where it was`, async () => {
      const listener = await everything();
      const dying = await startChild(when);
      const died = once(dying, "exit");
      let work: WrittenCase;
      do {
        number += 1;
        work = new WrittenCase(`case-${number}`);
        await work.begin({ offeredTo: ["ann", "bob"] });
        await Promise.race([died, sleep(500)]);
      } while (dying.exitCode === null && dying.signalCode === null);
      await work.go("item-claimed", { status: "allocated", allocatedTo: "ann" });
      await work.go("item-completed", { status: "completed", allocatedTo: "ann" });
      telling = await startTelling(undefined);
      await listener.until((heard) => toldOf(heard, work.id).includes("ended"));
      await sleep(500);
      const types = toldOf(listener.heard, work.id);
      assert.equal(types.filter((type) => type === "case").length, 1);
      const ofItem = types.filter((type) => type !== "case");
      assert.deepEqual(ofItem, ["offered", "withdrawn", "allocated", "ended"]);
      await assertWhole();
      await listener.close();
    });
  }

  it("is held up, and goes on after somebody else has begun, both together tell everything once", async () => {
    const listener = await everything();
    const held = await startChild("never");
    const before = await go();
    await listener.until((heard) => toldOf(heard, before.id).includes("ended"));
    held.kill("SIGSTOP");
    telling = await startTelling(undefined);
    const cases: WrittenCase[] = [];
    for (let count = 0; count < 5; count += 1) cases.push(await go());
    await listener.until((heard) => toldOf(heard, cases[0]?.id ?? "").includes("ended"));
    held.kill("SIGCONT");
    for (let count = 0; count < 20; count += 1) cases.push(await go());
    const isOver = (heard: readonly Heard[]): boolean =>
      cases.every(({ id }) => toldOf(heard, id).includes("ended"));
    await listener.until(isOver);
    await sleep(300);
    for (const { id } of cases) {
      const types = toldOf(listener.heard, id);
      for (const type of ["case", "offered", "withdrawn", "allocated", "started", "ended"])
        assert.equal(
          types.filter((each) => each === type).length,
          1,
          `${type} of ${id}: ${types.join(", ")}`,
        );
    }
    await assertWhole();
    await listener.close();
  });

  it("is told to stop, the next one begins at once", async () => {
    telling = await startTelling(undefined);
    await telling.stop();
    const began = performance.now();
    telling = await startTelling(undefined);
    assert.ok(performance.now() - began < 1_500);
  });
});
