import assert from "node:assert/strict";
import { Notices } from "../../store/models.ts";
import { appendNotices, lastSequence, noticesAfter } from "../../store/notices.ts";
import type { Notice } from "../../store/notices.ts";
import { withDatabase } from "./database.ts";

function notice(sequence: number, changes: Partial<Notice> = {}): Notice {
  return {
    _id: `case-1/${sequence}`,
    sequence,
    type: "case",
    at: 1_000,
    number: sequence,
    caseId: "case-1",
    specificationId: "s",
    specificationVersion: "1",
    name: "n",
    state: "running",
    expires: new Date(Date.now() + 60_000),
    ...changes,
  };
}

describe("notices", () => {
  withDatabase();

  it("are read in order, and never past one that is not to be seen yet", async () => {
    await Notices.create([notice(1), notice(2), notice(4)]);
    const numbers = async (after: number): Promise<readonly number[]> =>
      (await noticesAfter(after, 10)).map(({ sequence }) => sequence);
    assert.deepEqual(await numbers(0), [1, 2]);
    await Notices.create([notice(3)]);
    assert.deepEqual(await numbers(2), [3, 4]);
    await Notices.deleteMany({ sequence: { $lt: 3 } });
    assert.deepEqual(await numbers(0), [3, 4], "those before have expired");
    assert.equal(await lastSequence(), 4);
  });

  it("take each number once, and tell of each event once", async () => {
    assert.equal(await appendNotices([notice(5), notice(4, { _id: "other" }), notice(6)]), false);
    assert.equal(await lastSequence(), 5, "in order, up to the one that was taken");
    assert.equal(await appendNotices([notice(6, { _id: "case-1/5" })]), false);
    assert.equal(await lastSequence(), 5);
  });
});
