/** Blocks of a case in the store: lists and counts know the case alone, and find what is in its blocks. */
import assert from "node:assert/strict";
import {
  blocksMadeBy,
  casesOf,
  failuresInBlocks,
  isBlock,
  openBlocksMadeBy,
  openBlocksOf,
} from "../../store/blocks.ts";
import { findCase, findExecution, listCases } from "../../store/cases.ts";
import { logOf } from "../../store/events.ts";
import { casesWithWorkFor, heldItemsOf, isInvolved, listItems, openItemsOf } from "../../store/items.ts";
import { BadCursor } from "../../store/page.ts";
import { countOpen, openExecutions } from "../../store/view/doubts.ts";
import type { BlockOf, EventView } from "../../yawl/view/views.ts";
import { withDatabase } from "./database.ts";
import { firstChange, sampleCase, sampleItem } from "./samples.ts";
import { showChange } from "./show.ts";

const ROOT = "many";
const ANN = "ann";

function partOf(changes: Partial<BlockOf> = {}): BlockOf {
  return { case: ROOT, parent: ROOT, net: "Invoices", task: "Process", from: 1, to: 2, ...changes };
}

function event(caseId: string, number: number, at: number, changes: Partial<EventView> = {}): EventView {
  return { caseId, number, at, type: "item-offered", ...changes };
}

describe("blocks of cases in the store", () => {
  withDatabase();

  before(async () => {
    await showChange(
      firstChange({
        caseId: ROOT,
        case: sampleCase({ startedBy: "carol" }),
        items: [],
        events: [
          event(ROOT, 1, 100, { type: "case-started" }),
          event(ROOT, 2, 100, { type: "instances-begun", details: { execution: "many.1", from: 1, to: 2 } }),
          event(ROOT, 3, 100, { type: "instances-begun", details: { execution: "many.2", from: 3, to: 4 } }),
          event(ROOT, 4, 300),
        ],
      }),
    );
    await showChange(
      firstChange({
        caseId: "many.1",
        case: sampleCase({
          partOf: partOf(),
          failures: [{ net: "Invoices/Process.1", task: "t", message: "no such variable" }],
        }),
        items: [
          sampleItem({ id: "many.1.1", caseId: "many.1", partOf: ROOT, instance: 1, offeredTo: [ANN] }),
          sampleItem({
            id: "many.1.2",
            caseId: "many.1",
            partOf: ROOT,
            instance: 2,
            status: "completed",
            offeredTo: [],
            allocatedTo: "bob",
            endedBy: "bob",
          }),
        ],
        events: [
          event("many.1", 1, 150),
          event("many.1", 2, 150),
          event("many.1", 10, 150),
          event("many.1", 11, 300),
        ],
      }),
    );
    await showChange(
      firstChange({
        caseId: "many.2",
        case: sampleCase({ state: "completed", partOf: partOf({ from: 3, to: 4 }), failures: [] }),
        items: [],
        events: [event("many.2", 1, 150)],
      }),
    );
    await showChange(
      firstChange({
        caseId: "many.1.5",
        case: sampleCase({ partOf: partOf({ parent: "many.1" }), failures: [] }),
        items: [],
        events: [],
      }),
    );
  });

  it("lists and finds cases, and no blocks", async () => {
    const { items } = await listCases({}, { limit: 10 });
    assert.deepEqual(
      items.map(({ id }) => id),
      [ROOT],
    );
    assert.equal(await findCase("many.1"), undefined);
    assert.deepEqual((await findExecution("many.1"))?.partOf, partOf());
    assert.deepEqual(
      [await isBlock("many.1"), await isBlock(ROOT), await isBlock("none")],
      [true, false, false],
    );
  });

  it("counts cases and blocks apart, and watches over both", async () => {
    assert.deepEqual(await countOpen(), { cases: 1, blocks: 2 });
    assert.deepEqual((await openExecutions()).toSorted(), [ROOT, "many.1", "many.1.5"]);
  });

  it("shows a case to whoever has or had work in one of its blocks, and to nobody else", async () => {
    const visible = async (id: string): Promise<number> =>
      (await listCases({ visibleTo: { participant: id, since: 0 } }, { limit: 10 })).items.length;
    assert.deepEqual(await casesWithWorkFor({ participant: ANN }), [ROOT]);
    assert.deepEqual([await visible(ANN), await visible("mallory")], [1, 0]);
    assert.deepEqual(
      [
        await isInvolved(ROOT, { participant: ANN }),
        await isInvolved(ROOT, { participant: "bob" }),
        await isInvolved(ROOT, { participant: "mallory" }),
      ],
      [true, true, false],
    );
  });

  it("finds the items of a case in its blocks", async () => {
    const listed = await listItems({ caseId: ROOT }, { limit: 10 });
    assert.deepEqual(
      listed.items.map(({ id }) => id),
      ["many.1.1", "many.1.2"],
    );
    const started = await listItems({ caseId: ROOT, participant: { participant: ANN } }, { limit: 10 });
    assert.equal(started.items.length, 1);
    assert.equal((await openItemsOf(ROOT, { participant: ANN })).length, 1);
    assert.equal((await heldItemsOf(ROOT)).length, 1);
  });

  it("tells the log of a case and its blocks by time, execution and number, page by page", async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { items, nextCursor } = await logOf(ROOT, { limit: 2, cursor });
      seen.push(...items.map(({ caseId, number }) => `${caseId}/${number}`));
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    assert.deepEqual(seen, [
      "many/1",
      "many/2",
      "many/3",
      "many.1/1",
      "many.1/2",
      "many.1/10",
      "many.2/1",
      "many/4",
      "many.1/11",
    ]);
  });

  it("goes on from a cursor of before the case had blocks, and from no other", async () => {
    const early = Buffer.from(JSON.stringify(["many/3", 3])).toString("base64url");
    const { items } = await logOf(ROOT, { limit: 1, cursor: early });
    assert.deepEqual(
      items.map(({ caseId, number }) => [caseId, number]),
      [["many.1", 1]],
    );
    for (const wrong of ["", "x", Buffer.from('["other/3",3]').toString("base64url"), "W10"])
      await assert.rejects(logOf(ROOT, { limit: 1, cursor: wrong }), BadCursor);
  });

  it("knows the blocks of an execution, and what failed in those that are open", async () => {
    assert.deepEqual([...(await openBlocksOf(ROOT))].toSorted(), ["many.1", "many.1.5"]);
    assert.deepEqual(await openBlocksMadeBy(ROOT), ["many.1"]);
    assert.deepEqual([...(await blocksMadeBy(ROOT))].toSorted(), ["many.1", "many.2"]);
    assert.deepEqual(await blocksMadeBy("many.1"), ["many.1.5"]);
    assert.deepEqual(await casesOf(["many.1", ROOT, "nothing"]), [ROOT]);
    assert.deepEqual(await failuresInBlocks(ROOT), [
      { net: "Invoices/Process.1", task: "t", message: "no such variable", execution: "many.1" },
    ]);
  });
});
