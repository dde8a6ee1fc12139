/** Instances in child workflows: the shell between a case and its blocks. */
import assert from "node:assert/strict";
import { Items } from "../../store/models.ts";
import { COMMAND, STATE, type CommandAnswer } from "../../workflows/messages.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import { CaseBed, specificationOf, type RunningCase } from "./case-bed.ts";

const REVIEW = specificationOf(`
mizzen: 1
id: review
version: "1.0"
input: { applications: { type: array, items: { type: string } } }
data: { grades: { type: array, items: { type: integer } } }
output: [grades]
start: review
tasks:
  review:
    offer: { roles: [reviewer] }
    instances: { each: $applications, as: application, threshold: 7, into: grades, creation: dynamic, max: 20 }
    output: { grade: integer }
    next: end
`);

describe("instances in child workflows", function () {
  this.timeout(60_000);
  let bed: CaseBed;

  before(async function () {
    const opened = await CaseBed.open();
    if (!opened) return this.skip();
    bed = opened;
    await bed.person("ann", ["reviewer"]);
  });

  after(async () => bed?.close());

  it("complete their task exactly at the threshold, and leave nothing behind", async () => {
    const applications = Array.from({ length: 10 }, (_, index) => `application ${index + 1}`);
    const one = await bed.launch(REVIEW, { applications }, CURRENT_FLAGS, 3);
    const items = await itemsOf(one, 10);
    for (const { caseId, _id } of items) {
      await bed.give(caseId, _id, "ann", { type: "claim" });
      await bed.give(caseId, _id, "ann", { type: "start" });
    }
    const answers = await Promise.allSettled(
      items.map(({ caseId, _id, instance }) =>
        bed.give(caseId, _id, "ann", { type: "complete", data: { grade: instance ?? 0 } }),
      ),
    );
    const done = items.filter((_, index) => answers[index]?.status === "fulfilled");
    assert.equal(done.length, 7);
    const outcome = (await one.handle.result()) as { data: { grades: number[] } };
    assert.deepEqual(
      outcome.data.grades,
      done.map(({ instance }) => instance).toSorted((a, b) => Number(a) - Number(b)),
    );
    assert.equal(
      await Items.countDocuments({ partOf: one.id, status: { $in: ["offered", "allocated", "started"] } }),
      0,
    );
  });

  it("go on when the case goes on in a new run, and an instance can be added from within one", async () => {
    const one = await bed.launch(REVIEW, { applications: ["a", "b", "c", "d"] }, CURRENT_FLAGS, 0);
    const items = await itemsOf(one, 4);
    const [first] = items;
    assert.ok(first);
    await bed.give(first.caseId, first._id, "ann", { type: "claim" });
    await bed.give(first.caseId, first._id, "ann", { type: "add-instance", data: { application: "e" } });
    const more = await itemsOf(one, 5);
    assert.deepEqual(new Set(more.map(({ instance }) => instance)), new Set([1, 2, 3, 4, 5]));
    const state = await one.handle.query<CaseState>(STATE);
    assert.equal(Object.keys(state.blocks ?? {}).length, 4);
    await one.handle.executeUpdate<CommandAnswer, [CommandMessage]>(COMMAND, {
      args: [{ by: { participant: "ann", manager: true }, command: { type: "cancel-case" } }],
    });
    await one.handle.result();
    assert.equal(
      await Items.countDocuments({ partOf: one.id, status: { $in: ["offered", "allocated", "started"] } }),
      0,
    );
  });

  async function itemsOf(one: RunningCase, count: number) {
    for (let attempt = 0; ; attempt += 1) {
      const items = await Items.find({ partOf: one.id, status: { $in: ["offered", "allocated"] } }).lean();
      if (items.length === count) return items;
      if (attempt > 100) throw new Error(`${items.length} items instead of ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
});
