/** What becomes a notice, from what was read: without a store. */
import assert from "node:assert/strict";
import { tell, type Read } from "../../api/notices/telling.ts";
import type { EventDocument } from "../../store/models.ts";
import type { ToldItem } from "../../store/notices.ts";
import type { Holders } from "../../yawl/view/notices.ts";

const NOW = 1_000_000_000;
const DAY = 86_400_000;

function event(
  number: number,
  type: string,
  has?: Holders,
  changes: Partial<EventDocument> = {},
): EventDocument {
  const at = NOW - 1_000 + number;
  const news = { at, revision: 1, ...(has ? { has } : {}) };
  return { _id: `case-1/${number}`, caseId: "case-1", number, type, at, item: "case-1.1", news, ...changes };
}

function item(changes: Partial<ToldItem> = {}): ToldItem {
  return {
    _id: "case-1.1",
    kind: "person",
    caseId: "case-1",
    specificationId: "s",
    specificationVersion: "1",
    task: "t",
    name: "n",
    status: "offered",
    offeredTo: [],
    enabledAt: NOW - 2_000,
    revision: 1,
    ...changes,
  };
}

function read(events: readonly EventDocument[], rest: Partial<Read> = {}): Read {
  const items = new Map([["case-1.1", item()]]);
  return { events, items, cases: new Map(), told: new Map(), now: NOW, kept: 3 * DAY, ...rest };
}

describe("What is told of events", () => {
  it("follows each event as it was when it was written, however late it is read", () => {
    const { drafts, done } = tell(
      read([
        event(1, "item-offered", { people: ["ann", "bob"] }),
        event(2, "item-claimed", { owner: "ann" }),
        event(3, "item-completed", { owner: "ann" }),
      ]),
    );
    assert.deepEqual(
      drafts.map(({ type, state }) => [type, state]),
      [
        ["offered", "offered"],
        ["withdrawn", "allocated"],
        ["allocated", "allocated"],
        ["ended", "completed"],
      ],
    );
    assert.equal(done.length, 3);
    assert.equal(new Set(drafts.map(({ _id }) => _id)).size, drafts.length);
  });

  it("waits for an item that is not shown yet, with all that comes after it, but not for ever", () => {
    const events = [
      event(1, "item-offered", undefined, { news: { at: NOW, revision: 2 } }),
      event(2, "item-claimed"),
    ];
    const waiting = tell(read(events));
    assert.deepEqual([waiting.drafts, waiting.done], [[], []]);
    const late = tell(read(events, { now: NOW + 20_000, items: new Map() }));
    assert.deepEqual([late.drafts.length, late.done.length], [0, 2]);
  });

  it("reads from the item to whom it is offered when it is offered to many", () => {
    const people = Array.from({ length: 60 }, (_, index) => `p${index}`);
    const items = new Map([["case-1.1", item({ offeredTo: people })]]);
    const [offered] = tell(read([event(1, "item-offered")], { items })).drafts;
    assert.deepEqual(offered?.has, { people });
  });

  it("says nothing of what came before what was told last, unless it is younger: then the other never happened", () => {
    const last = { at: NOW - 500, number: 5, has: { owner: "ann" } };
    const told = new Map([["case-1.1", last]]);
    const old = event(3, "item-offered", { people: ["bob"] }, { at: NOW - 600 });
    assert.deepEqual(tell(read([old], { told })).drafts, []);
    const another = event(4, "item-claimed", { owner: "bob" }, { at: NOW - 100 });
    assert.deepEqual(
      tell(read([another], { told })).drafts.map(({ type, had, has }) => [type, had, has]),
      [
        ["withdrawn", { owner: "ann" }, { owner: "bob" }],
        ["allocated", undefined, { owner: "bob" }],
      ],
    );
  });

  it("tells everybody who ever had an item of its end, when what they were told is not kept any more", () => {
    const old = item({ enabledAt: NOW - 10 * DAY, knownTo: ["ann", "bob"], knownToRoles: ["clerk"] });
    const items = new Map([["case-1.1", old]]);
    const { drafts } = tell(read([event(9, "item-claimed", { owner: "ann" })], { items }));
    assert.deepEqual(drafts[0]?.had, { people: ["ann", "bob"], roles: ["clerk"] });
  });

  it("is of the case that a block is a part of, and of no block", () => {
    const cases = new Map([
      ["case-1", { _id: "case-1", specificationId: "s", specificationVersion: "1", title: "T" }],
      [
        "case-1.9",
        {
          _id: "case-1.9",
          specificationId: "s",
          specificationVersion: "1",
          title: "T",
          partOf: { case: "case-1", parent: "case-1", net: "n", task: "t", from: 1, to: 9 },
        },
      ],
    ]);
    const { item: _, ...started } = event(1, "case-started");
    const { item: __, ...block } = event(2, "case-started", undefined, { caseId: "case-1.9" });
    const inBlock = new Map([["case-1.1", item({ caseId: "case-1.9", partOf: "case-1" })]]);
    const ended = event(3, "item-completed", { owner: "ann" });
    const { drafts, done } = tell(read([started, block, ended], { cases, items: inBlock }));
    assert.deepEqual(
      drafts.map(({ type, caseId }) => [type, caseId]),
      [
        ["case", "case-1"],
        ["ended", "case-1"],
      ],
    );
    assert.equal(done.length, 3);
  });
});
