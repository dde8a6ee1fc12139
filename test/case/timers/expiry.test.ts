import assert from "node:assert/strict";
import { CURRENT_FLAGS } from "../../../yawl/case/flags.ts";
import { BOOLEAN, STRING } from "../../../yawl/model/datatype.ts";
import type { Variable } from "../../../yawl/model/specification.ts";
import { variable, type Walk, work, WORKER } from "../walk.ts";
import { HOUR, ANY, NUMBER, walk, AFTER_AN_HOUR, FROM_START, timers, happened, choice } from "./timed.ts";

describe("A timer from the enablement (T1, T3)", () => {
  it("skips work that nobody has begun, with the input of the same name as its output", () => {
    const amount: Variable = { name: "amount", type: ANY };
    const one = walk({
      timer: AFTER_AN_HOUR,
      locals: [amount],
      data: { amount: 7 },
      works: [work("sign", [amount], [amount, { name: "remark", type: STRING, initial: "none" }])],
      task: {
        decomposition: "sign",
        startingMappings: [{ query: variable("amount"), mapsTo: "amount" }],
        completedMappings: [{ query: variable("amount"), mapsTo: "amount" }],
      },
    });
    assert.equal(one.item("a").deadline, HOUR);
    one.pass(HOUR - 1);
    assert.deepEqual(one.open, ["a"]);
    one.pass(1);
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(happened(one), ["timer-expired", "a skipped", "next created"]);
    assert.deepEqual(timers(one), []);
    assert.equal(one.state.ended.at(-1)?.status, "skipped");
    assert.equal(one.state.ended.at(-1)?.by, undefined);
    assert.deepEqual(one.data, { amount: 7 });
    const skipped = one.step.events.find((event) => event.type === "item" && event.move === "skipped");
    assert.ok(skipped?.type === "item");
    assert.deepEqual(skipped.item.output, { amount: 7, remark: "none" });
    assert.equal(skipped.item.cause, "expired");
  });

  it("skips what is offered and what is allocated alike", () => {
    for (const command of [
      { type: "offer", to: ["bob"] },
      { type: "allocate", to: "bob" },
    ] as const) {
      const one = walk({ timer: AFTER_AN_HOUR });
      one.give("a", command);
      one.pass(HOUR);
      assert.deepEqual(one.open, ["next"]);
      assert.equal(one.state.ended.at(-1)?.status, "skipped");
    }
  });

  it("lives on over the start, and completes what is started with what was saved", () => {
    const outputs = [
      { name: "remark", type: STRING },
      { name: "fine", type: BOOLEAN },
    ];
    const one = walk({
      timer: AFTER_AN_HOUR,
      locals: outputs,
      works: [work("sign", [], outputs)],
      task: {
        decomposition: "sign",
        completedMappings: outputs.map(({ name }) => ({ query: variable(name), mapsTo: name })),
      },
    });
    one.start("a");
    one.give("a", { type: "save", data: { remark: "half done" } });
    one.pass(HOUR);
    assert.deepEqual(happened(one), ["timer-expired", "a force-completed", "next created"]);
    assert.deepEqual(one.data, { remark: "half done", fine: false });
    assert.deepEqual(one.state.performers, [], "nobody is recorded as having done it (R6)");
  });

  it("completes what is suspended, too", () => {
    const one = walk({ timer: AFTER_AN_HOUR });
    one.start("a");
    one.give("a", { type: "suspend" });
    one.pass(HOUR);
    assert.deepEqual(one.open, ["next"]);
    assert.equal(one.state.ended.at(-1)?.status, "completed");
  });

  it("ends with the work", () => {
    const one = walk({ timer: AFTER_AN_HOUR });
    assert.deepEqual(timers(one), ["timer timer:case.1"]);
    one.perform("a");
    assert.deepEqual(timers(one), []);
    one.pass(2 * HOUR);
    assert.deepEqual(one.open, ["next"]);
  });

  it("is withdrawn with the work that somebody else's start makes superfluous", () => {
    const one = walk({ timer: AFTER_AN_HOUR, ...choice() });
    assert.deepEqual(one.open, ["a", "b"]);
    one.start("b");
    assert.deepEqual([one.open, timers(one)], [["b"], []]);
  });

  it("decides a deferred choice when it expires first (the race of a message and a timer)", () => {
    const one = walk({ timer: AFTER_AN_HOUR, ...choice() });
    one.pass(HOUR);
    assert.deepEqual(one.open, ["after"]);
  });

  it("is no timer of cases that began before timers ran", () => {
    const one = walk({ timer: AFTER_AN_HOUR, flags: CURRENT_FLAGS.filter((flag) => flag !== "timers") });
    assert.deepEqual(timers(one), []);
    one.pass(2 * HOUR);
    assert.deepEqual(one.open, ["a"]);
  });

  it("goes on in a case that was loaded from text", () => {
    const one = walk({ timer: AFTER_AN_HOUR });
    one.pass(HOUR / 2);
    one.restart();
    one.pass(HOUR / 2);
    assert.deepEqual(one.open, ["next"]);
  });
});

describe("A timer from the start (T3)", () => {
  it("begins when the work is started, and no sooner", () => {
    const one = walk({ timer: FROM_START });
    one.pass(3 * HOUR);
    assert.deepEqual([one.open, timers(one), one.item("a").deadline], [["a"], [], undefined]);
    one.start("a");
    assert.deepEqual(timers(one), ["timer timer:case.1"]);
    assert.equal(one.item("a").deadline, one.now + HOUR);
    one.pass(HOUR);
    assert.deepEqual(one.open, ["next"]);
  });

  it("goes on when the work is handed to somebody else, who gets no further time", () => {
    const one = walk({ timer: FROM_START });
    one.start("a");
    const until = one.item("a").deadline;
    one.pass(HOUR / 2);
    one.give("a", { type: "reallocate", to: "bob", keepData: false });
    one.give("a", { type: "start" }, WORKER);
    assert.equal(one.item("a").deadline, until);
    one.pass(HOUR / 2);
    assert.deepEqual(one.open, ["next"]);
  });
});

describe("Work that cannot be ended when its time is over (T1)", () => {
  const amount: Variable = { name: "amount", type: NUMBER };
  const made = (): Walk =>
    walk({ timer: AFTER_AN_HOUR, works: [work("sign", [], [amount])], task: { decomposition: "sign" } });

  it("stays with whoever has it, says why, and can still be completed", () => {
    const one = made();
    one.start("a");
    one.give("a", { type: "save", data: { amount: 0 } });
    one.pass(HOUR);
    assert.deepEqual(happened(one), ["timer-expired", "a overdue"]);
    const item = one.item("a");
    assert.equal(item.status, "started");
    assert.equal(item.failure?.type, "timer-expired");
    assert.match(item.failure?.message ?? "", /Its time is over, and it could not be ended/);
    assert.deepEqual(item.failure?.details?.["errors"], [
      { pointer: "/amount", message: "must be 1 or more; it is 0" },
    ]);
    assert.deepEqual(timers(one), [], "it expires once");
    one.finish("a", { amount: 2 });
    assert.deepEqual(one.open, ["next"]);
  });

  it("stays enabled when its input cannot be made, and the case does not end by it", () => {
    const one = walk({
      timer: AFTER_AN_HOUR,
      works: [work("sign", [amount])],
      task: {
        decomposition: "sign",
        startingMappings: [{ query: { language: "xpath", text: "1 div 0" }, mapsTo: "amount" }],
      },
    });
    one.pass(HOUR);
    assert.equal(one.item("a").failure?.type, "timer-expired");
    assert.equal(one.state.status, "running");
  });
});
