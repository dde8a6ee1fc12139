import assert from "node:assert/strict";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Resourcing } from "../../yawl/model/specification.ts";
import { compile } from "../../yawl/net/compile.ts";
import { peopleRules } from "../../yawl/resource/people-rules.ts";
import type { NetShape } from "../net/build.ts";
import { net, specification, Walk, walkOf, WORKER } from "./walk.ts";

const TWO: NetShape = { start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["o"] } } };

/** `a` is offered by the engine to the role that `resourcing` names and to whom the net variable `who` names. */
function offered(privileges?: Resourcing["privileges"]): Walk {
  const to = {
    participants: ["bob"],
    roles: ["clerk"],
    variables: [{ name: "who", refersTo: "participant" as const }],
  };
  const resourcing: Resourcing = {
    offer: { initiator: "system", to },
    allocate: { initiator: "system" },
    start: { initiator: "user" },
    ...(privileges ? { privileges } : {}),
  };
  const root = net(TWO, {
    locals: [{ name: "who", type: STRING, initial: "eve" }],
    tasks: { a: { decomposition: "work", resourcing }, b: { decomposition: "work" } },
  });
  return new Walk(specification([root]));
}

/** What the last step did with items, in order. */
function moves(one: Walk): readonly string[] {
  return one.step.events.flatMap((event) => (event.type === "item" ? [event.move] : []));
}

describe("distribution (SEMANTICS 15)", () => {
  it("asks for whom the resourcing names, and for whom the net's variables name", () => {
    const one = offered();
    const asked = one.pendingOf("people:case.1");
    assert.ok(asked?.kind === "people");
    assert.deepEqual(Object.entries(one.state.pending), [
      [
        "people:case.1",
        {
          kind: "people",
          item: "case.1",
          since: 0,
          demand: {
            set: one.linked.nets.get("net")?.tasks.get("a")?.task.resourcing?.offer.to,
            participants: ["bob", "eve"],
            roles: ["clerk"],
            allocator: { name: "RandomChoice", parameters: {} },
            rules: {
              caseId: "case",
              specification: one.linked.specification.id,
              version: one.linked.specification.version,
              net: "net",
              task: "a",
              seed: asked.demand.rules?.seed,
            },
          },
        },
      ],
    ]);
  });

  it("sends the values of the net's variables that its rules ask for, as they are then", () => {
    const read = readDialect(`mizzen: 1
id: x
version: "1"
data: { n: { type: integer, default: 5 }, who: string, r: { type: array, default: [law, tax] }, other: { type: integer, default: 1 } }
start: a
tasks:
  a: { offer: { where: 'years($r) >= $n & !participant($who)' }, output: [n], next: b }
  b: { offer: { roles: [r], constraints: [{ name: limit-open-items, with: { limit: $n } }] }, next: end }
`);
    assert.ok(read.ok, JSON.stringify(read));
    const made = compile(read.value.specification, undefined, peopleRules());
    assert.ok(made.ok, JSON.stringify(made));
    const one = new Walk(made.value.compiled);
    const asked = (task: string): unknown => {
      const found = one.pendingOf(`people:${one.item(task).id}`);
      return found?.kind === "people" ? found.demand.rules?.values : found;
    };
    assert.deepEqual(asked("a"), { n: 5, r: ["law", "tax"] });
    one.give("a", { type: "allocate", to: "bob" });
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "complete", data: { n: 7 } }, WORKER);
    assert.deepEqual(asked("b"), { n: 7 });
  });

  it("offers the item to the people found; with nobody it waits for an administrator", () => {
    const one = offered();
    one.found("case.1", []);
    assert.equal(one.item("a").status, "unoffered");
    assert.deepEqual(moves(one), ["unoffered"]);
    assert.deepEqual(one.pending, []);
    const two = offered();
    two.pass(5);
    two.found("case.1", ["eve", "bob", "eve"]);
    assert.deepEqual(moves(two), ["offered"]);
    assert.deepEqual([two.item("a").offeredTo, two.item("a").offeredAt], [["bob", "eve"], 0]);
    two.give("a", { type: "reject" }, WORKER);
    assert.deepEqual([two.item("a").offeredTo, two.item("a").offeredAt], [["eve"], 0]);
    two.give("a", { type: "reject" }, { participant: "eve", manager: false });
    assert.equal(two.item("a").status, "unoffered");
  });

  it("that comes late changes nothing", () => {
    const one = offered();
    one.start("a");
    const before = one.state;
    one.found("case.1", ["bob"]);
    one.found("gone", ["bob"]);
    assert.deepEqual(one.state, before);
    assert.deepEqual(one.step.events, []);
  });

  it("asks again when work is given back: the same people, and its last owner only if nobody else is left", () => {
    const one = offered();
    one.give("a", { type: "allocate", to: "bob" });
    one.give("a", { type: "deallocate" }, WORKER);
    const asked = one.pendingOf("people:case.1");
    assert.ok(asked?.kind === "people");
    assert.deepEqual([asked.demand.participants, asked.demand.except], [["bob", "eve"], ["bob"]]);
    assert.equal(asked.demand.allocator, undefined, "people choose now");
    assert.equal(asked.since, one.now);
    assert.equal(one.item("a").status, "unoffered");
    assert.equal(one.item("a").allocatedTo, undefined);
  });
});

describe("work that is handed on", () => {
  it("with its data or without needs a privilege for each", () => {
    const stateful = offered({ canReallocateStateful: "all" });
    stateful.give("a", { type: "allocate", to: "bob" });
    stateful.give("a", { type: "start" }, WORKER);
    stateful.give("a", { type: "save", data: { half: "done" } }, WORKER);
    const bare = { type: "reallocate", to: "eve", keepData: false } as const;
    assert.equal(stateful.refuse("a", bare, WORKER).type, "not-eligible");
    stateful.give("a", { ...bare, keepData: true }, WORKER);
    assert.deepEqual([stateful.item("a").status, stateful.item("a").draft], ["allocated", { half: "done" }]);
    const stateless = offered({ canReallocateStateless: "all" });
    stateless.give("a", { type: "allocate", to: "bob" });
    stateless.give("a", { type: "start" }, WORKER);
    stateless.give("a", { type: "save", data: { half: "done" } }, WORKER);
    assert.equal(stateless.refuse("a", { ...bare, keepData: true }, WORKER).type, "not-eligible");
    stateless.give("a", bare, WORKER);
    assert.equal(stateless.item("a").draft, undefined);
  });

  it("from a suspension is no longer suspended, and starts without firing its task again", () => {
    const one = walkOf(TWO);
    one.start("a");
    one.give("a", { type: "suspend" });
    one.give("a", { type: "reallocate", to: "bob", keepData: true });
    assert.equal(one.item("a").suspended, undefined);
    one.give("a", { type: "start" }, WORKER);
    one.give("a", { type: "complete", data: {} }, WORKER);
    assert.deepEqual(one.open, ["b"]);
  });
});
