/** Sequences that random ones find too seldom: each needs several things to come together. */
import assert from "node:assert/strict";
import type { CaseCommand } from "../../../yawl/work/command.ts";
import type { Setup } from "./subject.ts";
import { World, type Part } from "./world.ts";

const ALL = Number.MAX_SAFE_INTEGER;

function world(setup: Partial<Setup>): World {
  const usual = { kind: "human", count: 3, maximum: 20, threshold: ALL, limit: 0, isDynamic: false } as const;
  const one = new World({ ...usual, ...setup });
  one.cases.deliverAll();
  return one;
}

function partOf(one: World, instance: number): Part {
  const part = one.parts.find((each) => each.instance === instance);
  assert.ok(part, `${instance} is not open; open are ${one.open.join(", ")}`);
  return part;
}

function tell(one: World, command: CaseCommand): void {
  assert.equal(one.answerOf(one.tell(command)), "ok");
}

/** Delivers what is for the case, and nothing else. */
function deliverToCase(one: World): void {
  for (;;) {
    const index = one.cases.underWay.findIndex(({ to }) => to === "case");
    if (index < 0) return;
    one.cases.deliver(index);
  }
}

describe("instances in blocks, step by step", () => {
  it("the net of an instance in the case that has to wait calls back what a block does not use", () => {
    const one = world({ kind: "composite", isDynamic: true, threshold: 2, inside: 3 });
    tell(one, { type: "add-instance", task: "m", data: { entry: "added" } });
    one.cases.deliverAll();
    const { state } = one;
    assert.equal(Object.values(state.blocks ?? {})[0]?.ceiling, 1, "the block may count one by itself");
    for (const instance of [1, 2]) {
      assert.equal(one.answerOf(one.complete(partOf(one, instance))), "ok");
      one.cases.deliverAll();
    }
    assert.ok(one.isAfter, "two are done, and two are needed");
    assert.equal((one.answers as readonly unknown[]).length, 2);
  });

  it("failed ones that are to be done again do not count as failed while their block has not heard of it", () => {
    const one = world({ kind: "call", count: 2, tolerate: 2, inside: 0, perBlock: 2 });
    const fail = (instance: number): void =>
      one.hear(partOf(one, instance), {
        kind: "failure",
        failure: { type: "http-status", message: "404", attempts: 1 },
      });
    fail(1);
    one.cases.deliverAll();
    tell(one, { type: "retry-instances", task: "m" });
    fail(2);
    deliverToCase(one);
    assert.ok(one.isBusy, "it is not done with nothing but failures: they are done again");
    one.cases.deliverAll();
    assert.deepEqual(one.open, [1, 2]);
  });

  it("a block that had more open than it may have fills its room again, and others get what it leaves", () => {
    const one = world({ count: 10, atOnce: 8, inside: 0, perBlock: 9 });
    const limit = (atOnce: number): void => {
      tell(one, { type: "control-instances", task: "m", atOnce });
      one.cases.deliverAll();
    };
    assert.equal(one.open.length, 8);
    limit(1);
    for (const instance of [1, 2]) {
      one.complete(partOf(one, instance));
      one.cases.deliverAll();
    }
    assert.equal(one.open.length, 6);
    limit(8);
    assert.deepEqual(one.open, [3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("a completion in the case that finds the threshold come down is answered by the step that takes it", () => {
    const one = world({ count: 3, isDynamic: true, threshold: "limit", limit: 4, inside: 3 });
    tell(one, { type: "add-instance", task: "m", data: { entry: "added" } });
    one.cases.deliverAll();
    assert.equal(one.answerOf(one.complete(partOf(one, 1))), "ok");
    one.perform("tune", { limit: 1 });
    const sent = one.complete(partOf(one, 2));
    assert.equal(sent.given.kind, "held");
    assert.equal(one.answerOf(sent), "wrong-state");
    assert.deepEqual(
      one.late.map(({ data }) => data),
      [sent.data],
    );
    one.cases.deliverAll();
    assert.ok(one.isAfter);
  });

  it("a limit that came down below what is open lets nothing begin until so many have ended, whichever block they are in", () => {
    const one = world({ kind: "call", count: 5, atOnce: 4, tolerate: 1, inside: 0, perBlock: 2 });
    const failure = { type: "http-status", message: "404", attempts: 1 } as const;
    one.hear(partOf(one, 1), { kind: "failure", failure });
    one.cases.deliverAll();
    tell(one, { type: "retry-instances", task: "m" });
    one.cases.deliverAll();
    assert.deepEqual(one.open, [2, 3, 4, 5]);
    tell(one, { type: "control-instances", task: "m", atOnce: 1 });
    one.cases.deliverAll();
    for (const [instance, left] of [
      [2, [3, 4, 5]],
      [3, [4, 5]],
      [5, [4]],
      // the first waits since it is to be done again, and has room now
      [4, [1]],
    ] as const) {
      const part = partOf(one, instance);
      one.hear(part, { kind: "answer", answer: one.answer(part) });
      one.cases.deliverAll();
      assert.deepEqual(one.open, left);
    }
  });
});
