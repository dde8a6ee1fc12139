import assert from "node:assert/strict";
import { BOOLEAN } from "../../yawl/model/datatype.ts";
import { always, otherwise, type NetShape } from "../net/build.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import { net, specification, variable, Walk, walkOf, work } from "./walk.ts";

const FLAGS: readonly Variable[] = ["p", "q"].map((name) => ({ name, type: BOOLEAN }));

describe("joins (SEMANTICS 1)", () => {
  it("an AND-join waits for every input", () => {
    const one = walkOf({
      start: ["a"],
      tasks: { a: { to: ["b", "c"] }, b: { to: ["d"] }, c: { to: ["d"] }, d: { join: "and", to: ["o"] } },
    });
    one.perform("a");
    one.perform("b");
    assert.deepEqual(one.open, ["c"]);
    one.perform("c");
    assert.deepEqual(one.open, ["d"]);
  });

  it("an XOR-join fires with at least one token, and takes one token a firing", () => {
    const one = walkOf({
      start: ["a"],
      tasks: {
        a: { to: ["b", "c"] },
        b: { to: ["d"] },
        c: { to: ["d"] },
        d: { to: ["e"] },
        e: { join: "and", to: ["o"] },
      },
    });
    one.perform("a");
    one.perform("b");
    one.perform("c");
    assert.deepEqual(one.open, ["d"], "two tokens wait, one item is offered");
    one.start("d");
    assert.equal(
      Object.values(one.marking()).reduce((sum, count) => sum + count, 0),
      1,
    );
    one.finish("d");
    assert.deepEqual(one.open, ["d", "e"], "the second token enables it again");
  });

  it("an OR-join waits for what is under way, and for nothing else (SEMANTICS 3)", () => {
    const gives = {
      decomposition: "flags",
      completedMappings: ["p", "q"].map((name) => ({ query: variable(name), mapsTo: name })),
    };
    const plain = { decomposition: "work" };
    const flows = [
      { to: "b", predicate: variable("p") },
      { to: "c", predicate: variable("q"), isDefault: true as const },
    ];
    const shape: NetShape = {
      start: ["a"],
      tasks: {
        a: { split: "or", to: flows },
        b: { to: ["d"] },
        c: { to: ["d"] },
        d: { join: "or", to: ["o"] },
      },
    };
    const root = net(shape, { locals: FLAGS, tasks: { a: gives, b: plain, c: plain, d: plain } });
    const spec = specification([root], [work("flags", [], FLAGS)]);
    const both = new Walk(spec);
    both.perform("a", { p: true, q: true });
    both.perform("b");
    assert.deepEqual(both.open, ["c"], "c can still bring a token");
    both.perform("c");
    assert.deepEqual(both.open, ["d"]);
    const one = new Walk(spec);
    one.perform("a", { p: true, q: false });
    one.perform("b");
    assert.deepEqual(one.open, ["d"], "nothing else is under way");
  });

  it("an OR-join that waits is enabled when what it waited for has gone another way (SEMANTICS 3)", () => {
    const one = walkOf({
      start: ["a"],
      conditions: { k: ["to", "away"] },
      tasks: {
        a: { to: ["b", "k"] },
        b: { to: ["d"] },
        to: { to: ["d"] },
        away: { to: ["e"] },
        d: { join: "or", to: ["e"] },
        e: { join: "and", to: ["o"] },
      },
    });
    one.perform("a");
    one.perform("b");
    assert.deepEqual(one.open, ["away", "to"]);
    one.start("away");
    assert.deepEqual(one.open, ["away", "d"]);
  });

  it("withdraws an offered item whose OR-join has to wait again (SEMANTICS 3)", () => {
    // both inputs of d are marked; r takes one of them away, and z can still bring another one
    const one = walkOf({
      start: ["a"],
      conditions: { x: ["d"], y: ["d", "r"] },
      tasks: {
        a: { to: ["x", "y", "z"] },
        z: { to: ["y"] },
        r: { to: ["e"] },
        d: { join: "or", to: ["e"] },
        e: { join: "and", to: ["o"] },
      },
    });
    one.perform("a");
    assert.deepEqual(one.open, ["d", "r", "z"]);
    one.start("r");
    assert.deepEqual(one.open, ["r", "z"]);
    one.perform("z");
    assert.deepEqual(one.open, ["d", "r"]);
  });
});

describe("splits (SEMANTICS 2)", () => {
  const shape = (split: "xor" | "or", flows: NetShape["tasks"][string]["to"]): NetShape => {
    const targets = flows.map((flow) => (typeof flow === "string" ? flow : flow.to));
    const tasks = Object.fromEntries(targets.map((id) => [id, { to: ["o"] }]));
    return { start: ["a"], tasks: { a: { split, to: flows }, ...tasks } };
  };
  const taken = (
    split: "xor" | "or",
    flows: NetShape["tasks"][string]["to"],
    data: Record<string, boolean>,
  ): readonly string[] => {
    const plain = { decomposition: "work" };
    const gives = {
      decomposition: "flags",
      completedMappings: ["p", "q"].map((name) => ({ query: variable(name), mapsTo: name })),
    };
    const root = net(shape(split, flows), {
      locals: FLAGS,
      tasks: { a: gives, b: plain, c: plain, d: plain },
    });
    const one = new Walk(specification([root], [work("flags", [], FLAGS)]));
    one.perform("a", data);
    return one.open;
  };
  const flows = [
    { to: "b", predicate: variable("p"), order: 2 },
    { to: "c", predicate: variable("q"), order: 1 },
    otherwise("d"),
  ];

  it("XOR takes the first true flow in evaluation order, and sees the data after the mapping", () => {
    assert.deepEqual(taken("xor", flows, { p: true, q: true }), ["c"]);
    assert.deepEqual(taken("xor", flows, { p: true, q: false }), ["b"]);
  });

  it("XOR takes the default when nothing else is true", () => {
    assert.deepEqual(taken("xor", flows, { p: false, q: false }), ["d"]);
    assert.deepEqual(taken("xor", [otherwise("d"), ...flows.slice(0, 2)], { p: true, q: false }), ["b"]);
  });

  it("OR takes every true flow, and the default only if nothing else fired", () => {
    assert.deepEqual(taken("or", flows, { p: true, q: true }), ["b", "c"]);
    assert.deepEqual(taken("or", flows, { p: false, q: false }), ["d"]);
    assert.deepEqual(taken("or", [...flows.slice(0, 2), always("d")], { p: true, q: false }), ["b", "d"]);
  });

  it("OR takes a default with a predicate also when that is true", () => {
    const guarded = [flows[0] ?? "b", { to: "c", predicate: variable("q"), isDefault: true as const }];
    assert.deepEqual(taken("or", guarded, { p: true, q: true }), ["b", "c"]);
    assert.deepEqual(taken("or", guarded, { p: false, q: false }), ["c"]);
  });

  it("AND takes all", () => {
    const one = walkOf({
      start: ["a"],
      tasks: { a: { to: ["b", "c"] }, b: { to: ["o"] }, c: { to: ["o"] } },
    });
    one.perform("a");
    assert.deepEqual(one.open, ["b", "c"]);
  });
});
