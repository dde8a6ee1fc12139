import assert from "node:assert/strict";
import { STRING } from "../../../yawl/model/datatype.ts";
import type { Task, TimerDefinition, Variable } from "../../../yawl/model/specification.ts";
import { type NetShape } from "../../net/build.ts";
import { MANAGER, net, specification, Walk } from "../walk.ts";
import { HOUR, DAY, walk, AFTER_AN_HOUR, FROM_START, timers, happened } from "./timed.ts";

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
