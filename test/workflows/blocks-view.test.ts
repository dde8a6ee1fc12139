/** The views of a case and its blocks, and what becomes of the others when one of them is ended in Temporal. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { MockActivityEnvironment } from "@temporalio/testing";
import { resyncActivities } from "../../activities/resync.ts";
import { blockIdsOf, openBlocksOf } from "../../store/blocks.ts";
import { findCase, findExecution } from "../../store/cases.ts";
import { caseView, eventView, itemView } from "../../store/documents.ts";
import { logOf } from "../../store/events.ts";
import { Cases, Events, Items } from "../../store/models.ts";
import { storedView } from "../../store/view/mend.ts";
import { STATE, type ResyncSummary } from "../../workflows/messages.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import { CaseBed, specificationOf, type RunningCase } from "./case-bed.ts";

const REVIEW = specificationOf(`
mizzen: 1
id: reviews
version: "1.0"
input: { applications: { type: array, items: { type: string } } }
data: { grades: { type: array, items: { type: integer } } }
output: [grades]
start: review
tasks:
  review:
    offer: { roles: [reviewer] }
    instances: { each: $applications, as: application, threshold: 3, into: grades }
    output: { grade: integer }
    next: after
  after: { offer: { roles: [reviewer] }, next: end }
`);

const COUNT = 5;

describe("the views of a case and its blocks", function () {
  this.timeout(120_000);
  let bed: CaseBed;

  before(async function () {
    const opened = await CaseBed.open();
    if (!opened) return this.skip();
    bed = opened;
    await bed.person("ann", ["reviewer"]);
  });
  after(async () => bed?.close());

  async function begun(): Promise<{ readonly running: RunningCase; readonly blocks: readonly string[] }> {
    const applications = Array.from({ length: COUNT }, (_, index) => `application ${index + 1}`);
    const running = await bed.launch(REVIEW, { applications }, CURRENT_FLAGS, 0);
    await until(
      async () =>
        (await Items.countDocuments({ partOf: running.id, status: "offered" })) === COUNT &&
        // a new execution is shown after its items
        (await blockIdsOf(running.id)).length === COUNT,
    );
    const blocks = (await blockIdsOf(running.id)).toSorted();
    // what is shown was written inside a workflow task: the server has it when the workflow answers
    for (const block of blocks) await bed.environment.client.workflow.getHandle(block).query(STATE);
    return { running, blocks };
  }

  async function complete(block: string): Promise<void> {
    const item = `${block}.1`;
    const commands: readonly ItemCommand[] = [
      { type: "claim" },
      { type: "start" },
      { type: "complete", data: { grade: 1 } },
    ];
    for (const command of commands) await bed.give(block, item, "ann", command);
  }

  const shown = async (id: string): Promise<unknown> => {
    const stored = await storedView(id);
    return {
      case: stored.case && caseView(stored.case),
      items: stored.items.map(itemView),
      events: stored.events.map(eventView).toSorted((a, b) => a.number - b.number),
    };
  };

  it("come back equal when they were lost, those of the blocks with that of their case", async () => {
    const { running, blocks } = await begun();
    await complete(blocks[0] ?? "");
    await until(async () => (await findExecution(blocks[0] ?? ""))?.state === "completed");
    await sleep(1_500);
    const all = [running.id, ...blocks];
    for (const id of all) assert.match(await bed.keeper.resync(id, "test"), /same|mended/);
    const before = await Promise.all(all.map(shown));
    await Promise.all([
      Cases.deleteMany({ _id: { $in: all } }),
      Items.deleteMany({ caseId: { $in: all } }),
      Events.deleteMany({ caseId: { $in: all } }),
    ]);
    const { resyncViews } = resyncActivities(bed.environment.client, (id, why) => bed.keeper.resync(id, why));
    const summary = await new MockActivityEnvironment().run<[], ResyncSummary, () => Promise<ResyncSummary>>(
      async () => resyncViews([running.id], "test", "with blocks"),
    );
    assert.deepEqual([summary.mended, summary.unreadable, summary.absent], [1 + COUNT, 0, 0]);
    assert.deepEqual(await Promise.all(all.map(shown)), before);
  });

  it("say how the instances stood when the task is done", async () => {
    const { running, blocks } = await begun();
    for (const block of blocks.slice(0, 3)) await complete(block);
    await until(async () => (await findCase(running.id))?.instances?.[0]?.endedAt !== undefined);
    const [entry] = (await findCase(running.id))?.instances ?? [];
    assert.deepEqual(
      [entry?.task, entry?.spawned, entry?.completed, entry?.cancelled, entry?.open, entry?.threshold],
      ["review", 5, 3, 2, 0, 3],
    );
    const { items } = await logOf(running.id, { limit: 200 });
    assert.equal(items.filter(({ type }) => type === "item-completed").length, 3);
    assert.deepEqual(
      items.map(({ at }) => at),
      items.map(({ at }) => at).toSorted((a, b) => a - b),
    );
  });

  it("show a block that was terminated as failed, and the case goes on without it", async () => {
    const { running, blocks } = await begun();
    const [first = ""] = blocks;
    await bed.environment.client.workflow.getHandle(first).terminate("for the test");
    assert.equal(await bed.keeper.resync(first, "test"), "mended");
    assert.equal((await findExecution(first))?.fault?.type, "ended-in-temporal");
    assert.equal((await Items.findById(`${first}.1`).lean())?.status, "cancelled");
    await until(async () => {
      const { items } = await logOf(running.id, { limit: 200 });
      return items.some(({ type, details }) => type === "instances-ended" && details?.["lost"] !== undefined);
    });
    for (const block of blocks.slice(1, 4)) await complete(block);
    await until(async () => (await Items.countDocuments({ caseId: running.id, task: "after" })) === 1);
    // a second look finds nothing new, and harms nothing
    assert.equal(await bed.keeper.resync(first, "test"), "same");
  });

  it("leave no block behind when the case is terminated", async () => {
    const { running, blocks } = await begun();
    await running.handle.terminate("for the test");
    assert.equal(await bed.keeper.resync(running.id, "test"), "mended");
    for (const block of blocks) {
      await until(async () => {
        const { status } = await bed.environment.client.workflow.getHandle(block).describe();
        return status.name === "CANCELLED";
      });
    }
    await until(async () => (await openBlocksOf(running.id)).length === 0);
    assert.equal(await Items.countDocuments({ partOf: running.id, status: "offered" }), 0);
  });
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isTrue()); await sleep(50))
    if (Date.now() > end) throw new Error("it does not come");
}
