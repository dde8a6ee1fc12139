import assert from "node:assert/strict";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Resourcing } from "../../yawl/model/specification.ts";
import type { CompiledSpecification, FindingPeople } from "../../yawl/net/compiled.ts";
import { describeEvent } from "../../yawl/view/describe.ts";
import type { NetShape } from "../net/build.ts";
import { MANAGER, net, specification, Walk, work, WORKER } from "./walk.ts";

const EVE = { participant: "eve", manager: false };
const ASKING: Resourcing = {
  offer: { initiator: "system", to: { participants: [], roles: ["clerk"] } },
  allocate: { initiator: "user" },
  start: { initiator: "user" },
};
const BY_SYSTEM: Resourcing = {
  ...ASKING,
  allocate: { initiator: "system", allocator: { name: "ShortestQueue", parameters: {} } },
  start: { initiator: "system" },
};
const TWO: NetShape = { start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["o"] } } };
/** `a` and `b` at the same time. */
const BOTH: NetShape = {
  start: ["s"],
  tasks: { s: { to: ["a", "b"] }, a: { to: ["j"] }, b: { to: ["j"] }, j: { join: "and", to: ["o"] } },
};

/** Whoever does `a` must not do `b`, and the other way round. */
const SEPARATE: Readonly<Record<string, FindingPeople>> = {
  a: { separate: [{ net: "net", task: "b" }] },
  b: { separate: [{ net: "net", task: "a" }] },
};

function walk(
  shape: NetShape,
  resourcing: Resourcing,
  people: Readonly<Record<string, FindingPeople>> = {},
): Walk {
  const outputs = [{ name: "x", type: STRING }];
  const tasks = { a: { decomposition: "form", resourcing }, b: { decomposition: "form", resourcing } };
  const compiled = specification([net(shape, { tasks })], [work("form", [], outputs)]);
  return new Walk(withPeople(compiled, people));
}

function withPeople(
  compiled: CompiledSpecification,
  people: Readonly<Record<string, FindingPeople>>,
): CompiledSpecification {
  const nets = Object.entries(compiled.nets).map(([id, one]) => {
    const tasks = Object.entries(one.tasks).map(([name, task]) => {
      const more = people[name];
      return [name, more ? { ...task, people: more } : task] as const;
    });
    return [id, { ...one, tasks: Object.fromEntries(tasks) }] as const;
  });
  return { ...compiled, nets: Object.fromEntries(nets) };
}

function idOf(one: Walk, task: string): string {
  return one.item(task).id;
}

describe("An offer to a role", () => {
  const offered = (): Walk => {
    const one = walk(TWO, ASKING);
    one.decided(idOf(one, "a"), { kind: "offered", people: [], roles: ["clerk"], except: ["dan"] });
    return one;
  };

  it("is for whoever has the role when they claim, and for nobody who is left out", () => {
    const one = offered();
    assert.equal(one.refuse("a", { type: "claim" }, WORKER).type, "not-eligible");
    const dan = { participant: "dan", manager: false, roles: ["clerk"] };
    assert.equal(one.refuse("a", { type: "claim" }, dan).type, "not-eligible");
    one.give("a", { type: "claim" }, { ...WORKER, roles: ["clerk"] });
    const { status, allocatedTo, offeredToRoles, notOfferedTo } = one.item("a");
    assert.deepEqual(
      [status, allocatedTo, offeredToRoles, notOfferedTo],
      ["allocated", "bob", undefined, undefined],
    );
  });

  it("that somebody rejects is looked at again, since only the organisation knows who is left", () => {
    const one = offered();
    one.give("a", { type: "reject" }, { ...WORKER, roles: ["clerk"] });
    assert.deepEqual(one.item("a").notOfferedTo, ["bob", "dan"]);
    const asked = one.pendingOf(`people:${idOf(one, "a")}`);
    assert.ok(asked?.kind === "people");
    assert.deepEqual(asked.demand.except, ["bob", "dan"]);
    one.decided(idOf(one, "a"), { kind: "unoffered" });
    assert.equal(one.item("a").status, "unoffered");
  });
});

describe("Work that the system allocates and starts", () => {
  it("is somebody's, and started for them at once", () => {
    const one = walk(TWO, BY_SYSTEM);
    one.decided(idOf(one, "a"), { kind: "allocated", to: "bob", by: "allocator", start: true });
    assert.equal(one.item("a").status, "allocated");
    assert.deepEqual(one.pending, ["start a"]);
    one.pass(0);
    assert.deepEqual([one.item("a").status, one.pending], ["started", []]);
    assert.deepEqual(one.marking(), {});
    one.give("a", { type: "complete", data: { x: "" } }, WORKER);
    assert.deepEqual(one.open, ["b"]);
  });

  it("is started once, also when the case goes on elsewhere before", () => {
    const one = walk(TWO, BY_SYSTEM);
    one.decided(idOf(one, "a"), { kind: "allocated", to: "bob", by: "pile", start: true });
    one.restart();
    one.pass(0);
    assert.equal(one.item("a").status, "started");
  });

  it("draws a number for its choice, which differs from item to item", () => {
    const one = walk(BOTH, BY_SYSTEM);
    const seeds = ["a", "b"].map((task) => {
      const asked = one.pendingOf(`people:${idOf(one, task)}`);
      assert.ok(asked?.kind === "people");
      return asked.demand.rules?.seed;
    });
    assert.equal(new Set(seeds).size, 2);
  });
});

describe("Separation of duties", () => {
  const started = (): Walk => {
    const one = walk(BOTH, ASKING, SEPARATE);
    for (const task of ["a", "b"]) one.give(task, { type: "offer", to: ["bob", "eve"] });
    one.give("a", { type: "claim" }, WORKER);
    return one;
  };

  it("keeps work from who has the other in hand, however they would get it", () => {
    const one = started();
    const refused = [
      one.refuse("b", { type: "claim" }, WORKER),
      one.refuse("b", { type: "claim-and-start" }, WORKER),
      one.refuse("b", { type: "chain" }, WORKER),
      one.refuse("b", { type: "allocate", to: "bob" }),
      one.refuse("b", { type: "offer", to: ["eve", "bob"] }),
    ];
    one.give("b", { type: "claim" }, EVE);
    refused.push(
      one.refuse("b", { type: "delegate", to: "bob" }),
      one.refuse("a", { type: "delegate", to: "eve" }),
    );
    one.give("b", { type: "start" }, EVE);
    refused.push(one.refuse("b", { type: "reallocate", to: "bob", keepData: true }));
    assert.deepEqual(
      refused.map(({ type }) => type),
      refused.map(() => "separation-of-duties"),
    );
    assert.match(refused[0]?.message ?? "", /"a"/);
  });

  it("is offered by hand to those members of a role who may have it, and to nobody by name who may not", () => {
    const one = started();
    assert.equal(one.refuse("b", { type: "offer", to: ["bob", "eve"] }).type, "separation-of-duties");
    const members = { type: "offer", to: ["bob", "eve", "kim"], members: ["bob", "kim"] } as const;
    one.give("b", members);
    assert.deepEqual(one.item("b").offeredTo, ["eve", "kim"]);
    const nobody = { type: "offer", to: ["bob"], members: ["bob"] } as const;
    assert.equal(one.refuse("b", nobody).type, "separation-of-duties");
    assert.deepEqual(one.item("b").offeredTo, ["eve", "kim"]);
  });

  it("keeps work from who did the other", () => {
    const one = started();
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "complete", data: { x: "" } }, WORKER);
    assert.equal(one.refuse("b", { type: "claim" }, WORKER).type, "separation-of-duties");
    one.give("b", { type: "redistribute" });
    const asked = one.pendingOf(`people:${idOf(one, "b")}`);
    assert.ok(asked?.kind === "people");
    assert.deepEqual(asked.demand.rules?.separate, [{ task: "a", people: ["bob"] }]);
  });

  it("gives work to somebody else that was decided for who has taken the other in the meantime", () => {
    const one = started();
    one.give("b", { type: "redistribute" });
    one.decided(idOf(one, "b"), { kind: "allocated", to: "bob", by: "allocator", start: true });
    one.pass(0);
    assert.deepEqual([one.item("b").status, one.pending], ["unoffered", ["people b"]]);
    one.decided(idOf(one, "b"), { kind: "allocated", to: "dan", by: "allocator", actsFor: "bob" });
    one.pass(0);
    assert.equal(one.item("b").status, "unoffered", "nor to who stands for them");
  });

  it("binds who stands for somebody, and whom they stand for", () => {
    const one = walk(BOTH, ASKING, SEPARATE);
    one.decided(idOf(one, "a"), { kind: "offered", people: ["sue"], actingFor: { sue: "bob" } });
    one.give("a", { type: "claim" }, { participant: "sue", manager: false });
    assert.equal(one.item("a").actsFor, "bob");
    for (const to of ["sue", "bob"])
      assert.equal(one.refuse("b", { type: "allocate", to }).type, "separation-of-duties");
  });

  it("has in its log for whom somebody did it", () => {
    const one = walk(TWO, ASKING);
    const sue = { participant: "sue", manager: false };
    const logged = () => one.step.events.flatMap((event) => describeEvent(event) ?? []);
    one.decided(idOf(one, "a"), { kind: "offered", people: ["sue"], actingFor: { sue: "bob" } });
    assert.deepEqual(logged()[0]?.details?.["actingFor"], { sue: "bob" });
    const commands = [{ type: "claim" }, { type: "start" }, { type: "complete", data: { x: "" } }] as const;
    for (const command of commands) {
      one.give("a", command, sue);
      const [event] = logged();
      assert.deepEqual([event?.by, event?.details?.["actsFor"]], ["sue", "bob"], command.type);
    }
  });
});

describe("Commands of the administrator", () => {
  it("complete work in place of whoever has it, with what they saved, and record nobody", () => {
    const one = walk(TWO, ASKING);
    one.give("a", { type: "allocate", to: "bob" });
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "save", data: { x: "saved" } }, WORKER);
    const { id } = one.item("a");
    one.give("a", { type: "force-complete" });
    const event = one.step.events.find((each) => each.type === "item" && each.item.id === id);
    assert.ok(event?.type === "item");
    assert.deepEqual(
      [event.move, event.item.status, event.item.output, event.by],
      ["force-completed", "completed", { x: "saved" }, MANAGER.participant],
    );
    assert.deepEqual(one.state.performers, []);
    assert.deepEqual(one.open, ["b"]);
  });

  it("complete work that nobody has begun, and refuse output that is none", () => {
    const one = walk(TWO, ASKING);
    assert.equal(one.refuse("a", { type: "force-complete", data: { x: 1 } }).type, "invalid-data");
    one.give("a", { type: "force-complete", data: { x: "by hand" } });
    assert.deepEqual(one.open, ["b"]);
  });

  it("begin work anew, offer it again and give it to somebody else, without what was saved", () => {
    const one = walk(TWO, ASKING);
    one.give("a", { type: "allocate", to: "bob" });
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "save", data: { x: "half" } }, WORKER);
    one.give("a", { type: "restart" });
    assert.deepEqual([one.item("a").status, one.item("a").draft], ["started", undefined]);
    one.give("a", { type: "save", data: { x: "half" } }, WORKER);
    one.give("a", { type: "offer", to: ["eve"] });
    assert.deepEqual(
      [one.item("a").status, one.item("a").draft, one.item("a").allocatedTo],
      ["offered", undefined, undefined],
    );
    one.give("a", { type: "claim-and-start" }, EVE);
    one.give("a", { type: "allocate", to: "bob" });
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "complete", data: { x: "done" } }, WORKER);
    assert.deepEqual(one.open, ["b"]);
  });
});

describe("Chaining", () => {
  it("brings later work of the case to whoever chains, until they stop", () => {
    const one = walk(TWO, ASKING);
    one.give("a", { type: "offer", to: ["bob"] });
    one.give("a", { type: "chain" }, WORKER);
    assert.equal(one.item("a").status, "started");
    assert.deepEqual(one.state.chained, ["bob"]);
    one.give("a", { type: "complete", data: { x: "" } }, WORKER);
    const asked = one.pendingOf(`people:${idOf(one, "b")}`);
    assert.ok(asked?.kind === "people");
    assert.deepEqual(asked.demand.rules?.chained, ["bob"]);
    one.case({ type: "unchain", participant: "bob" });
    assert.equal(one.state.chained, undefined);
  });
});

describe("A case from before the three phases", () => {
  it("looks for people by its set alone, and refuses commands that came later", () => {
    const compiled = specification([
      net(TWO, { tasks: { a: { decomposition: "work", resourcing: ASKING }, b: { decomposition: "work" } } }),
    ]);
    const one = new Walk(compiled, {}, 1, { flags: ["whole-instance-counts", "instances-in-blocks"] });
    const asked = one.pendingOf(`people:${idOf(one, "a")}`);
    assert.ok(asked?.kind === "people");
    assert.equal(asked.demand.rules, undefined);
    one.start("a");
    assert.equal(one.refuse("a", { type: "offer", to: ["bob"] }).type, "wrong-state");
    assert.equal(one.refuse("a", { type: "allocate", to: "bob" }).type, "wrong-state");
  });
});
