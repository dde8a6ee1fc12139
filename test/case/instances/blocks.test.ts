/** Instances in blocks: what a case and its blocks come to, in whatever order they hear from each other. */
import assert from "node:assert/strict";
import type { Given } from "../../../yawl/run/blocks.ts";
import { MANAGER } from "../walk.ts";
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

  it("an addition with a key is done once, whoever repeats it waits for its answer, and what is refused may be tried again", () => {
    const one = new Reviews(2, { creation: "dynamic", maximum: 3, threshold: 3 }, 0);
    one.deliverAll();
    const { execution, item } = one.find(1);
    const add = (key: string): Given =>
      one.give(execution, {
        item,
        by: MANAGER,
        key,
        command: { type: "add-instance", data: { entry: key } },
      });
    const faultOf = (given: Given): string | undefined => {
      assert.equal(given.kind, "held");
      const answer = given.kind === "held" ? one.answers.get(`${execution} ${given.id}`) : undefined;
      assert.ok(answer);
      return answer.fault?.type;
    };
    const [first, repeated] = [add("a"), add("a")];
    assert.deepEqual(repeated, first);
    one.deliverAll();
    assert.equal(faultOf(first), undefined);
    assert.deepEqual(new Set(one.open), new Set([1, 2, 3]));
    // it is done: repeating it does nothing
    const done = add("a");
    assert.ok(done.kind === "answer" && done.result.ok && done.result.value.events.length === 0);
    // one too many: refused, also when it is repeated
    for (const given of [add("b"), add("b")]) {
      one.deliverAll();
      assert.equal(faultOf(given), "wrong-state");
    }
    const again = add("b");
    one.deliverAll();
    assert.equal(faultOf(again), "wrong-state");
  });
});
