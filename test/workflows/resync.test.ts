import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { findCase, listEvents } from "../../store/cases.ts";
import { caseView, eventView, itemView } from "../../store/documents.ts";
import { findItem } from "../../store/items.ts";
import { Cases, Events, Items } from "../../store/models.ts";
import { storedView } from "../../store/view/mend.ts";
import { CaseBed, specificationOf, type RunningCase } from "./case-bed.ts";

const ALICE = "alice@acme.com";
const MANAGER = { participant: "operator", manager: true };

const TWO_STEPS = specificationOf(`
mizzen: 1
id: two-steps
version: "1.0"
data: { note: string }
start: first
tasks:
  first: { offer: { roles: [clerk] }, output: [note], next: second }
  second: { offer: { roles: [clerk] }, next: end }
`);

const LOOP = specificationOf(
  'mizzen: 1\nid: loop\nversion: "1.0"\nstart: a\ntasks:\n  a: { offer: { roles: [clerk] }, next: a }\n',
);

describe("The view of a case that is made again from its history", function () {
  this.timeout(120_000);
  let bed: CaseBed;

  before(async function () {
    const opened = await CaseBed.open();
    if (!opened) return this.skip();
    bed = opened;
    await bed.person(ALICE, ["clerk"]);
  });
  after(async () => bed?.close());

  async function underWay(): Promise<RunningCase> {
    const running = await bed.launch(TWO_STEPS);
    while ((await findItem(`${running.id}.1`))?.status !== "offered") await sleep(20);
    await running.work(1, ALICE, { note: "done" });
    await running.give(2, ALICE, { type: "claim" });
    return running;
  }

  /** How many workflow tasks were completed. */
  const workflowTasks = async ({ handle }: RunningCase): Promise<number> =>
    ((await handle.fetchHistory()).events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes)
      .length;

  /** An item that no case has, like the second one of this case. */
  const strayItem = async (like: RunningCase, changes: { _id: string; caseId: string }, mark?: string) =>
    await Items.create([
      { ...(await Items.findById(`${like.id}.2`).lean()), ...changes, ...(mark && { mark, revision: 99 }) },
    ]);

  /** Everything that people could see of a case, and who knows of which item. */
  const shown = async (caseId: string): Promise<unknown> => {
    const stored = await storedView(caseId);
    return {
      case: stored.case && caseView(stored.case),
      items: Object.fromEntries(
        stored.items.map((item) => [
          item._id,
          {
            item: itemView(item),
            knownTo: (item.knownTo ?? []).toSorted(),
            knownToRoles: (item.knownToRoles ?? []).toSorted(),
          },
        ]),
      ),
      events: Object.fromEntries(stored.events.map((event) => [event.number, eventView(event)])),
    };
  };

  it("has the times of the one that the case wrote, also when writing it took several workflow tasks", async () => {
    // longer than a worker may be silent about a workflow task: it goes on in another one
    bed.pace.millis = 9_000;
    try {
      const running = await bed.launch(TWO_STEPS);
      while ((await findItem(`${running.id}.1`))?.status !== "offered") await sleep(50);
      while ((await workflowTasks(running)) < 2) await sleep(50);
      const before = await shown(running.id);
      assert.equal(await bed.keeper.resync(running.id, "test"), "same");
      assert.deepEqual(await shown(running.id), before);
    } finally {
      bed.pace.millis = 0;
    }
  });

  it("is the same as the one that the case wrote", async () => {
    const running = await underWay();
    const before = await shown(running.id);
    assert.equal(await bed.keeper.resync(running.id, "test"), "same");
    assert.deepEqual(await shown(running.id), before);
  });

  it("comes back equal when it was lost, also of a case that has ended", async () => {
    const running = await underWay();
    const ended = await underWay();
    await ended.give(2, ALICE, { type: "start" });
    await ended.give(2, ALICE, { type: "complete", data: {} });
    while ((await ended.handle.describe()).status.name !== "COMPLETED") await sleep(20);
    for (const { id } of [running, ended]) {
      const before = await shown(id);
      await Promise.all([
        Cases.deleteOne({ _id: id }),
        Items.deleteMany({ caseId: id }),
        Events.deleteMany({ caseId: id }),
      ]);
      assert.equal(await bed.keeper.resync(id, "test"), "mended");
      assert.deepEqual(await shown(id), before);
    }
  });

  it("loses what never was, and the case goes on from there", async () => {
    const running = await underWay();
    const before = await shown(running.id);
    const { id } = running;
    // as if an attempt that no history has had completed the item, and the case with it
    await Cases.updateOne({ _id: id }, { $set: { state: "completed", mark: "lost", revision: 99 } });
    await Items.updateOne({ _id: `${id}.2` }, { $set: { status: "completed", mark: "lost", revision: 99 } });
    await strayItem(running, { _id: `${id}.3`, caseId: id }, "lost");
    const { events } = await storedView(id);
    const last = events.reduce((most, { number }) => Math.max(most, number), 0);
    await Events.create([
      { _id: `${id}/${last + 1}`, caseId: id, number: last + 1, type: "item-completed", at: 1, mark: "lost" },
    ]);
    assert.equal(await bed.keeper.resync(id, "test"), "mended");
    assert.deepEqual(await shown(id), before);
    await running.give(2, ALICE, { type: "start" });
    assert.equal((await findItem(`${id}.2`))?.status, "started");
  });

  it("is noticed to be wrong by the case's next write, which then shows the truth", async () => {
    const running = await underWay();
    const { id } = running;
    await Cases.updateOne({ _id: id }, { $set: { state: "cancelled", mark: "lost", revision: 99 } });
    const answer = await running.give(2, ALICE, { type: "start" });
    assert.equal(answer.doubtful, true);
    assert.equal((await findItem(`${id}.2`))?.status, "started");
    assert.equal((await findCase(id))?.state, "running");
    assert.equal((await Cases.findById(id).lean())?.doubt, undefined);
    assert.equal((await running.give(2, ALICE, { type: "complete", data: {} })).doubtful, undefined);
  });

  it("shows a terminated case as ended, and its items in nobody's inbox", async () => {
    const running = await underWay();
    await running.handle.terminate("by hand");
    assert.equal(await bed.keeper.resync(running.id, "test"), "mended");
    const view = await findCase(running.id);
    assert.deepEqual([view?.state, view?.fault?.type], ["failed", "ended-in-temporal"]);
    assert.match(view?.fault?.message ?? "", /by hand/);
    assert.equal((await findItem(`${running.id}.2`))?.status, "cancelled");
    const { items: events } = await listEvents(running.id, { limit: 100 });
    assert.equal(events.at(-1)?.type, "case-ended-in-temporal");
    assert.deepEqual(
      events.map(({ number }) => number),
      events.map((_, index) => index + 1),
    );
    assert.equal(await bed.keeper.resync(running.id, "test"), "same");
  });

  it("goes away for a case that Temporal never had, and fails one that it has no longer", async () => {
    const running = await underWay();
    const stored = await Cases.findById(running.id).lean();
    await Cases.create([{ ...stored, _id: "another-case" }]);
    await strayItem(running, { _id: "another-case.1", caseId: "another-case" });
    assert.equal(await bed.keeper.resync("another-case", "test"), "mended");
    assert.equal((await findCase("another-case"))?.fault?.type, "ended-in-temporal");
    assert.equal((await findItem("another-case.1"))?.status, "cancelled");
    await strayItem(running, { _id: "no-case.1", caseId: "no-case" });
    assert.equal(await bed.keeper.resync("no-case", "test"), "absent");
    assert.equal(await findItem("no-case.1"), undefined);
  });

  it("is whole across the runs of a long case", async () => {
    const running = await bed.launch(LOOP);
    while ((await findItem(`${running.id}.1`))?.status !== "offered") await sleep(20);
    const first = (await running.handle.describe()).runId;
    await running.work(1, ALICE);
    await running.give(2, ALICE, { type: "claim" });
    await running.give(2, ALICE, { type: "start" });
    for (let count = 0; count < 1_500; count += 10) {
      await Promise.all(
        Array.from({ length: 10 }, async (_, index) =>
          running.give(2, ALICE, { type: "save", data: { count: count + index } }),
        ),
      );
    }
    const handle = bed.environment.client.workflow.getHandle(running.id);
    while ((await handle.describe()).runId === first) await sleep(50);
    const now = running.at(Object.assign(handle, { firstExecutionRunId: first }));
    await now.give(2, ALICE, { type: "complete", data: {} });
    const before = await shown(running.id);
    assert.equal(await bed.keeper.resync(running.id, "test"), "same");
    await Promise.all([
      Cases.deleteOne({ _id: running.id }),
      Items.deleteMany({ caseId: running.id }),
      Events.deleteMany({ caseId: running.id }),
    ]);
    assert.equal(await bed.keeper.resync(running.id, "test"), "mended");
    assert.deepEqual(await shown(running.id), before);
    await now.send({ by: MANAGER, command: { type: "cancel-case" } });
  });
});
