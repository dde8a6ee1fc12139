import assert from "node:assert/strict";
import { callOf } from "../../yawl/case/calls.ts";
import type { CaseEvent } from "../../yawl/case/events.ts";
import { CURRENT_FLAGS } from "../../yawl/case/flags.ts";
import { BOOLEAN, STRING } from "../../yawl/model/datatype.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type {
  Decomposition,
  Instances,
  Task,
  TimerDefinition,
  Variable,
} from "../../yawl/model/specification.ts";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import { readInstant } from "../../yawl/time/instant.ts";
import type { NetShape } from "../net/build.ts";
import { MANAGER, net, specification, variable, Walk, work, WORKER } from "./walk.ts";

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;

const ANY: Variable["type"] = { kind: "json", schema: {} };
const NUMBER: Variable["type"] = { kind: "json", schema: { type: "number", minimum: 1 } };

const SHAPE: NetShape = { start: ["a"], tasks: { a: { to: ["next"] }, next: { to: ["o"] } } };

interface Made {
  readonly timer?: TimerDefinition;
  readonly task?: Partial<Task>;
  readonly works?: readonly Decomposition[];
  readonly locals?: readonly Variable[];
  readonly data?: JsonObject;
  readonly shape?: NetShape;
  readonly flags?: typeof CURRENT_FLAGS;
}

/** A case whose task `a` has a timer. */
function walk({ timer, task = {}, works = [], locals = [], data = {}, shape = SHAPE, flags }: Made): Walk {
  const plain = Object.fromEntries(
    Object.keys(shape.tasks).map((id) => [id, { decomposition: shape.tasks[id]?.decomposition ?? "work" }]),
  );
  const a = { ...plain["a"], ...(timer ? { timer } : {}), ...task };
  const root = net(shape, { inputs: locals, tasks: { ...plain, a } });
  return new Walk(specification([root], works), data, 1, flags ? { flags } : {});
}

const AFTER_AN_HOUR: TimerDefinition = { trigger: "OnEnabled", duration: "PT1H" };
const FROM_START: TimerDefinition = { trigger: "OnExecuting", duration: "PT1H" };

function timers(one: Walk): readonly string[] {
  return one.pending.filter((each) => each.startsWith("timer"));
}

/** Events of the last step that are about work items and timers. */
function happened(one: Walk): readonly string[] {
  return one.step.events.flatMap((event: CaseEvent) => {
    if (event.type === "item")
      return [`${event.item.task} ${event.move}${event.by === undefined ? "" : ` by ${event.by}`}`];
    return event.type.startsWith("timer") ? [event.type] : [];
  });
}

const WORK_IN_B = { tasks: { b: { decomposition: "work" } } } as const;

function threeInstances(): Instances {
  return {
    minimum: 1,
    maximum: 5,
    threshold: 3,
    creation: "static",
    count: { language: "xpath", text: "3" },
  };
}

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

/** The tasks `a` and `b` compete for a token; `after` comes after `a`. */
function choice(): Pick<Made, "shape"> {
  return {
    shape: {
      start: ["a", "b"],
      tasks: { a: { to: ["after"] }, b: { to: ["o"] }, after: { to: ["o"] } },
    },
  };
}

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

describe("A timer and its case", () => {
  it("runs on while the case is suspended: what it ends has moved its token when the case is resumed", () => {
    const one = walk({ timer: AFTER_AN_HOUR });
    one.case({ type: "suspend-case" });
    one.pass(HOUR);
    assert.deepEqual(one.open, []);
    one.case({ type: "resume-case" });
    assert.deepEqual(one.open, ["next"]);
  });

  it("that pauses stands while the case or the work is suspended, and goes on with what was left (T6)", () => {
    const one = walk({ timer: { ...AFTER_AN_HOUR, pauses: true } });
    one.start("a");
    one.pass(HOUR / 2 - one.now);
    one.give("a", { type: "suspend" });
    const suspended = one.now;
    assert.equal(one.item("a").deadline, undefined);
    one.pass(DAY);
    assert.deepEqual(one.open, ["a"]);
    one.case({ type: "suspend-case" });
    one.pass(DAY);
    one.case({ type: "resume-case" });
    one.pass(DAY);
    assert.deepEqual(one.open, ["a"], "the work is still suspended");
    one.give("a", { type: "resume" });
    const left = HOUR - suspended;
    assert.equal(one.item("a").deadline, one.now + left);
    one.pass(left - 1);
    assert.deepEqual(one.open, ["a"]);
    one.pass(1);
    assert.deepEqual(one.open, ["next"]);
  });

  it("ends when the case is cancelled", () => {
    const one = walk({ timer: AFTER_AN_HOUR });
    one.case({ type: "cancel-case" });
    assert.deepEqual(one.state.pending, {});
    one.pass(DAY);
    assert.equal(one.state.status, "cancelled");
  });

  it("ends with the work in a cancellation set", () => {
    const one = walk({
      timer: FROM_START,
      shape: {
        start: ["fork"],
        tasks: {
          fork: { to: ["a", "stop"] },
          a: { to: ["o"] },
          stop: { to: ["last"], cancels: ["a"] },
          last: { to: ["o"] },
        },
      },
    });
    one.perform("fork");
    one.start("a");
    assert.equal(timers(one).length, 1);
    one.perform("stop");
    assert.deepEqual([one.open, timers(one)], [["last"], []]);
  });

  it("is a conflict for whoever completes the work after its time", () => {
    const one = walk({ timer: AFTER_AN_HOUR });
    const { id } = one.start("a");
    one.pass(HOUR);
    const late = one.refuseMessage({ item: id, by: MANAGER, command: { type: "complete", data: {} } });
    assert.equal(late.type, "wrong-state");
    assert.match(late.message, /it is completed/);
  });

  it("does nothing at an instant that is not its own any more, or once more", () => {
    const one = walk({ timer: { ...AFTER_AN_HOUR, pauses: true } });
    const [id = ""] = Object.keys(one.state.pending);
    one.start("a");
    one.give("a", { type: "suspend" });
    one.due(id, HOUR);
    assert.deepEqual(one.step.events, [], "it stands");
    one.pass(HOUR);
    one.give("a", { type: "resume" });
    one.due(id, HOUR);
    assert.deepEqual(one.step.events, [], "it was set anew");
    const { deadline = 0 } = one.item("a");
    one.pass(HOUR);
    assert.deepEqual(one.open, ["next"]);
    one.due(id, deadline);
    assert.deepEqual(one.step.events, [], "it has expired");
  });
});

describe("Reminders", () => {
  const reminding: TimerDefinition = {
    ...AFTER_AN_HOUR,
    duration: "PT10H",
    reminders: [{ before: "PT2H" }, { after: "PT1H" }, { after: "P1D" }],
  };

  it("remind at their instants, and change nothing", () => {
    const one = walk({ timer: reminding });
    const before = one.item("a");
    one.pass(HOUR);
    assert.deepEqual(happened(one), ["a reminded", "timer-set"]);
    assert.deepEqual(one.item("a"), before);
    one.pass(6 * HOUR);
    assert.deepEqual(happened(one), ["a reminded", "timer-set"], "no more of them");
    one.pass(HOUR);
    assert.deepEqual(happened(one), ["a reminded", "timer-set"]);
    one.pass(2 * HOUR);
    assert.deepEqual(happened(one), ["timer-expired", "a skipped", "next created"]);
  });

  it("do not keep work from those who are being looked for", () => {
    const resourcing: NonNullable<Task["resourcing"]> = {
      offer: { initiator: "system", to: { participants: [], roles: ["clerk"] } },
      allocate: { initiator: "user" },
      start: { initiator: "user" },
    };
    const one = walk({ timer: reminding, task: { resourcing } });
    one.pass(HOUR);
    assert.deepEqual(happened(one), ["a reminded", "timer-set"]);
    assert.deepEqual(one.pending, ["people a", "timer timer:case.1"]);
    one.found("case.1", ["bob"]);
    assert.deepEqual(one.item("a").offeredTo, ["bob"]);
    one.pass(DAY);
    assert.deepEqual(one.open, ["next"]);
  });

  it("whose instant has passed when the timer begins remind at once", () => {
    const one = walk({ timer: { ...AFTER_AN_HOUR, reminders: [{ before: "P1D" }] } });
    one.pass(0);
    assert.deepEqual(happened(one), ["a reminded", "timer-set"]);
    assert.deepEqual(one.open, ["a"]);
    one.pass(HOUR);
    assert.deepEqual(one.open, ["next"]);
  });

  it("may be all that a timer does", () => {
    const one = walk({ timer: { trigger: "OnEnabled", reminders: [{ after: "PT1H" }, { after: "PT2H" }] } });
    assert.equal(one.item("a").deadline, undefined);
    one.pass(HOUR);
    one.pass(HOUR);
    assert.deepEqual(happened(one), ["a reminded", "timer-done"]);
    assert.deepEqual(timers(one), []);
    one.pass(DAY);
    assert.deepEqual(one.open, ["a"]);
  });
});

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

describe("Predicates over timers (T5)", () => {
  const truth: Variable = { name: "seen", type: STRING };
  /** What `timer(A)` says in the label of a later task's item. */
  const asked = (shape: NetShape, tasks: Readonly<Record<string, Partial<Task>>>): Walk => {
    const label = [{ language: "xpath", text: "timer('Alpha')" }] as const;
    const all = Object.fromEntries(
      Object.keys(shape.tasks).map((id) => [id, { decomposition: "work", label, ...tasks[id] }]),
    );
    return new Walk(specification([net(shape, { inputs: [truth], tasks: all })]));
  };
  const FORK: NetShape = {
    start: ["fork"],
    tasks: {
      fork: { to: ["a", "ask"] },
      a: { to: ["after"] },
      ask: { to: ["ask"] },
      after: { to: ["o"] },
    },
  };

  it("say dormant before it runs, active while it does, closed when its work has ended", () => {
    const one = asked(FORK, { a: { name: "Alpha", timer: AFTER_AN_HOUR } });
    assert.equal(one.item("fork").name, "dormant");
    one.perform("fork");
    one.perform("ask");
    assert.equal(one.item("ask").name, "active");
    one.perform("a");
    assert.equal(one.item("after").name, "closed");
  });

  it("say expired when it has", () => {
    const one = asked(FORK, { a: { name: "Alpha", timer: AFTER_AN_HOUR } });
    one.perform("fork");
    one.pass(HOUR);
    assert.equal(one.item("after").name, "expired");
  });

  it("decide flows, the task's own among them, which see it closed or expired (SEMANTICS 5)", () => {
    for (const [query, language] of [
      ["timer(Alpha) = 'expired'", "xquery"],
      ["timer('Alpha') = 'expired'", "xpath"],
      ["timer(Alpha) != 'closed'", "xquery"],
    ] as const) {
      const shape: NetShape = {
        start: ["a"],
        tasks: {
          a: {
            split: "xor",
            to: [
              { to: "late", predicate: { language, text: query } },
              { to: "punctual", isDefault: true },
            ],
          },
          late: { to: ["a"] },
          punctual: { to: ["o"] },
        },
      };
      const one = asked(shape, { a: { name: "Alpha", timer: AFTER_AN_HOUR } });
      one.pass(HOUR);
      assert.deepEqual(one.open, ["late"]);
      // another round has a state of its own
      one.perform("late");
      one.perform("a");
      assert.deepEqual(one.open, ["punctual"], query);
    }
  });
});
