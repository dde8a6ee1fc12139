import assert from "node:assert/strict";
import { performersOf } from "../../yawl/case/performers.ts";
import type { Actor } from "../../yawl/work/command.ts";
import { net, specification, Walk, walkOf } from "./walk.ts";

function done(one: Walk, task: string, participant: string, place = 0): void {
  const by: Actor = { participant, manager: false };
  one.give(task, { type: "allocate", to: participant }, { participant: "boss", manager: true }, place);
  one.give(task, { type: "start" }, by, place);
  one.give(task, { type: "complete", data: {} }, by, place);
}

describe("who did what in a case", () => {
  it("is known by task over the rounds of a loop, each person once, the last at the end", () => {
    const one = walkOf({ start: ["a"], tasks: { a: { to: ["a"] } } });
    for (const person of ["bob", "eve", "eve", "bob"]) done(one, "a", person);
    one.restart();
    assert.deepEqual(performersOf(one.state, "net", "a"), ["eve", "bob"]);
    assert.deepEqual(performersOf(one.state, "net", "constructor"), []);
  });

  it("is known over the instances of a nested net", () => {
    const root = net(
      { start: ["two"], tasks: { two: { to: ["next"], split: "and" }, next: { to: ["o"] } } },
      {
        tasks: {
          two: {
            decomposition: "sub",
            instances: { minimum: 2, maximum: 2, threshold: 2, creation: "static" },
          },
          next: { decomposition: "work" },
        },
      },
    );
    const sub = {
      ...net({ start: ["a"], tasks: { a: { to: ["o"] } } }, { tasks: { a: { decomposition: "work" } } }),
      id: "sub",
      root: "sub",
    };
    const one = new Walk(specification([root, sub]));
    done(one, "a", "bob");
    done(one, "a", "eve");
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(performersOf(one.state, "sub", "a"), ["bob", "eve"]);
  });

  it("is written before what the completion enables looks for people", () => {
    const one = walkOf({ start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["o"] } } });
    done(one, "a", "bob");
    const order = one.step.events.flatMap((event) => (event.type === "item" ? [event.move] : []));
    assert.deepEqual(order, ["completed", "created"]);
    assert.deepEqual(performersOf(one.state, "net", "a"), ["bob"]);
  });

  it("does not name whoever skips, and forgets those who were there longest ago", () => {
    const one = walkOf({ start: ["a"], tasks: { a: { to: ["a"] } } });
    one.give("a", { type: "skip" });
    assert.deepEqual(one.state.performers, []);
    for (let number = 0; number < 105; number += 1) done(one, "a", `p${number}`);
    const people = performersOf(one.state, "net", "a");
    assert.deepEqual([people.length, people[0], people.at(-1)], [100, "p5", "p104"]);
  });
});
