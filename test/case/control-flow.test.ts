import assert from "node:assert/strict";
import { BOOLEAN } from "../../yawl/spec/datatype.ts";
import { always, between, otherwise, type NetShape } from "../net/build.ts";
import type { Variable } from "../../yawl/spec/specification.ts";
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

describe("deferred choice (SEMANTICS 4)", () => {
  const choice: NetShape = {
    start: ["a"],
    conditions: { c: ["x", "y", "z"] },
    tasks: { a: { to: ["c"] }, x: { to: ["o"] }, y: { to: ["o"] }, z: { to: ["o"] } },
  };

  it("offers all, and the first to start withdraws the others", () => {
    const one = walkOf(choice);
    one.perform("a");
    assert.deepEqual(one.open, ["x", "y", "z"]);
    one.give("x", { type: "allocate", to: "ann" });
    assert.deepEqual(one.open, ["x", "y", "z"], "nothing is decided before the start");
    one.start("y");
    assert.deepEqual(one.open, ["y"]);
    const moves = one.step.events.filter((event) => event.type === "item" && event.move === "withdrawn");
    assert.equal(moves.length, 2);
  });

  it("lets tasks that wait for nobody go first, one of them at random", () => {
    const chosen = new Set<string>();
    for (let seed = 1; seed <= 30; seed += 1) {
      const one = walkOf(
        {
          ...choice,
          tasks: {
            ...choice.tasks,
            x: { to: ["x2"] },
            y: { to: ["y2"] },
            x2: { to: ["o"] },
            y2: { to: ["o"] },
          },
        },
        ["x", "y"],
        seed,
      );
      one.perform("a");
      assert.equal(one.open.length, 1);
      chosen.add(one.open[0] ?? "");
      assert.ok(!one.open.includes("z"), "what waits for people is not offered at all");
    }
    assert.deepEqual([...chosen].toSorted(), ["x2", "y2"]);
  });

  it("chooses as often as there are tokens", () => {
    const one = walkOf(
      {
        start: ["a"],
        conditions: { c: ["x", "y"] },
        tasks: {
          a: { to: ["b1", "b2"] },
          b1: { to: ["c"] },
          b2: { to: ["c"] },
          x: { to: ["n"] },
          y: { to: ["n"] },
          n: { to: ["o"] },
        },
      },
      ["b1", "b2", "x", "y"],
    );
    one.perform("a");
    assert.deepEqual(one.open, ["n"]);
    assert.equal(
      Object.values(one.marking()).reduce((sum, count) => sum + count, 0),
      2,
    );
  });
});

describe("cancellation (SEMANTICS 5 and 6)", () => {
  it("empties the set after the mapping and before the split: a split may mark what was just emptied", () => {
    const one = walkOf({
      start: ["a"],
      conditions: { k: ["n"] },
      tasks: {
        a: { to: ["k", "b"] },
        b: { to: ["k", "m"], cancels: ["k"] },
        n: { to: ["o"] },
        m: { to: ["o"] },
      },
    });
    one.perform("a");
    assert.deepEqual(one.open, ["b", "n"]);
    one.perform("b");
    assert.equal(one.marking()["k"], 1, "emptied first, marked again afterwards");
    const order = one.step.events.map(({ type }) => type).filter((type) => /cleared|put|exited/.test(type));
    assert.deepEqual(order, ["task-exited", "tokens-cleared", "tokens-put"]);
  });

  it("removes tokens of conditions, explicit or named by their flow, running items and nested nets", () => {
    const one = new Walk(
      specification([
        net(
          {
            start: ["a"],
            conditions: { k: ["x"] },
            tasks: {
              a: { to: ["stop", "k", "y", "sub", "r", "y2"] },
              stop: { to: ["z"], cancels: ["k", "a -> y", "sub", "r"] },
              x: { to: ["o"] },
              y: { to: ["o"] },
              y2: { to: ["o"] },
              r: { to: ["o"] },
              sub: { to: ["o"], decomposition: "inner" },
              z: { to: ["o"] },
            },
          },
          {
            tasks: Object.fromEntries(
              ["a", "stop", "x", "y", "y2", "r", "z"].map((id) => [id, { decomposition: "work" }]),
            ),
          },
        ),
        net({ id: "inner", start: ["deep"], tasks: { deep: { to: ["o"], decomposition: "work" } } }),
      ]),
    );
    one.perform("a");
    one.start("r");
    one.start("deep");
    assert.deepEqual(one.open, ["deep", "r", "stop", "x", "y", "y2"]);
    one.perform("stop");
    assert.deepEqual(one.open, ["y2", "z"], "people's items of the nested net are gone, too");
    assert.deepEqual(Object.keys(one.state.nets), ["net"]);
    assert.deepEqual(one.marking(), { [between("a", "y2")]: 1, [between("stop", "z")]: 1 });
  });

  it("lets a cancelled task be enabled again by a token that came while it was busy", () => {
    const one = walkOf({
      start: ["a"],
      conditions: { k: ["x"] },
      tasks: {
        a: { to: ["k", "b"] },
        b: { to: ["k", "c"] },
        c: { to: ["d"], cancels: ["x"] },
        x: { to: ["o"] },
        d: { to: ["o"] },
      },
    });
    one.perform("a");
    const { id } = one.start("x");
    one.perform("b");
    one.perform("c");
    assert.deepEqual(one.open, ["d", "x"]);
    assert.notEqual(one.item("x").id, id);
    assert.equal(one.item("x").status, "unoffered");
  });
});
