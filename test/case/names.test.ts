import assert from "node:assert/strict";
import { STRING } from "../../yawl/model/datatype.ts";
import { net, specification, walkOf, Walk } from "./walk.ts";

describe("ids of all kinds", () => {
  it("numbers as ids, and names that objects have by themselves, are ids like others", () => {
    const one = walkOf({
      start: ["10"],
      conditions: { "7": ["2"] },
      tasks: {
        "10": { to: ["7", "constructor"] },
        "2": { to: ["valueOf"] },
        constructor: { to: ["valueOf"] },
        valueOf: { join: "and" as const, to: ["o"] },
      },
    });
    one.perform("10");
    one.restart();
    assert.deepEqual(one.open, ["2", "constructor"]);
    one.perform("2");
    one.perform("constructor");
    one.perform("valueOf");
    assert.equal(one.state.status, "completed");
  });

  it("tells the instances of a composite task from a task whose id ends in a number", () => {
    const many = { minimum: 2, maximum: 2, threshold: 2, creation: "static" } as const;
    const one = new Walk(
      specification([
        net({
          start: ["s"],
          tasks: {
            s: { to: ["sub", "sub.1"] },
            sub: { to: ["j"], decomposition: "inner", instances: many },
            "sub.1": { to: ["j"], decomposition: "inner" },
            j: { join: "and", to: ["o"] },
          },
        }),
        net({ id: "inner", start: ["w"], tasks: { w: { to: ["o"], decomposition: "work" } } }),
      ]),
    );
    assert.equal(one.open.length, 3);
    assert.equal(Object.keys(one.state.nets).length, 4);
    one.perform("w");
    one.perform("w");
    one.perform("w");
    assert.equal(one.state.status, "completed");
  });

  it("fills the label of an item from the data of the net", () => {
    const root = net(
      {
        start: ["a"],
        tasks: {
          a: { to: ["o"], decomposition: "work", name: "Invoice {/net/number} for {/net/nobody[1 to 'x']}!" },
        },
      },
      { locals: [{ name: "number", type: STRING, initial: "A & B" }] },
    );
    assert.equal(new Walk(specification([root])).item("a").name, "Invoice A & B for !");
  });
});
