/** Adding instances, cancelling one, limits, failed ones again: the same with all instances in the case and with them in blocks. */
import assert from "node:assert/strict";
import type { Fault } from "../../../yawl/model/fault.ts";
import type { CaseCommand } from "../../../yawl/work/command.ts";
import type { Instances } from "../../../yawl/model/specification.ts";
import { MANAGER, variable } from "../walk.ts";
import { Reviews } from "./reviews.ts";

const DYNAMIC = { creation: "dynamic", threshold: 2, maximum: 4 } as const;
const ADD: CaseCommand = { type: "add-instance", task: "m", data: { entry: "new" } };

for (const [where, inside] of [
  ["in the case", 10_000],
  ["in blocks", 0],
] as const) {
  const open = (count: number, instances: Partial<Instances> = {}): Reviews => {
    const one = new Reviews(count, instances, inside);
    one.deliverAll();
    return one;
  };
  const tell = (one: Reviews, command: CaseCommand): Fault | undefined => {
    const given = one.give("case", { by: MANAGER, command });
    assert.equal(given.kind, "answer");
    one.deliverAll();
    return given.kind === "answer" && !given.result.ok ? given.result.fault : undefined;
  };
  const refused = (one: Reviews, command: CaseCommand): string => {
    const before = JSON.stringify([...one.states]);
    const fault = tell(one, command);
    assert.ok(fault, `${command.type} should have been refused`);
    assert.equal(JSON.stringify([...one.states]), before, "nothing has changed");
    return `${fault.type}: ${fault.message}`;
  };
  const complete = (one: Reviews, instance: number): void => {
    one.complete(instance);
    one.deliverAll();
  };

  describe(`instances ${where} that are added (I3, I6)`, () => {
    it("have the next number, what was given, and the rest of the input as it is", () => {
      const one = open(2, DYNAMIC);
      assert.equal(tell(one, ADD), undefined);
      const { execution, item } = one.find(3);
      assert.deepEqual(one.stateOf(execution).items[item]?.data, { entry: "new", number: 3 });
    });

    it("are refused where the task makes its instances once", () => {
      assert.match(refused(open(2, { ...DYNAMIC, creation: "static" }), ADD), /^wrong-state: .*made once/);
    });

    it("are no more than the maximum, completed ones counted", () => {
      const one = open(3, { ...DYNAMIC, threshold: 4 });
      complete(one, 1);
      assert.equal(tell(one, ADD), undefined);
      assert.match(refused(one, ADD), /^wrong-state: .*has had its 4 instances/);
    });

    it("are refused when the threshold is reached, and when the case has ended", () => {
      const one = open(3, DYNAMIC);
      complete(one, 1);
      complete(one, 2);
      assert.deepEqual(one.open, ["next"]);
      assert.match(refused(one, ADD), /^wrong-state: .*not under way/);
      tell(one, { type: "cancel-case" });
      assert.match(refused(one, ADD), /^(wrong-state|not-found): /);
    });

    it("are refused with data that does not fit, with its place", () => {
      const one = open(2, DYNAMIC);
      const fault = tell(one, { ...ADD, data: { entry: 5 } });
      assert.equal(fault?.type, "invalid-data");
      assert.equal(fault?.details?.[0]?.pointer, "/entry");
      assert.match(refused(one, { ...ADD, data: { other: "x" } }), /^invalid-data: /);
    });

    it("are refused for a task or net that is not there, or that has one instance", () => {
      const one = open(2, DYNAMIC);
      assert.match(refused(one, { ...ADD, task: "none" }), /^not-found: There is no task "none"/);
      assert.match(refused(one, { ...ADD, task: "next" }), /^wrong-state: The task "next" has one instance/);
      assert.match(refused(one, { ...ADD, net: "net/none" }), /^not-found: .*"net\/none"/);
    });
  });

  describe(`instances ${where} that are cancelled one by one (I8)`, () => {
    it("are that one alone; when all others are done, the task is", () => {
      const one = open(3);
      assert.equal(tell(one, { type: "cancel-instance", task: "m", instance: 2 }), undefined);
      assert.deepEqual(new Set(one.open), new Set([1, 3]));
      complete(one, 3);
      complete(one, 1);
      assert.deepEqual(one.open, ["next"]);
      assert.deepEqual(one.state.nets["net"]?.data["answers"], ["done 1", "done 3"]);
    });

    it("all of them make the task done with no result", () => {
      const one = open(2);
      for (const instance of [1, 2]) tell(one, { type: "cancel-instance", task: "m", instance });
      assert.deepEqual(one.open, ["next"]);
      assert.deepEqual(one.state.nets["net"]?.data["answers"], []);
    });

    it("are refused by a number that never was, that is done, or that was cancelled", () => {
      const one = open(3);
      const cancel = (instance: number): CaseCommand => ({ type: "cancel-instance", task: "m", instance });
      assert.match(refused(one, cancel(4)), /^wrong-state: There is no instance 4/);
      assert.match(refused(one, cancel(0)), /^invalid-data: /);
      complete(one, 1);
      assert.match(refused(one, cancel(1)), /^wrong-state: There is no instance 1/);
      tell(one, cancel(2));
      assert.match(refused(one, cancel(2)), /^wrong-state: There is no instance 2/);
    });
  });

  describe(`limits of instances ${where}`, () => {
    it("let so many be open, and the next begin when one is done", () => {
      const one = open(5, { atOnce: 2 });
      assert.deepEqual(new Set(one.open), new Set([1, 2]));
      complete(one, 2);
      assert.deepEqual(new Set(one.open), new Set([1, 3]));
    });

    it("change while it runs: more begin at once, fewer when those that are open have ended", () => {
      const one = open(6, { atOnce: 1 });
      const limit = (atOnce: number | null): void => {
        assert.equal(tell(one, { type: "control-instances", task: "m", atOnce }), undefined);
      };
      limit(3);
      assert.deepEqual(new Set(one.open), new Set([1, 2, 3]));
      limit(1);
      assert.deepEqual(new Set(one.open), new Set([1, 2, 3]));
      complete(one, 1);
      complete(one, 2);
      assert.deepEqual(one.open, [3]);
      complete(one, 3);
      assert.deepEqual(one.open, [4]);
      limit(null);
      assert.deepEqual(new Set(one.open), new Set([4, 5, 6]));
    });

    it("that are none are refused", () => {
      const one = open(2);
      for (const atOnce of [0, -1, 1.5]) {
        assert.match(refused(one, { type: "control-instances", task: "m", atOnce }), /^invalid-data: /);
      }
      assert.match(
        refused(one, { type: "control-instances", task: "m", tolerate: { percent: 101 } }),
        /^invalid-data: /,
      );
      assert.match(refused(one, { type: "retry-instances", task: "m" }), /^wrong-state: No instance of "m"/);
    });
  });

  describe(`a command on an instance ${where} that never was`, () => {
    it("is not found", () => {
      const one = open(2);
      const given = one.give("case", { item: "case.99", by: MANAGER, command: { type: "start" } });
      assert.ok(given.kind === "answer" && !given.result.ok);
      assert.equal(given.result.fault.type, "not-found");
    });
  });

  describe(`results of instances ${where} that cannot be joined`, () => {
    it("are a fault of the task, the completions stand, and a retry joins again", () => {
      const output = {
        query: variable("answer"),
        joiner: { language: "xquery", text: "error()" },
        variable: "answers",
      } as const;
      const one = open(2, { output });
      complete(one, 1);
      complete(one, 2);
      const tried = (): number => one.events.filter(({ type }) => type === "task-failed").length;
      const runNow = (): unknown => {
        const run = one.state.nets["net"]?.tasks["m"];
        assert.ok(run?.phase === "busy");
        return [run.fault?.type, run.multi?.results.length];
      };
      assert.deepEqual(runNow(), ["mapping-failed", 2]);
      assert.equal(tried(), 1);
      assert.deepEqual(one.open, []);
      assert.equal(one.state.status, "running");
      assert.equal(one.state.blocks, undefined);
      assert.equal(tell(one, { type: "retry" }), undefined);
      assert.equal(tried(), 2, "it was joined again");
      assert.deepEqual(runNow(), ["mapping-failed", 2]);
      assert.match(refused(one, { type: "cancel-instance", task: "m", instance: 1 }), /^wrong-state: /);
    });
  });
}
