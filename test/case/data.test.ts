import assert from "node:assert/strict";
import { openCase } from "../../yawl/run/open-case.ts";
import { BOOLEAN, STRING, type DataType } from "../../yawl/model/datatype.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Mapping, Task, Variable } from "../../yawl/model/specification.ts";
import { otherwise, type NetShape } from "../net/build.ts";
import { net, specification, variable, Walk, work, xquery } from "./walk.ts";

const INT: DataType = { kind: "simple", base: "integer", xsd: "int" };
const A_TO_B: NetShape = { start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["o"] } } };

function to(mapsTo: string, query: string): Mapping {
  return { query: xquery(query), mapsTo };
}

/** `a` takes `x` in and gives `x` and `n` out, by these mappings; `b` follows. */
function walk(a: Partial<Task>, locals: readonly Variable[], data: JsonObject = {}): Walk {
  const parameters: readonly [readonly Variable[], readonly Variable[]] = [
    [{ name: "x", type: STRING }],
    [
      { name: "x", type: STRING },
      { name: "n", type: INT },
    ],
  ];
  const root = net(A_TO_B, {
    locals,
    tasks: { a: { decomposition: "give", ...a }, b: { decomposition: "work" } },
  });
  return new Walk(specification([root], [work("give", ...parameters)]), data);
}

const X: Variable = { name: "x", type: STRING, initial: "before" };
const N: Variable = { name: "n", type: INT };

describe("mappings (SEMANTICS 11)", () => {
  it("go from the net to the task at the start, and back at completion; two may share a query", () => {
    const one = walk(
      {
        startingMappings: [to("x", "/net/x")],
        completedMappings: [to("x", "<v>{/give/x/text()}</v>"), to("y", "<v>{/give/x/text()}</v>")],
      },
      [X, { name: "y", type: STRING }, N],
    );
    assert.deepEqual(one.start("a").data, { x: "before" });
    one.finish("a", { x: "after", n: 1 });
    assert.deepEqual(one.data, { x: "after", y: "after" });
  });

  it("see the data as it was: none sees what another one gave", () => {
    const swap = [to("x", "<x>{string(/give/n)}</x>"), to("n", "<n>{string-length(/give/x)}</n>")];
    const one = walk({ completedMappings: swap }, [X, N]);
    one.perform("a", { x: "four", n: 9 });
    assert.deepEqual(one.data, { x: "9", n: 4 });
  });

  it("see at the start what has changed since the item was offered", () => {
    const shape: NetShape = {
      start: ["s"],
      tasks: { s: { to: ["a", "b"] }, a: { to: ["j"] }, b: { to: ["j"] }, j: { join: "and", to: ["o"] } },
    };
    const root = net(shape, {
      locals: [X],
      tasks: {
        s: { decomposition: "work" },
        a: { decomposition: "give", completedMappings: [to("x", "/give/x")] },
        b: { decomposition: "take", startingMappings: [to("x", "/net/x")] },
      },
    });
    const one = new Walk(specification([root], [work("give", [], [X]), work("take", [X])]));
    one.perform("s");
    assert.deepEqual(one.item("b").data, { x: "before" });
    one.perform("a", { x: "after" });
    assert.deepEqual(one.item("b").data, { x: "before" });
    assert.deepEqual(one.start("b").data, { x: "after" });
  });

  it("that give nothing are a fault, and the item stays started", () => {
    const one = walk({ completedMappings: [to("x", "/give/nothing")] }, [X]);
    one.start("a");
    const fault = one.refuse("a", { type: "complete", data: { x: "v", n: 1 } });
    assert.equal(fault.type, "mapping-failed");
    assert.match(fault.message, /"x".*gives nothing/);
    assert.equal(one.item("a").status, "started");
  });

  it("that give an empty element empty the variable", () => {
    const one = walk({ completedMappings: [to("n", "<n/>")] }, [X, { ...N, initial: 5 }]);
    one.perform("a", { x: "v", n: 1 });
    assert.deepEqual(one.data, { x: "before" });
  });

  it("that fail at the start are a fault of the start; the item is offered all the same, without a preview", () => {
    const one = walk({ startingMappings: [to("x", "/net/x/(1 div 0)")] }, [X]);
    assert.deepEqual(one.item("a").data, {});
    one.give("a", { type: "allocate", to: "ann" });
    assert.equal(one.refuse("a", { type: "start" }).type, "mapping-failed");
    assert.equal(one.item("a").status, "allocated");
  });
});

describe("types (SEMANTICS 12)", () => {
  it("are checked at launch, with a pointer for each mistake", () => {
    const root = net(A_TO_B, {
      inputs: [{ ...N, mandatory: true }, X],
      tasks: { a: { decomposition: "work" }, b: { decomposition: "work" } },
    });
    const compiled = specification([root]);
    const launched = openCase({ specification: compiled, data: { x: 5, z: 1 } });
    assert.ok(!launched.ok && launched.fault.type === "invalid-data");
    assert.deepEqual(launched.fault.details?.map(({ pointer }) => pointer).toSorted(), ["/n", "/x", "/z"]);
    const none = openCase({ specification: compiled, data: null as unknown as JsonObject });
    assert.ok(!none.ok && none.fault.type === "invalid-data");
  });

  it("are checked at the start: what a mapping gives has to fit the parameter", () => {
    const root = net(A_TO_B, {
      locals: [{ ...X, initial: "no number" }],
      tasks: { a: { decomposition: "take" }, b: { decomposition: "work" } },
    });
    for (const query of [variable("x"), xquery("/net/x"), { language: "xpath", text: "$x" } as const]) {
      const tasks = root.tasks.map((task) =>
        task.id === "a" ? { ...task, startingMappings: [{ query, mapsTo: "n" }] } : task,
      );
      const one = new Walk(specification([{ ...root, tasks }], [work("take", [N])]));
      one.give("a", { type: "allocate", to: "ann" });
      assert.equal(one.refuse("a", { type: "start" }).type, "mapping-failed", query.language);
    }
  });

  it("a complex value with too few elements fits neither", () => {
    const two: DataType = {
      kind: "complex",
      content: {
        kind: "sequence",
        min: 1,
        max: 1,
        particles: [{ kind: "element", name: "e", type: STRING, min: 2, max: 2 }],
      },
    };
    const root = net(A_TO_B, {
      tasks: {
        a: { decomposition: "take", startingMappings: [to("pair", "<pair><e>one</e></pair>")] },
        b: { decomposition: "work" },
      },
    });
    const one = new Walk(specification([root], [work("take", [{ name: "pair", type: two }])]));
    one.give("a", { type: "allocate", to: "ann" });
    assert.equal(one.refuse("a", { type: "start" }).type, "mapping-failed");
  });

  it("are checked at completion: bad data leaves the item started, with a pointer", () => {
    const one = walk({}, [X]);
    one.start("a");
    const fault = one.refuse("a", { type: "complete", data: { x: "v", n: "many" } });
    assert.equal(fault.type, "invalid-data");
    assert.deepEqual(
      fault.details?.map(({ pointer }) => pointer),
      ["/n"],
    );
    assert.equal(one.refuse("a", { type: "complete", data: { x: "v" } }).details?.[0]?.pointer, "/n");
    one.finish("a", { x: "v", n: 1 });
    assert.deepEqual(one.open, ["b"]);
  });

  it("-0 is 0 from the first moment, as it is after every restart", () => {
    const one = walk({ completedMappings: [{ query: variable("n"), mapsTo: "n" }] }, [X, N]);
    one.start("a");
    one.give("a", { type: "save", data: { n: -0 } });
    assert.ok(Object.is(one.item("a").draft?.["n"], 0));
    one.finish("a", { x: "v", n: -0 });
    assert.ok(Object.is(one.data["n"], 0));
  });
});

describe("predicates", () => {
  const split = (predicate: string): Walk => {
    const root = net(
      {
        start: ["a"],
        tasks: {
          a: { split: "xor", to: [{ to: "b", predicate: xquery(predicate) }, otherwise("c")] },
          b: { to: ["o"] },
          c: { to: ["o"] },
        },
      },
      {
        locals: [X, { name: "flag", type: BOOLEAN, initial: true }],
        tasks: Object.fromEntries(["a", "b", "c"].map((id) => [id, { decomposition: "work" }])),
      },
    );
    return new Walk(specification([root]));
  };

  it("that fail are a fault of the completion, which names the flow; the item stays started", () => {
    const one = split("/net/x + 1 > 2");
    one.start("a");
    const fault = one.refuse("a", { type: "complete", data: {} });
    assert.equal(fault.type, "predicate-failed");
    assert.match(fault.message, /from "a" to/);
    assert.equal(one.item("a").status, "started");
  });

  it("that give no truth value count by their effective one, or are a fault where there is none", () => {
    for (const [predicate, next] of [
      ["/net/nobody", "c"],
      ["/net/x", "b"],
      ["''", "c"],
      ["3", "b"],
      ["/net/flag = 'true'", "b"],
    ] as const) {
      const one = split(predicate);
      one.perform("a");
      assert.deepEqual(one.open, [next], predicate);
    }
    const one = split("(1, 2)");
    one.start("a");
    assert.equal(one.refuse("a", { type: "complete", data: {} }).type, "predicate-failed");
  });

  it("of a task that fires by itself leave it failed, with its tokens; a retry tries again", () => {
    const root = net(
      {
        start: ["a"],
        tasks: {
          a: { split: "xor", to: [{ to: "b", predicate: xquery("/net/x + 1 > 2") }, otherwise("o")] },
          b: { to: ["o"] },
        },
      },
      { locals: [X], tasks: { b: { decomposition: "work" } } },
    );
    const one = new Walk(specification([root]));
    const { state } = one;
    const run = state.nets["net"]?.tasks["a"];
    assert.ok(run?.phase === "failed" && run.fault.type === "predicate-failed");
    assert.deepEqual(state.nets["net"]?.marking, { i: 1 });
    // an operator mends the data
    const instance = state.nets["net"] ?? assert.fail();
    one.mend({ ...state, nets: { net: { ...instance, data: { x: "2" } } } });
    one.case({ type: "retry" });
    assert.deepEqual(one.open, ["b"]);
  });
});

describe("skipping (SEMANTICS 13)", () => {
  it("gives the input of the same name, then the parameter's default, then the type's", () => {
    const outputs: readonly Variable[] = [
      X,
      { name: "d", type: STRING, initial: "default" },
      { name: "n", type: INT },
      { name: "f", type: BOOLEAN },
    ];
    const names = outputs.map(({ name }) => name);
    const root = net(A_TO_B, {
      locals: [
        { ...X, initial: "input" },
        ...["d", "n", "f"].map((name) => ({ name, type: { kind: "any" as const } })),
      ],
      tasks: {
        a: {
          decomposition: "give",
          startingMappings: [to("x", "/net/x")],
          completedMappings: names.map((name) => ({ query: variable(name), mapsTo: name })),
        },
        b: { decomposition: "work" },
      },
    });
    const one = new Walk(specification([root], [work("give", [{ name: "x", type: STRING }], outputs)]));
    one.give("a", { type: "skip" });
    assert.deepEqual(one.data, { x: "input", d: "default", n: 0, f: false });
    assert.deepEqual(one.open, ["b"]);
  });
});
