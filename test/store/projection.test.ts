import assert from "node:assert/strict";
import { findCase, listEvents } from "../../store/cases.ts";
import { findItem, findItemWithHistory } from "../../store/items.ts";
import { applyChange } from "../../store/projection.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { withDatabase } from "./database.ts";
import { firstChange, sampleCase, sampleItem } from "./samples.ts";

const FIRST_PAGE = { limit: 50 };

describe("the projection of a case", () => {
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
    await applyChange(first());
    const view = await findCase(caseId);
    assert.equal(view?.state, "running");
    assert.deepEqual(view?.marking, { Invoices: { start: 1 } });
    assert.deepEqual(await findItem(itemId), sampleItem({ id: itemId, caseId }));
    const events = await listEvents(caseId, FIRST_PAGE);
    assert.deepEqual(events.items, [{ caseId, number: 1, type: "case-started", at: 1_000, by: "admin" }]);
    assert.equal(events.nextCursor, null);
  });

  it("is the same after a change that came twice", async () => {
    await applyChange(first());
    await applyChange(first());
    assert.equal((await listEvents(caseId, FIRST_PAGE)).items.length, 1);
    assert.equal((await findCase(caseId))?.revision, 1);
  });

  it("keeps what is newer when an older change comes again", async () => {
    await applyChange(first());
    const claimed = sampleItem({
      id: itemId,
      caseId,
      status: "allocated",
      allocatedTo: "alice@acme.com",
      offeredTo: [],
      revision: 2,
    });
    await applyChange({ caseId, revision: 2, case: { state: "suspended" }, items: [claimed], events: [] });
    await applyChange(first());
    assert.equal((await findCase(caseId))?.state, "suspended");
    assert.equal((await findItem(itemId))?.status, "allocated");
  });

  it("changes only the named fields of the case, and takes away what an item no longer has", async () => {
    await applyChange(first());
    const started = sampleItem({
      id: itemId,
      caseId,
      status: "started",
      allocatedTo: "alice@acme.com",
      draft: { a: 1 },
      revision: 2,
    });
    await applyChange({
      caseId,
      revision: 2,
      case: { data: { invoice: "1" } },
      items: [started],
      events: [],
    });
    const back = sampleItem({ id: itemId, caseId, status: "offered", revision: 3 });
    await applyChange({ caseId, revision: 3, case: {}, items: [back], events: [] });
    const view = await findCase(caseId);
    assert.equal(view?.title, "Invoices");
    assert.deepEqual(view?.data, { invoice: "1" });
    assert.equal(view?.revision, 3);
    assert.deepEqual(await findItem(itemId), back);
  });

  it("remembers everybody to whom an item was offered or allocated", async () => {
    await applyChange(first());
    const delegated = sampleItem({
      id: itemId,
      caseId,
      status: "allocated",
      allocatedTo: "carol",
      offeredTo: [],
      revision: 2,
    });
    await applyChange({ caseId, revision: 2, case: {}, items: [delegated], events: [] });
    const known = await findItemWithHistory(itemId);
    assert.deepEqual(known?.knownTo.toSorted(), ["alice@acme.com", "bob@acme.com", "carol"]);
    assert.equal("knownTo" in (known?.item ?? {}), false);
  });

  it("replaces the variables that changed and leaves the others", async () => {
    const caseId = first().caseId;
    const large = "x".repeat(100_000);
    const { data: _all, ...rest } = sampleCase();
    await applyChange({ ...first(), case: rest, data: { values: { large, verdict: "pay" }, emptied: [] } });
    await applyChange({
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
    await applyChange({ ...first(), ...none, revision: 3, data: { values: {}, emptied: ["large", ""] } });
    await applyChange({ ...first(), ...none, revision: 2, data: { values: { large: "late" }, emptied: [] } });
    assert.deepEqual((await findCase(caseId))?.data, { verdict: { "a.b": 1 }, "$set.x": [1] });
  });

  it("changes variables of a view that was written as one text", async () => {
    const caseId = first().caseId;
    await applyChange({ ...first(), case: sampleCase({ data: { kept: 1, changed: 1, emptied: 1 } }) });
    await applyChange({
      ...first(),
      case: {},
      items: [],
      events: [],
      revision: 2,
      data: { values: { changed: 2 }, emptied: ["emptied"] },
    });
    assert.deepEqual((await findCase(caseId))?.data, { kept: 1, changed: 2 });
    await applyChange({ ...first(), case: { data: { all: "new" } }, items: [], events: [], revision: 3 });
    assert.deepEqual((await findCase(caseId))?.data, { all: "new" });
  });

  it("shows a case without data as such", async () => {
    const { data: _all, ...rest } = sampleCase();
    await applyChange({ ...first(), case: rest, data: { values: {}, emptied: [] } });
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
    await applyChange({ ...first(), case: sampleCase({ data }), items: [item] });
    assert.deepEqual((await findCase(caseId))?.data, data);
    assert.deepEqual((await findItem(itemId))?.output, data);
  });

  it("shows a new case only together with its items", async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = `${caseId}-${round}`;
      const items = [sampleItem({ id: `${id}.1`, caseId: id })];
      const writing = applyChange(firstChange({ caseId: id, items, events: [] }));
      while (!(await findCase(id)));
      assert.ok(await findItem(`${id}.1`));
      await writing;
    }
  });

  it("is right after many repeats at the same time", async () => {
    await Promise.all(Array.from({ length: 10 }, async () => applyChange(first())));
    assert.equal((await listEvents(caseId, FIRST_PAGE)).items.length, 1);
    assert.deepEqual(await findItem(itemId), sampleItem({ id: itemId, caseId }));
  });
});
