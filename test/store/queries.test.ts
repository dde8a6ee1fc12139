import assert from "node:assert/strict";
import { findCase, listCases } from "../../store/cases.ts";
import { inboxOf } from "../../store/inbox.ts";
import { isInvolved, listItems, openItemsOf } from "../../store/items.ts";
import { BadCursor } from "../../store/page.ts";
import { showChange } from "./show.ts";
import { withDatabase } from "./database.ts";
import { firstChange, sampleCase, sampleItem, type PersonView } from "./samples.ts";

const ALICE = "alice@acme.com";

describe("the queries of the store", () => {
  withDatabase();

  before(async () => {
    for (let number = 1; number <= 5; number += 1) {
      const caseId = `queries-${number}`;
      const item = (count: number, changes: Partial<PersonView>) =>
        sampleItem({ id: `${caseId}.${count}`, caseId, enabledAt: number * 10 + count, ...changes });
      await showChange(
        firstChange({
          caseId,
          case: sampleCase({ startedAt: number * 1_000, startedBy: number === 5 ? "carol" : "admin" }),
          items: [
            item(1, {}),
            item(2, { status: "allocated", allocatedTo: ALICE, offeredTo: [] }),
            item(3, { status: "completed", allocatedTo: ALICE, endedBy: ALICE, offeredTo: [] }),
            item(4, { status: "offered", offeredTo: ["bob@acme.com"] }),
          ],
          events: [],
        }),
      );
    }
  });

  it("put into an inbox what is offered to a person and what is theirs, oldest first", async () => {
    const inbox = await inboxOf({ participant: ALICE });
    assert.deepEqual(
      inbox.offered.map(({ id }) => id),
      ["queries-1.1", "queries-2.1", "queries-3.1", "queries-4.1", "queries-5.1"],
    );
    assert.equal(inbox.allocated.length, 5);
    assert.deepEqual([inbox.started, inbox.suspended], [[], []]);
    assert.deepEqual(await inboxOf({ participant: "nobody" }), {
      offered: [],
      allocated: [],
      started: [],
      suspended: [],
    });
  });

  it("find what a person may work on in a case", async () => {
    const items = await openItemsOf("queries-2", { participant: ALICE });
    assert.deepEqual(
      items.map(({ id }) => id),
      ["queries-2.1", "queries-2.2"],
    );
    assert.equal(await isInvolved("queries-2", { participant: "bob@acme.com" }), true);
    assert.equal(await isInvolved("queries-2", { participant: "mallory" }), false);
  });

  it("page through a list without gaps or repeats", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listItems({}, { limit: 3, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.equal(seen.length, 20);
    assert.equal(new Set(seen).size, 20);
  });

  it("refuse a cursor that they did not give out", async () => {
    await assert.rejects(listItems({}, { limit: 3, cursor: "!!" }), BadCursor);
    await assert.rejects(
      listCases({}, { limit: 3, cursor: Buffer.from('[{"$gt":""},1]').toString("base64url") }),
      BadCursor,
    );
  });

  it("list cases newest first, and only visible ones where asked", async () => {
    const all = await listCases({}, { limit: 50 });
    assert.deepEqual(
      all.items.map(({ id }) => id),
      ["queries-5", "queries-4", "queries-3", "queries-2", "queries-1"],
    );
    const carols = await listCases({ visibleTo: { participant: "carol", since: 0 } }, { limit: 50 });
    assert.deepEqual(
      carols.items.map(({ id }) => id),
      ["queries-5"],
    );
    assert.equal(
      (await listCases({ visibleTo: { participant: ALICE, since: 0 } }, { limit: 50 })).items.length,
      5,
    );
    assert.equal((await listCases({ state: "completed" }, { limit: 50 })).items.length, 0);
  });

  it("find nothing where there is nothing", async () => {
    assert.equal(await findCase("no-such-case"), undefined);
  });
});
