import assert from "node:assert/strict";
import { callOf } from "../../../yawl/case/calls.ts";
import type { ConnectorCatalogue } from "../../../yawl/net/compile-call.ts";
import { BOOLEAN, STRING } from "../../../yawl/model/datatype.ts";
import type {
  Decomposition,
  Instances,
  Task,
  TimerDefinition,
  Variable,
} from "../../../yawl/model/specification.ts";
import { otherwise } from "../../net/build.ts";
import { net, specification, variable, Walk, work } from "../walk.ts";
import {
  HOUR,
  ANY,
  SHAPE,
  walk,
  AFTER_AN_HOUR,
  FROM_START,
  timers,
  happened,
  WORK_IN_B,
  threeInstances,
  choice,
} from "./timed.ts";

describe("The timer of an automated task (T2)", () => {
  const HTTP: ConnectorCatalogue = () => ({ version: 1, answers: ["body"] });
  const fetching: Decomposition = {
    kind: "work",
    id: "fetch",
    root: "fetch",
    inputs: [],
    outputs: [],
    interaction: "automated",
    call: { connector: "http", configuration: {} },
  };
  const made = (timer: TimerDefinition, instances?: Instances): Walk => {
    const tasks = {
      a: { decomposition: "fetch", timer, ...(instances ? { instances } : {}) },
      next: { decomposition: "work" },
    };
    return new Walk(specification([net(SHAPE, { tasks })], [fetching], {}, HTTP));
  };

  for (const timer of [AFTER_AN_HOUR, FROM_START]) {
    it(`delays the call (${timer.trigger})`, () => {
      const one = made(timer);
      const { id } = one.item("a");
      assert.deepEqual(one.pending, [`timer timer:${id}`]);
      assert.equal(one.item("a").call?.delayedUntil, HOUR);
      assert.equal(callOf(one.linked, one.state, id), undefined);
      one.hear({ item: id, number: 1, kind: "answer", answer: {} });
      assert.deepEqual(one.open, ["a"], "nobody was asked");
      one.pass(HOUR);
      assert.deepEqual(happened(one), ["timer-expired", "a called"]);
      assert.deepEqual(one.pending, ["call a"]);
      assert.equal(callOf(one.linked, one.state, id)?.call.number, 1);
      one.called("a", { kind: "answer", answer: {} });
      assert.deepEqual(one.open, ["next"]);
    });
  }

  it("ends when a manager skips the work before", () => {
    const one = made(AFTER_AN_HOUR);
    one.give("a", { type: "skip" });
    assert.deepEqual([one.open, timers(one)], [["next"], []]);
  });

  it("delays the call of each instance", () => {
    const instances: Instances = {
      minimum: 2,
      maximum: 2,
      threshold: 2,
      creation: "static",
      count: { language: "xpath", text: "2" },
    };
    const one = made(AFTER_AN_HOUR, instances);
    assert.equal(timers(one).length, 2);
    one.pass(HOUR);
    assert.deepEqual(one.pending, ["call a", "call a"]);
  });
});

describe("The timer of a composite task (T1)", () => {
  const result: Variable = { name: "result", type: ANY };
  const state: Variable = { name: "state", type: STRING };
  const made = (timer: TimerDefinition, more: Partial<Task> = {}): Walk => {
    const inner = net(
      { id: "inner", start: ["b"], tasks: { b: { to: ["c"] }, c: { to: ["o"] } } },
      {
        inputs: [],
        outputs: [result, state],
        locals: [],
        tasks: {
          b: {
            decomposition: "give",
            completedMappings: [{ query: variable("result"), mapsTo: "result" }],
          },
          c: { decomposition: "work", timer: { trigger: "OnEnabled", duration: "P9D" } },
        },
      },
    );
    const root = net(SHAPE, {
      inputs: [result, state],
      tasks: {
        a: {
          decomposition: "inner",
          timer,
          completedMappings: [
            { query: variable("result"), mapsTo: "result" },
            { query: variable("state"), mapsTo: "state" },
          ],
          ...more,
        },
        next: { decomposition: "work" },
      },
    });
    return new Walk(specification([root, inner], [work("give", [], [result])]));
  };

  it("ends its net where it stands, and gives what the net has, with defaults for the rest", () => {
    const one = made(AFTER_AN_HOUR);
    one.perform("b", { result: 42 });
    assert.deepEqual(one.open, ["c"]);
    assert.equal(timers(one).length, 2);
    one.pass(HOUR);
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(timers(one), [], "timers inside end with it");
    assert.deepEqual(one.data, { result: 42, state: "" });
    assert.deepEqual(Object.keys(one.state.nets), ["net"]);
  });

  it("ends with its net", () => {
    const one = made(FROM_START);
    one.perform("b", { result: 42 });
    one.perform("c");
    assert.deepEqual([one.open, timers(one)], [["next"], []]);
  });

  it("frees a case whose nested net is stuck: it is no deadlock while the timer runs", () => {
    const stuck = net(
      {
        id: "inner",
        start: ["b"],
        tasks: {
          b: { split: "xor", to: [otherwise("j"), { to: "c", predicate: variable("never") }] },
          c: { to: ["j"] },
          j: { join: "and", to: ["o"] },
        },
      },
      {
        locals: [{ name: "never", type: BOOLEAN, initial: false }],
        tasks: { ...WORK_IN_B.tasks, c: { decomposition: "work" }, j: { decomposition: "work" } },
      },
    );
    const walkWith = (timer?: TimerDefinition): Walk => {
      const a = { decomposition: "inner", ...(timer ? { timer } : {}) };
      const root = net(SHAPE, { tasks: { a, next: { decomposition: "work" } } });
      const one = new Walk(specification([root, stuck]));
      one.perform("b");
      return one;
    };
    assert.equal(walkWith().state.status, "deadlocked");
    const one = walkWith(AFTER_AN_HOUR);
    assert.deepEqual([one.state.status, one.open], ["running", []]);
    one.pass(HOUR);
    assert.deepEqual(one.open, ["next"]);
  });

  it("leaves the net as it is when the task cannot be ended, and says so", () => {
    const one = made(AFTER_AN_HOUR, {
      completedMappings: [{ query: { language: "xpath", text: "1 div 0" }, mapsTo: "result" }],
    });
    one.pass(HOUR);
    const run = one.state.nets["net"]?.tasks["a"];
    assert.ok(run?.phase === "busy");
    assert.match(run.fault?.message ?? "", /Its time is over, and it could not be ended/);
    assert.deepEqual(one.open, ["b"]);
  });
});

describe("Timers of instances (I11)", () => {
  const instances = threeInstances();

  it("are one for each, from its own offer or start", () => {
    const one = walk({ timer: FROM_START, task: { instances } });
    assert.equal(timers(one).length, 0);
    one.start("a", 0);
    one.pass(HOUR / 2);
    one.start("a", 1);
    one.pass(HOUR / 2);
    assert.deepEqual(one.open, ["a", "a"]);
    one.pass(HOUR / 2);
    assert.deepEqual(one.open, ["a"]);
    one.perform("a");
    assert.deepEqual(one.open, ["next"]);
  });

  it("end those that are not needed any more", () => {
    const one = walk({ timer: AFTER_AN_HOUR, task: { instances: { ...instances, threshold: 1 } } });
    assert.equal(timers(one).length, 3);
    one.perform("a");
    assert.deepEqual([one.open, timers(one)], [["next"], []]);
  });

  it("all expire at the same instant, and the task goes on once", () => {
    const one = walk({ timer: AFTER_AN_HOUR, task: { instances } });
    one.pass(HOUR);
    assert.deepEqual(one.open, ["next"]);
  });

  it("begin when the one item that stands for all of them in a choice is started", () => {
    const one = walk({ timer: AFTER_AN_HOUR, task: { instances }, ...choice() });
    assert.deepEqual([one.open, timers(one)], [["a", "b"], []]);
    one.pass(HOUR);
    one.start("a");
    assert.equal(timers(one).length, 3);
  });
});
