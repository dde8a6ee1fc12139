import assert from "node:assert/strict";
import { failedTasks, whereabouts } from "../../yawl/case/inspect.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Actor, CommandMessage, ItemCommand } from "../../yawl/work/command.ts";
import type { NetShape } from "../net/build.ts";
import { MANAGER, net, specification, Walk, walkOf, WORKER, xquery } from "./walk.ts";

const TWO: NetShape = { start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["o"] } } };

describe("a command that is repeated", () => {
  it("by the same person answers the item as it is: claim, start, suspend, resume", () => {
    const one = walkOf(TWO);
    one.give("a", { type: "offer", to: ["bob"] });
    for (const type of [
      "claim",
      "claim",
      "start",
      "claim",
      "start",
      "suspend",
      "suspend",
      "resume",
      "resume",
    ] as const) {
      one.give("a", { type }, WORKER);
    }
    assert.equal(one.item("a").status, "started");
    one.give("a", { type: "start" }, WORKER);
    assert.equal(one.step.events.length, 0, "nothing happened");
  });

  it("by somebody else is refused", () => {
    const one = walkOf(TWO);
    one.give("a", { type: "offer", to: ["bob", "eve"] });
    one.give("a", { type: "claim" }, WORKER);
    const eve = { participant: "eve", manager: false };
    assert.equal(one.refuse("a", { type: "claim" }, eve).type, "wrong-state");
    assert.equal(one.refuse("a", { type: "start" }, eve).type, "not-eligible");
  });
});

describe("keys of commands", () => {
  it("make any command safe to repeat, whatever has happened since", () => {
    const one = walkOf(TWO);
    const { id } = one.item("a");
    const allocate = { item: id, by: MANAGER, command: { type: "allocate", to: "bob" }, key: "k1" } as const;
    one.accept(allocate);
    one.give("a", { type: "deallocate" }, WORKER);
    one.give("a", { type: "allocate", to: "eve" });
    one.accept(allocate);
    assert.equal(one.step.events.length, 0, "nothing happened");
    assert.equal(one.item("a").allocatedTo, "eve");
    one.accept({ ...allocate, key: "k2" });
    assert.equal(one.item("a").allocatedTo, "bob", "another key is another command");
  });

  it("are conflicts with another command, and somebody else's own", () => {
    const one = walkOf(TWO);
    const { id } = one.item("a");
    one.accept({ item: id, by: MANAGER, command: { type: "offer", to: ["bob"] }, key: "k1" });
    const other = { item: id, by: MANAGER, command: { type: "offer", to: ["eve"] }, key: "k1" } as const;
    assert.equal(one.refuseMessage(other).type, "submission-conflict");
    one.accept({ item: id, by: WORKER, command: { type: "claim" }, key: "k1" });
    assert.equal(one.item("a").status, "allocated");
  });

  it("distinguish two commands of one person that look alike", () => {
    const one = walkOf(TWO);
    const { id } = one.item("a");
    one.give("a", { type: "allocate", to: "bob" });
    const back = { item: id, by: WORKER, command: { type: "deallocate" } } as const;
    one.accept({ ...back, key: "k1" });
    one.accept({ ...back, key: "k1" });
    assert.equal(one.step.events.length, 0, "the same one again");
    assert.equal(one.refuseMessage({ ...back, key: "k2" }).type, "wrong-state");
  });

  it("of a refused command are free again", () => {
    const one = walkOf(TWO);
    const { id } = one.item("a");
    const start = { item: id, by: WORKER, command: { type: "start" }, key: "k1" } as const;
    assert.equal(one.refuseMessage(start).type, "wrong-state");
    one.give("a", { type: "allocate", to: "bob" });
    one.accept(start);
    assert.equal(one.item("a").status, "started");
  });
});

describe("submission ids", () => {
  it("make a repeated completion safe, also after the item and the case have ended", () => {
    const one = walkOf(TWO);
    const { id } = one.start("a");
    const complete = { type: "complete", data: {}, submissionId: "s1" } as const;
    one.accept({ item: id, by: MANAGER, command: complete });
    one.accept({ item: id, by: MANAGER, command: complete });
    assert.deepEqual([one.open, one.step.events], [["b"], []]);
    one.perform("b");
    one.accept({ item: id, by: MANAGER, command: complete });
    assert.equal(one.state.status, "completed");
  });

  it("with other content or for another item are a conflict", () => {
    const one = walkOf(TWO);
    const { id } = one.start("a");
    one.give("a", { type: "complete", data: {}, submissionId: "s1" });
    const other = { type: "complete", data: { x: 1 }, submissionId: "s1" } as const;
    assert.equal(one.refuseMessage({ item: id, by: MANAGER, command: other }).type, "submission-conflict");
    one.start("b");
    assert.equal(
      one.refuse("b", { type: "complete", data: {}, submissionId: "s1" }).type,
      "submission-conflict",
    );
  });

  it("of a refused completion are free again", () => {
    const one = walkOf(TWO);
    one.start("a");
    assert.equal(
      one.refuse("a", { type: "complete", data: { x: 1 }, submissionId: "s1" }).type,
      "invalid-data",
    );
    one.give("a", { type: "complete", data: {}, submissionId: "s1" });
    assert.deepEqual(one.open, ["b"]);
  });

  it("are taken by whoever made them: somebody else's is no repetition", () => {
    const one = walkOf(TWO);
    const { id } = one.start("a");
    const complete = { type: "complete", data: {}, submissionId: "s1" } as const;
    one.accept({ item: id, by: MANAGER, command: complete });
    assert.equal(one.refuseMessage({ item: id, by: WORKER, command: complete }).type, "wrong-state");
  });

  it("are remembered with the last two hundred items that ended; the state does not grow with them", () => {
    const one = walkOf({ start: ["a"], tasks: { a: { to: ["a"] } } });
    for (let number = 1; number <= 210; number += 1) {
      one.start("a");
      one.give("a", { type: "complete", data: {}, submissionId: `s${number}` });
    }
    const repeat = (number: number): CommandMessage => ({
      item: `case.${number}`,
      by: MANAGER,
      command: { type: "complete", data: {}, submissionId: `s${number}` },
    });
    assert.equal(one.state.ended.length, 200);
    one.accept(repeat(11));
    assert.deepEqual(one.step.events, []);
    assert.equal(one.refuseMessage(repeat(10)).type, "not-found");
  });
});

describe("a command that changed whose work it is", () => {
  const eve = { participant: "eve", manager: false };

  /** `a` is Bob's. */
  function bobs(): Walk {
    const one = walkOf(TWO);
    one.give("a", { type: "offer", to: ["bob", "eve"] });
    one.give("a", { type: "claim" }, WORKER);
    return one;
  }

  function nothingHappens(one: Walk, command: ItemCommand, by: Actor): void {
    one.restart();
    one.give("a", command, by);
    assert.deepEqual(one.step.events, [], command.type);
  }

  it("is answered when it comes again, though the item is no longer theirs", () => {
    const one = bobs();
    one.give("a", { type: "deallocate" }, WORKER);
    nothingHappens(one, { type: "deallocate" }, WORKER);
    one.give("a", { type: "offer", to: ["bob", "eve"] });
    one.give("a", { type: "reject" }, WORKER);
    nothingHappens(one, { type: "reject" }, WORKER);
    one.give("a", { type: "claim" }, eve);
    nothingHappens(one, { type: "reject" }, WORKER);
    assert.equal(
      one.refuse("a", { type: "reject" }, { participant: "zoe", manager: false }).type,
      "wrong-state",
    );
  });

  it("is done again when the item is theirs again", () => {
    const one = bobs();
    one.give("a", { type: "deallocate" }, WORKER);
    one.give("a", { type: "offer", to: ["bob"] });
    one.give("a", { type: "claim" }, WORKER);
    one.give("a", { type: "deallocate" }, WORKER);
    assert.equal(one.item("a").status, "unoffered");
    one.give("a", { type: "allocate", to: "bob" });
    one.give("a", { type: "start" }, WORKER);
    assert.equal(one.refuse("a", { type: "deallocate" }, WORKER).type, "wrong-state", "it was not done now");
  });

  it("is another one when it names somebody else, or leaves the data", () => {
    const one = bobs();
    one.give("a", { type: "delegate", to: "eve" });
    nothingHappens(one, { type: "delegate", to: "eve" }, MANAGER);
    one.give("a", { type: "delegate", to: "bob" });
    assert.equal(one.item("a").allocatedTo, "bob");
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "save", data: { half: "done" } }, WORKER);
    one.give("a", { type: "reallocate", to: "eve", keepData: true });
    nothingHappens(one, { type: "reallocate", to: "eve", keepData: true }, MANAGER);
    assert.equal(
      one.refuse("a", { type: "reallocate", to: "eve", keepData: false }).type,
      "wrong-state",
      "it is not started any more",
    );
  });

  it("is remembered for the ends as well: who skipped it, and nobody else", () => {
    const one = walkOf(TWO);
    const { id } = one.item("a");
    one.give("a", { type: "skip" });
    one.accept({ item: id, by: MANAGER, command: { type: "skip" } });
    assert.deepEqual([one.open, one.step.events], [["b"], []]);
    const other = { participant: "boss", manager: true };
    assert.equal(one.refuseMessage({ item: id, by: other, command: { type: "skip" } }).type, "wrong-state");
    assert.equal(
      one.refuseMessage({ item: "case.9", by: MANAGER, command: { type: "skip" } }).type,
      "not-found",
    );
  });

  it("says of a suspension from what and by whom it came", () => {
    const one = bobs();
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "suspend" });
    assert.deepEqual(one.item("a").suspended, { from: "started", by: MANAGER.participant });
    nothingHappens(one, { type: "suspend" }, MANAGER);
    nothingHappens(one, { type: "claim" }, WORKER);
    one.give("a", { type: "resume" });
    nothingHappens(one, { type: "resume" }, MANAGER);
    assert.deepEqual([one.item("a").status, one.item("a").suspended], ["started", undefined]);
  });
});

describe("commands on a case", () => {
  it("suspend it: items wait as they are; resume lets them go on", () => {
    const one = walkOf(TWO);
    one.start("a");
    one.case({ type: "suspend-case" });
    one.case({ type: "suspend-case" });
    assert.equal(one.refuse("a", { type: "complete", data: {} }).type, "wrong-state");
    assert.equal(one.refuseMessage({ by: MANAGER, command: { type: "retry" } }).type, "wrong-state");
    one.case({ type: "resume-case" });
    one.case({ type: "resume-case" });
    one.finish("a");
    assert.deepEqual(one.open, ["b"]);
  });

  it("cancel it, also when it is suspended: every item ends, with the reason", () => {
    const one = walkOf({
      start: ["a"],
      tasks: { a: { to: ["b", "c"] }, b: { to: ["o"] }, c: { to: ["o"] } },
    });
    one.perform("a");
    one.start("b");
    one.case({ type: "suspend-case" });
    one.case({ type: "cancel-case", reason: "no longer wanted" });
    assert.deepEqual([one.state.status, one.state.reason], ["cancelled", "no longer wanted"]);
    assert.deepEqual([one.state.items, one.state.nets], [{}, {}]);
    const ends = one.step.events.flatMap((event) => (event.type === "item" ? [event.item.status] : []));
    assert.deepEqual(ends, ["cancelled", "cancelled"]);
    one.case({ type: "cancel-case" });
    for (const type of ["suspend-case", "resume-case", "retry"] as const) {
      assert.equal(one.refuseMessage({ by: MANAGER, command: { type } }).type, "wrong-state");
    }
  });

  it("are for managers only", () => {
    const one = walkOf(TWO);
    assert.equal(one.refuseMessage({ by: WORKER, command: { type: "cancel-case" } }).type, "not-eligible");
  });

  it("retry what failed: the exit of a composite task waits, with its net, for its data to be mended", () => {
    const root = net(
      { start: ["sub"], tasks: { sub: { to: ["next"] }, next: { to: ["o"] } } },
      {
        locals: [{ name: "x", type: STRING }],
        tasks: {
          sub: {
            decomposition: "inner",
            completedMappings: [{ query: xquery("/inner/x[. != 'bad']"), mapsTo: "x" }],
          },
          next: { decomposition: "work" },
        },
      },
    );
    const inner = net(
      { id: "inner", start: ["w"], tasks: { w: { to: ["o"] } } },
      {
        outputs: [{ name: "x", type: STRING, initial: "bad" }],
        tasks: { w: { decomposition: "work" } },
      },
    );
    const one = new Walk(specification([root, inner]));
    one.perform("w");
    assert.deepEqual(
      failedTasks(one.state).map(({ task }) => task),
      ["sub"],
    );
    assert.deepEqual(whereabouts(one.state).busy, { net: ["sub"], "net/sub": [] });
    assert.equal(one.state.status, "running");
    one.case({ type: "retry" });
    assert.equal(failedTasks(one.state).length, 1, "nothing has changed");
    const nested = one.state.nets["net/sub"] ?? assert.fail();
    one.mend({ ...one.state, nets: { ...one.state.nets, "net/sub": { ...nested, data: { x: "good" } } } });
    one.case({ type: "retry" });
    assert.deepEqual([one.open, one.data], [["next"], { x: "good" }]);
  });
});

describe("a message that is no command", () => {
  it("is a fault with a pointer, and the case goes on", () => {
    const one = walkOf(TWO);
    const item = "case.1";
    const wrong: readonly (readonly [unknown, string])[] = [
      [undefined, ""],
      [[], ""],
      [{ command: { type: "retry" } }, "/by"],
      [{ by: MANAGER }, "/command"],
      [{ item: 5, by: MANAGER, command: { type: "start" } }, "/item"],
      [{ item, by: MANAGER, command: { type: "toString" } }, "/command/type"],
      [{ item, by: MANAGER, command: { type: "suspend-case" } }, "/command/type"],
      [{ by: MANAGER, command: { type: "start" } }, "/command/type"],
      [{ item, by: MANAGER, command: { type: "offer", to: "bob" } }, "/command/to"],
      [{ item, by: MANAGER, command: { type: "complete" } }, "/command/data"],
      [{ item, by: MANAGER, command: { type: "complete", data: { x: new Map() } } }, "/command/data"],
      [
        { item, by: MANAGER, command: { type: "save", data: JSON.parse(`{"__proto__":1}`) } },
        "/command/data",
      ],
    ];
    for (const [message, pointer] of wrong) {
      const decided = one.try(message as CommandMessage);
      assert.ok(!decided.ok && decided.fault.type === "invalid-data");
      assert.equal(decided.fault.details?.[0]?.pointer, pointer, JSON.stringify(message));
    }
    let deep: unknown = 1;
    for (let level = 0; level < 5_000; level += 1) deep = [deep];
    const decided = one.try({
      item,
      by: MANAGER,
      command: { type: "save", data: { deep } },
    } as CommandMessage);
    assert.ok(!decided.ok && decided.fault.type === "too-large");
    assert.equal(
      one.refuseMessage({ item: "__proto__", by: MANAGER, command: { type: "start" } }).type,
      "not-found",
    );
  });
});
