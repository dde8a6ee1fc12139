/** Instances in blocks: what a case and its blocks come to, in whatever order they hear from each other. */
import assert from "node:assert/strict";
import { Reviews } from "./reviews.ts";

describe("instances in blocks", () => {
  it("are one a block where they are few, and see their own part and number", () => {
    const one = new Reviews(10);
    one.deliverAll();
    assert.deepEqual([...one.states.keys()].length, 11);
    assert.deepEqual(new Set(one.open), new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    const { execution, item } = one.find(4);
    assert.deepEqual(one.stateOf(execution).items[item]?.data, { entry: "a4", number: 4 });
  });

  it("complete the task exactly at the threshold; the rest is cancelled", () => {
    const one = new Reviews(10);
    one.deliverAll();
    for (const instance of [9, 2, 7, 1, 4, 6]) {
      one.complete(instance);
      one.deliverAll();
    }
    assert.equal(one.open.includes("next"), false);
    const given = [3, 5, 8].map((instance) => one.complete(instance));
    assert.deepEqual(
      given.map(({ kind }) => kind),
      ["held", "held", "held"],
    );
    one.deliverAll();
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(
      one.state.nets["net"]?.data["answers"],
      [1, 2, 3, 4, 6, 7, 9].map((n) => `done ${n}`),
    );
    assert.deepEqual([...one.answers.values()].filter(({ fault }) => !fault).length, 7);
    assert.equal(one.state.blocks, undefined);
  });
});
