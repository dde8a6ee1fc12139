import assert from "node:assert/strict";
import { STRING, type DataType } from "../../../yawl/model/datatype.ts";
import type { Json } from "../../../yawl/model/json.ts";
import type { Instances } from "../../../yawl/model/specification.ts";
import type { NetShape } from "../../net/build.ts";
import { net, specification, variable, Walk, work, xquery } from "../walk.ts";

const LIST: DataType = {
  kind: "complex",
  content: {
    kind: "sequence",
    min: 1,
    max: 1,
    particles: [{ kind: "element", name: "entry", type: STRING, min: 0, max: null }],
  },
};

const BY_QUERY: Instances = {
  minimum: 1,
  maximum: 3,
  threshold: 3,
  creation: "static",
  input: { query: xquery("/net/list"), splitter: xquery("/list/entry"), parameter: "entry" },
  output: {
    query: xquery("<entry>{/one/answer/text()}</entry>"),
    joiner: xquery("<answers>{for $e in /one/entry return $e}</answers>"),
    variable: "answers",
  },
};

const SHAPE: NetShape = { start: ["m"], tasks: { m: { to: ["next"] }, next: { to: ["o"] } } };

function many(entries: readonly Json[], instances: Instances = BY_QUERY, shape = SHAPE): Walk {
  const parameters = [[{ name: "entry", type: STRING }], [{ name: "answer", type: STRING }]] as const;
  const plain = Object.fromEntries(Object.keys(shape.tasks).map((id) => [id, { decomposition: "work" }]));
  const root = net(shape, {
    inputs: [{ name: "list", type: LIST }],
    locals: [{ name: "answers", type: LIST }],
    tasks: { ...plain, m: { decomposition: "one", instances } },
  });
  return new Walk(specification([root], [work("one", ...parameters)]), { list: { entry: entries } });
}

describe("multiple instances (SEMANTICS 7)", () => {
  it("are as many as the split query gives elements, each with its own part", () => {
    const one = many(["a", "b", "c"]);
    assert.deepEqual(
      Object.values(one.state.items).map(({ instance, data }) => [instance, data["entry"]]),
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ],
    );
  });

  it("complete when all are done; the results are joined in the order of the instances", () => {
    const one = many(["a", "b", "c"]);
    one.perform("m", { answer: "third" }, 2);
    one.perform("m", { answer: "first" }, 0);
    assert.deepEqual(one.open, ["m"]);
    one.perform("m", { answer: "<second>" });
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(one.data["answers"], { entry: ["first", "<second>", "third"] });
  });

  it("complete at the threshold; unfinished siblings are cancelled", () => {
    const one = many(["a", "b", "c"], { ...BY_QUERY, threshold: 2 });
    one.start("m", 2);
    one.perform("m", { answer: "x" }, 0);
    assert.equal(one.open.length, 2);
    one.perform("m", { answer: "y" }, 0);
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(one.data["answers"], { entry: ["x", "y"] });
  });

  it("complete also below the threshold when no instance is left", () => {
    const one = many(["a"], { ...BY_QUERY, threshold: 2 });
    one.perform("m", { answer: "x" });
    assert.deepEqual(one.open, ["next"]);
  });

  it("fewer than the minimum or more than the maximum are a fault of the task, which a retry tries again", () => {
    for (const entries of [[], ["a", "b", "c", "d"]]) {
      const one = many(entries);
      const run = one.state.nets["net"]?.tasks["m"];
      assert.ok(run?.phase === "failed" && run.fault.type === "invalid-data");
      assert.match(run.fault.message, /1 to 3/);
      assert.deepEqual(one.marking(), { i: 1 }, "its tokens are still there");
      assert.equal(one.state.status, "running");
      one.case({ type: "retry" });
      assert.equal(one.state.nets["net"]?.tasks["m"]?.phase, "failed");
    }
  });

  it("of which there are none, and none are needed, are done at once", () => {
    const one = many([], { ...BY_QUERY, minimum: 0 });
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(one.data["answers"], { entry: [] });
  });

  it("bounds may be expressions over the net's data; one that gives no number is a fault", () => {
    const counted = { ...BY_QUERY, maximum: xquery("count(/net/list/entry) - 1") };
    const run = many(["a", "b"], counted).state.nets["net"]?.tasks["m"];
    assert.ok(run?.phase === "failed" && run.fault.type === "invalid-data");
    const none = many(["a"], { ...BY_QUERY, minimum: xquery("'many'") }).state.nets["net"]?.tasks["m"];
    assert.ok(none?.phase === "failed" && none.fault.type === "mapping-failed");
  });

  it("a splitter that fails is a fault of the task", () => {
    const broken: Instances = {
      ...BY_QUERY,
      input: { query: xquery("/net/list"), splitter: xquery("1 to 3"), parameter: "entry" },
    };
    const run = many(["a"], broken).state.nets["net"]?.tasks["m"];
    assert.ok(run?.phase === "failed" && run.fault.type === "mapping-failed");
  });

  it("a bad result leaves its item started, and the others as they are (SEMANTICS 12)", () => {
    const one = many(["a", "b"]);
    one.start("m");
    const fault = one.refuse("m", { type: "complete", data: { answer: 5 } });
    assert.equal(fault.type, "invalid-data");
    assert.equal(fault.details?.[0]?.pointer, "/answer");
    assert.equal(one.item("m").status, "started");
  });

  it("in a deferred choice are offered as one item; its start makes them, the first for whoever started", () => {
    const shape: NetShape = {
      start: ["s"],
      conditions: { c: ["m", "other"] },
      tasks: { s: { to: ["c"] }, m: { to: ["o"] }, other: { to: ["o"] } },
    };
    const one = many(["a", "b"], BY_QUERY, shape);
    one.perform("s");
    assert.deepEqual(one.open, ["m", "other"]);
    assert.equal(one.refuse("m", { type: "skip" }).type, "wrong-state");
    one.start("m");
    assert.deepEqual(one.open, ["m", "m"]);
    assert.deepEqual(
      Object.values(one.state.items).map(({ status, allocatedTo }) => [status, allocatedTo]),
      [
        ["started", "ann"],
        ["unoffered", undefined],
      ],
    );
  });

  it("of a composite task are nets; at the threshold the others go with their people's items", () => {
    const root = net({
      start: ["m"],
      tasks: {
        m: {
          to: ["o"],
          decomposition: "inner",
          instances: { minimum: 3, maximum: 3, threshold: 1, creation: "static", index: "number" },
        },
      },
    });
    const inner = net(
      { id: "inner", start: ["w"], tasks: { w: { to: ["o"], decomposition: "work" } } },
      { inputs: [{ name: "number", type: { kind: "simple", base: "integer", xsd: "int" } }] },
    );
    const one = new Walk(specification([root, inner]));
    assert.deepEqual(
      Object.values(one.state.nets).map(({ data }) => data["number"]),
      [undefined, 1, 2, 3],
    );
    one.perform("w", {}, 1);
    assert.equal(one.state.status, "completed");
    assert.deepEqual(one.state.items, {});
  });

  it("are at most 10,000 of a task, and 20,000 in a step, however nets multiply", () => {
    const count = (number: number): Instances => ({
      minimum: number,
      maximum: 1_000_000,
      threshold: 1,
      creation: "static",
    });
    const all = new Walk(
      specification([
        net({ start: ["m"], tasks: { m: { to: ["o"], decomposition: "work", instances: count(10_000) } } }),
      ]),
    );
    assert.equal(all.open.length, 10_000);
    const tooMany = new Walk(
      specification([
        net({ start: ["m"], tasks: { m: { to: ["o"], decomposition: "work", instances: count(10_001) } } }),
      ]),
    );
    const run = tooMany.state.nets["net"]?.tasks["m"];
    assert.ok(run?.phase === "failed" && run.fault.type === "too-large");
    const multiplying = new Walk(
      specification([
        net({ start: ["m"], tasks: { m: { to: ["o"], decomposition: "net", instances: count(100) } } }),
      ]),
    );
    assert.ok(Object.keys(multiplying.state.nets).length <= 20_001);
    assert.equal(multiplying.state.status, "running");
  }).timeout(20_000);

  it("over JSON: an array gives an entry each, results are gathered as a list", () => {
    const words: DataType = { kind: "json", schema: { type: "array" } };
    const root = net(
      { start: ["m"], tasks: { m: { to: ["next"] }, next: { to: ["o"] } } },
      {
        locals: [
          { name: "words", type: words, initial: ["a", "b"] },
          { name: "answers", type: words },
        ],
        tasks: {
          next: { decomposition: "work" },
          m: {
            decomposition: "one",
            instances: {
              minimum: 1,
              maximum: 5,
              threshold: 5,
              creation: "static",
              input: { query: variable("words"), parameter: "entry" },
              output: { query: variable("answer"), variable: "answers" },
            },
          },
        },
      },
    );
    const one = new Walk(
      specification(
        [root],
        [work("one", [{ name: "entry", type: STRING }], [{ name: "answer", type: STRING }])],
      ),
    );
    one.perform("m", { answer: "z" }, 1);
    one.perform("m", { answer: "y" });
    assert.deepEqual(one.data["answers"], ["y", "z"]);
  });
});
