import assert from "node:assert/strict";
import { findCase, listEvents } from "../../store/cases.ts";
import { findItem, findItemWithHistory } from "../../store/items.ts";
import { Cases } from "../../store/models.ts";
import { writeChange } from "../../store/view/write.ts";
import type { Mark, ViewChange } from "../../yawl/view/views.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { withDatabase } from "./database.ts";
import { firstChange, sampleCase, sampleItem } from "./samples.ts";
import { showChange } from "./show.ts";

const FIRST_PAGE = { limit: 50 };

describe("the view of a case", () => {
  withDatabase();
  let number = 0;
  let caseId = "";
  let itemId = "";
  beforeEach(() => {
    number += 1;
    caseId = `case-${number}`;
    itemId = `${caseId}.1`;
  });

  const first = () =>
    firstChange({
      caseId,
      items: [sampleItem({ id: itemId, caseId })],
      events: [{ caseId, number: 1, type: "case-started", at: 1_000, by: "admin" }],
    });

  it("shows the case, its items and its events after the first change", async () => {
    await showChange(first());
    const view = await findCase(caseId);
    assert.equal(view?.state, "running");
    assert.deepEqual(view?.marking, { Invoices: { start: 1 } });
    assert.deepEqual(await findItem(itemId), sampleItem({ id: itemId, caseId }));
    const events = await listEvents(caseId, FIRST_PAGE);
    assert.deepEqual(events.items, [{ caseId, number: 1, type: "case-started", at: 1_000, by: "admin" }]);
    assert.equal(events.nextCursor, null);
  });

  /** A certain write by an attempt of its own. */
  const attempt = async (mark: string, basis: Mark | undefined, change: ViewChange, writer = "w1") =>
    await writeChange({ change, runId: "run", basis, mark, writer, complete: async (whole) => whole });
  const FIRST: Mark = { revision: 1, mark: "a" };
  const claimedBy = (allocatedTo: string, revision: number): ViewChange => ({
    caseId,
    revision,
    case: {},
    items: [sampleItem({ id: itemId, caseId, status: "allocated", allocatedTo, offeredTo: [], revision })],
    events: [{ caseId, number: revision, type: "item-claimed", at: 1_000, by: allocatedTo }],
  });

  it("is the same after an attempt that wrote twice", async () => {
    for (const _ of [1, 2]) assert.deepEqual(await attempt("a", undefined, first()), { isDoubtful: false });
    for (const _ of [1, 2]) {
      assert.deepEqual(await attempt("b", FIRST, claimedBy("bob@acme.com", 2)), { isDoubtful: false });
    }
    assert.equal((await listEvents(caseId, FIRST_PAGE)).items.length, 2);
    assert.equal((await findCase(caseId))?.revision, 2);
  });

  it("stays as it is and is doubtful when another attempt wrote the same revision", async () => {
    await attempt("a", undefined, first());
    await attempt("lost", FIRST, claimedBy("bob@acme.com", 2));
    assert.deepEqual(await attempt("true", FIRST, claimedBy("alice@acme.com", 2)), { isDoubtful: true });
    assert.equal((await findItem(itemId))?.allocatedTo, "bob@acme.com");
    assert.ok((await Cases.findById(caseId).lean())?.doubt);
  });

  it("takes nothing of a worker that comes back late", async () => {
    await attempt("a", undefined, first());
    await attempt("b", FIRST, claimedBy("bob@acme.com", 2));
    await attempt("c", { revision: 2, mark: "b" }, claimedBy("carol", 3));
    assert.deepEqual(await attempt("late", FIRST, claimedBy("alice@acme.com", 2)), { isDoubtful: true });
    assert.equal((await findItem(itemId))?.allocatedTo, "carol");
    assert.equal((await listEvents(caseId, FIRST_PAGE)).items.length, 3);
  });

  it("is doubtful when the case was written by another start of it", async () => {
    await attempt("a", undefined, first());
    assert.deepEqual(await attempt("b", undefined, first()), { isDoubtful: true });
  });

  it("is doubtful when it is gone, or holds an event that this case cannot have written", async () => {
    assert.deepEqual(await attempt("b", FIRST, claimedBy("bob@acme.com", 2)), { isDoubtful: true });
    await attempt("a", undefined, first());
    const foreign = { ...claimedBy("carol", 2), caseId, items: [] };
    await showChange({ ...foreign, case: {} });
    await Cases.updateOne({ _id: caseId }, { $set: { mark: "a", revision: 1 } });
    assert.deepEqual(await attempt("b", FIRST, claimedBy("bob@acme.com", 2)), { isDoubtful: true });
  });

  it("changes only the named fields of the case, and takes away what an item no longer has", async () => {
    await showChange(first());
    const started = sampleItem({
      id: itemId,
      caseId,
      status: "started",
      allocatedTo: "alice@acme.com",
      draft: { a: 1 },
      revision: 2,
    });
    await showChange({
      caseId,
      revision: 2,
      case: { data: { invoice: "1" } },
      items: [started],
      events: [],
    });
    const back = sampleItem({ id: itemId, caseId, status: "offered", revision: 3 });
    await showChange({ caseId, revision: 3, case: {}, items: [back], events: [] });
    const view = await findCase(caseId);
    assert.equal(view?.title, "Invoices");
    assert.deepEqual(view?.data, { invoice: "1" });
    assert.equal(view?.revision, 3);
    assert.deepEqual(await findItem(itemId), back);
  });

  it("remembers everybody to whom an item was offered or allocated", async () => {
    await showChange(first());
    const delegated = sampleItem({
      id: itemId,
      caseId,
      status: "allocated",
      allocatedTo: "carol",
      offeredTo: [],
      revision: 2,
    });
    await showChange({ caseId, revision: 2, case: {}, items: [delegated], events: [] });
    const known = await findItemWithHistory(itemId);
    assert.deepEqual(known?.knownTo.toSorted(), ["alice@acme.com", "bob@acme.com", "carol"]);
    assert.equal("knownTo" in (known?.item ?? {}), false);
  });

  it("replaces the variables that changed and leaves the others", async () => {
    const caseId = first().caseId;
    const large = "x".repeat(100_000);
    const { data: _all, ...rest } = sampleCase();
    await showChange({ ...first(), case: rest, data: { values: { large, verdict: "pay" }, emptied: [] } });
    await showChange({
      ...first(),
      case: {},
      items: [],
      events: [],
      revision: 2,
      data: { values: { verdict: { "a.b": 1 }, "$set.x": [1], "": 0 }, emptied: [] },
    });
    assert.deepEqual((await findCase(caseId))?.data, {
      large,
      verdict: { "a.b": 1 },
      "$set.x": [1],
      "": 0,
    });
    const none = { case: {}, items: [], events: [] };
    await showChange({ ...first(), ...none, revision: 3, data: { values: {}, emptied: ["large", ""] } });
    assert.deepEqual((await findCase(caseId))?.data, { verdict: { "a.b": 1 }, "$set.x": [1] });
  });

  it("changes variables of a view that was written as one text", async () => {
    const caseId = first().caseId;
    await showChange({ ...first(), case: sampleCase({ data: { kept: 1, changed: 1, emptied: 1 } }) });
    await showChange({
      ...first(),
      case: {},
      items: [],
      events: [],
      revision: 2,
      data: { values: { changed: 2 }, emptied: ["emptied"] },
    });
    assert.deepEqual((await findCase(caseId))?.data, { kept: 1, changed: 2 });
    await showChange({ ...first(), case: { data: { all: "new" } }, items: [], events: [], revision: 3 });
    assert.deepEqual((await findCase(caseId))?.data, { all: "new" });
  });

  it("shows a case without data as such", async () => {
    const { data: _all, ...rest } = sampleCase();
    await showChange({ ...first(), case: rest, data: { values: {}, emptied: [] } });
    assert.deepEqual((await findCase(first().caseId))?.data, {});
  });

  it("keeps data of any names and any depth as it is", async () => {
    let deep: JsonObject = { end: true };
    for (let level = 0; level < 150; level += 1) deep = { deep };
    const data: JsonObject = {
      "a.b": 1,
      $set: { $where: "x" },
      _bsontype: "ObjectId",
      $ref: "x",
      $id: "y",
      "": null,
      "zero\u0000byte": "\u0000",
      "lone \ud800": "\ud800",
      2: "two",
      z: [1, { "$inc.x": 1.5 }],
      deep,
    };
    const item = sampleItem({ id: itemId, caseId, data, output: data });
    await showChange({ ...first(), case: sampleCase({ data }), items: [item] });
    assert.deepEqual((await findCase(caseId))?.data, data);
    assert.deepEqual((await findItem(itemId))?.output, data);
  });

  it("shows a new case only together with its items", async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = `${caseId}-${round}`;
      const items = [sampleItem({ id: `${id}.1`, caseId: id })];
      const writing = showChange(firstChange({ caseId: id, items, events: [] }));
      while (!(await findCase(id)));
      assert.ok(await findItem(`${id}.1`));
      await writing;
    }
  });

  it("is right after many repeats of one attempt at the same time", async () => {
    await Promise.all(Array.from({ length: 10 }, async () => attempt("a", undefined, first())));
    assert.equal((await listEvents(caseId, FIRST_PAGE)).items.length, 1);
    assert.deepEqual(await findItem(itemId), sampleItem({ id: itemId, caseId }));
  });
});
