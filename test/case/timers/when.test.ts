import assert from "node:assert/strict";
import type { JsonObject } from "../../../yawl/model/json.ts";
import { readInstant } from "../../../yawl/time/instant.ts";
import type { TimerDefinition, Variable } from "../../../yawl/model/specification.ts";
import { net, specification, Walk, WORKER } from "../walk.ts";
import { HOUR, DAY, ANY, SHAPE, walk, timers, WORK_IN_B, threeInstances } from "./timed.ts";

describe("When a timer expires", () => {
  const time: Variable = { name: "time", type: ANY };
  const late = (value: JsonObject[string] | undefined, more: TimerDefinition = {}): Walk =>
    walk({
      timer: { variable: "time", ...more },
      locals: [time],
      data: value === undefined ? {} : { time: value },
    });

  for (const [what, value, at] of [
    ["a duration", "PT2H", 2 * HOUR],
    ["a date without a zone, in UTC", "1970-01-03", 2 * DAY],
    ["a date with a zone", "1970-01-03+02:00", 2 * DAY - 2 * HOUR],
    ["a date with time", "1970-01-01T05:30:00", 5.5 * HOUR],
    ["a date with time and zone", "1970-01-01T05:30:00-01:00", 6.5 * HOUR],
    ["milliseconds as text", "90000", 90_000],
    ["milliseconds", 90_000, 90_000],
    ["a YTimerType", { trigger: "OnEnabled", expiry: "PT2H" }, 2 * HOUR],
    // 1970-01-01 was a Thursday
    ["a YTimerType of workdays", { trigger: "OnEnabled", expiry: "P2D", workdays: true }, 4 * DAY],
  ] as const) {
    it(`a variable may say by ${what}`, () => assert.equal(late(value).item("a").deadline, at));
  }

  it("a YTimerType says what sets it off, unless the timer does", () => {
    const started = { trigger: "OnExecuting", expiry: "PT2H" };
    const one = late(started);
    assert.deepEqual(timers(one), []);
    one.start("a");
    assert.equal(one.item("a").deadline, one.now + 2 * HOUR);
    assert.equal(late(started, { trigger: "OnEnabled" }).item("a").deadline, 2 * HOUR);
  });

  for (const [what, value] of [
    ["no value", undefined],
    ["an empty text", " "],
    ["a text that is no time", "soon"],
    ["a negative duration", "-PT1H"],
    ["a duration beyond all dates", "P999999999999Y"],
    ["a truth value", true],
    ["a fraction", 1.5],
    ["a YTimerType without an expiry", { trigger: "OnEnabled", expiry: "" }],
  ] as const) {
    it(`a variable with ${what} is a fault of the task, which can be mended and tried again`, () => {
      const one = late(value);
      const run = one.state.nets["net"]?.tasks["a"];
      assert.ok(run?.phase === "failed" && run.fault.type === "timer-failed", JSON.stringify(run));
      assert.deepEqual(one.open, []);
      one.case({ type: "change-data", data: { time: "PT2H" }, reason: "it said no time" });
      one.case({ type: "retry" });
      assert.equal(one.item("a").deadline, one.now + 2 * HOUR);
    });
  }

  for (const [what, task] of [
    ["a composite task", { decomposition: "inner" }],
    ["a task with several instances", { instances: threeInstances() }],
    ["a composite task with several instances", { decomposition: "inner", instances: threeInstances() }],
  ] as const) {
    it(`that says no time leaves ${what} with its tokens, and the fault is seen`, () => {
      const inner = net({ id: "inner", start: ["b"], tasks: { b: { to: ["o"] } } }, WORK_IN_B);
      const timer: TimerDefinition = { variable: "time" };
      const root = net(SHAPE, {
        inputs: [time],
        tasks: { a: { decomposition: "work", timer, ...task }, next: { decomposition: "work" } },
      });
      const one = new Walk(specification([root, inner]), { time: "soon" });
      const run = one.state.nets["net"]?.tasks["a"];
      assert.ok(run?.phase === "failed" && run.fault.type === "timer-failed", JSON.stringify(run));
      assert.deepEqual(one.marking(), { i: 1 });
      one.case({ type: "change-data", data: { time: "PT1H" }, reason: "it said no time" });
      one.case({ type: "retry" });
      assert.equal(timers(one).length, "instances" in task ? 3 : 1);
      one.pass(HOUR);
      assert.deepEqual(one.open, ["next"]);
    });
  }

  it("a variable that says it at the start and says no time keeps the work from being started", () => {
    const one = late("soon", { trigger: "OnExecuting" });
    one.give("a", { type: "allocate", to: "bob" });
    assert.equal(one.refuse("a", { type: "start" }, WORKER).type, "timer-failed");
    assert.equal(one.item("a").status, "allocated");
  });

  it("an expression over the data may say it, with the time of the case", () => {
    const when = { language: "xpath", text: "'PT' || $hours * 2 || 'H'" } as const;
    const hours: Variable = { name: "hours", type: ANY };
    const one = walk({ timer: { trigger: "OnEnabled", when }, locals: [hours], data: { hours: 3 } });
    assert.equal(one.item("a").deadline, 6 * HOUR);
    const other = { language: "xpath", text: "current-dateTime() + xs:dayTimeDuration('P1D')" } as const;
    const two = walk({ timer: { trigger: "OnEnabled", when: other } });
    assert.equal(two.item("a").deadline, DAY);
  });

  it("that is in the past, it expires at once", () => {
    const one = walk({ timer: { trigger: "OnEnabled", expiry: "1969-01-01" } });
    one.pass(0);
    assert.deepEqual(one.open, ["next"]);
  });

  it("calendar arithmetic cuts the day to the month's last", () => {
    const one = walk({
      shape: { start: ["first"], tasks: { first: { to: ["a"] }, a: { to: ["o"] } } },
      timer: { trigger: "OnEnabled", duration: "P1M" },
    });
    one.pass((readInstant("1970-01-31") ?? 0) - one.now - 3);
    one.perform("first");
    assert.equal(one.now, readInstant("1970-01-31"));
    assert.equal(one.item("a").deadline, readInstant("1970-02-28"));
  });
});
