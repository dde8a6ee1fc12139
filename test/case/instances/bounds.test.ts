/** Bounds of a multiple-instance task, right and wrong: what is wrong is a fault of the task that says what and where. */
import assert from "node:assert/strict";
import { readTolerance, toleratedOf } from "../../../yawl/case/instances/bounds.ts";
import type { Fault } from "../../../yawl/model/fault.ts";
import type { JsonObject } from "../../../yawl/model/json.ts";
import { NO_BOUND, type Instances } from "../../../yawl/model/specification.ts";
import { net, specification, variable, Walk, xquery } from "../walk.ts";

const ANY = { kind: "json", schema: {} } as const;
const COUNTED: Instances = { minimum: 0, maximum: 10, threshold: NO_BOUND, creation: "static" };

/** A task whose number of instances and bounds may be in the case's data. */
function counted(instances: Partial<Instances>, data: JsonObject = {}): Walk {
  const root = net(
    { start: ["m"], tasks: { m: { to: ["next"] }, next: { to: ["o"] } } },
    {
      inputs: ["count", "bound"].map((name) => ({ name, type: ANY })),
      tasks: {
        m: { decomposition: "work", instances: { ...COUNTED, ...instances } },
        next: { decomposition: "work" },
      },
    },
  );
  return new Walk(specification([root]), { count: 2, bound: 1, ...data });
}

function faultOf(one: Walk): Fault {
  const run = one.state.nets["net"]?.tasks["m"];
  assert.ok(run && run.phase !== "enabled" && run.fault, "the task has no fault");
  return run.fault;
}

describe("the number of instances", () => {
  it("is what the expression gives when the task fires", () => {
    assert.deepEqual(counted({ count: variable("count") }, { count: 3 }).open, ["m", "m", "m"]);
  });

  for (const [what, count, type, message] of [
    ["missing", null, "mapping-failed", /gives no number/],
    ["negative", -1, "invalid-data", /whole number from 0 on: count gives -1/],
    ["a fraction", 2.5, "invalid-data", /whole number from 0 on: count gives 2.5/],
    ["no number", "many", "mapping-failed", /count gives no number/],
    ["above the maximum", 11, "invalid-data", /11 instances; it needs 0 to 10/],
    ["above what any task may have", 10_001, "invalid-data", /10001|10,?001|limit/],
  ] as const) {
    it(`that is ${what} is a fault in the data, the task has not fired, and a retry looks again (I1)`, () => {
      const one = counted({ count: variable("count") }, { count });
      const fault = faultOf(one);
      if (what !== "above what any task may have") assert.equal(fault.type, type);
      assert.match(fault.message, message);
      assert.deepEqual(one.marking(), { i: 1 });
      assert.deepEqual(one.open, []);
      one.case({ type: "retry" });
      assert.equal(one.state.nets["net"]?.tasks["m"]?.phase, "failed");
    });
  }

  it("below the minimum is one, too", () => {
    const one = counted({ count: variable("count"), minimum: 3 });
    assert.match(faultOf(one).message, /2 instances; it needs 3 to 10/);
  });

  it("of a split query that gives nothing is none: done at once where none is needed, else a fault", () => {
    const split = { input: { query: variable("count"), parameter: "count" } };
    assert.deepEqual(counted(split, { count: [] }).open, ["next"]);
    assert.match(faultOf(counted({ ...split, minimum: 1 }, { count: [] })).message, /0 instances/);
  });

  it("below a threshold is no fault: all of them are done then", () => {
    const one = counted({ count: variable("count"), threshold: 5 });
    one.perform("m");
    one.perform("m");
    assert.deepEqual(one.open, ["next"]);
  });
});

describe("bounds that are expressions", () => {
  for (const name of ["minimum", "maximum", "threshold", "atOnce"] as const) {
    it(`give a fault as the ${name} when they give no whole number (I2)`, () => {
      for (const bound of [-1, 1.5, "x"]) {
        const fault = faultOf(counted({ count: variable("count"), [name]: variable("bound") }, { bound }));
        assert.match(fault.type, /^(invalid-data|mapping-failed)$/);
        assert.match(fault.message, /bound/);
      }
    });
  }

  it("that fail are a fault", () => {
    assert.equal(faultOf(counted({ count: xquery("1 to") })).type, "mapping-failed");
  });

  it("do not let none be open at once", () => {
    const one = counted({ count: variable("count"), atOnce: variable("bound") }, { bound: 0 });
    assert.match(faultOf(one).message, /At least one/);
  });

  it("are looked at again at each completion: a threshold of 0 is reached by the first", () => {
    const one = counted({ count: variable("count"), threshold: variable("bound") }, { bound: 0, count: 3 });
    assert.deepEqual(one.open, ["m", "m", "m"]);
    one.perform("m");
    assert.deepEqual(one.open, ["next"]);
  });
});

describe("how many may fail", () => {
  it("is a whole number or a share", () => {
    assert.deepEqual(
      ["3", " 10% ", "2.5%", "0"].map((text) => readTolerance(text)),
      [3, { percent: 10 }, { percent: 2.5 }, 0],
    );
  });

  it("is nothing else", () => {
    for (const text of ["", "-1", "1.5", "101%", "many", "1e3", "10 of 20"]) {
      assert.equal(readTolerance(text), undefined, text);
    }
  });

  it("as a share is of all that there ever were, rounded down", () => {
    assert.equal(toleratedOf({ percent: 10 }, 19), 1);
    assert.equal(toleratedOf(4, 19), 4);
    assert.equal(toleratedOf(undefined, 19), undefined);
  });

  it("that is no such thing is a fault when the task fires", () => {
    const one = counted({ count: variable("count"), tolerate: variable("bound") }, { bound: "some" });
    assert.match(faultOf(one).message, /neither a whole number nor a share/);
  });
});
