import assert from "node:assert/strict";
import { between, type NetShape } from "../net/build.ts";
import { net, specification, Walk, walkOf } from "./walk.ts";

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
