import assert from "node:assert/strict";
import type { CompiledTask } from "../../yawl/net/compiled.ts";
import type { ItemCommand, ItemCommandType } from "../../yawl/work/command.ts";
import type { ItemStatus, WorkItem } from "../../yawl/work/item.ts";
import { possibleCommands, type TaskPrivilege } from "../../yawl/work/lifecycle.ts";
import { privilegesOf } from "../../yawl/work/privileges.ts";
import { net, specification, Walk, work } from "../case/walk.ts";

const COMMANDS: Readonly<Record<ItemCommandType, ItemCommand>> = {
  offer: { type: "offer", to: ["eve"] },
  allocate: { type: "allocate", to: "eve" },
  claim: { type: "claim" },
  reject: { type: "reject" },
  start: { type: "start" },
  save: { type: "save", data: {} },
  complete: { type: "complete", data: {} },
  suspend: { type: "suspend" },
  resume: { type: "resume" },
  deallocate: { type: "deallocate" },
  delegate: { type: "delegate", to: "eve" },
  reallocate: { type: "reallocate", to: "eve", keepData: true },
  skip: { type: "skip" },
  "add-instance": { type: "add-instance", data: {} },
  retry: { type: "retry" },
  fail: { type: "fail" },
  callback: { type: "callback", data: {} },
  "claim-and-start": { type: "claim-and-start" },
  chain: { type: "chain" },
  redistribute: { type: "redistribute" },
  restart: { type: "restart" },
  "force-complete": { type: "force-complete" },
};

const OPEN = ["unoffered", "offered", "allocated", "started", "suspended"] as const;
const PEOPLE = ["stranger", "offeree", "owner", "manager"] as const;

/** Where each command leads from where, and who may give it: `owner+` needs a privilege of the task. */
const EXPECTED: Readonly<
  Record<ItemCommandType, readonly (readonly [ItemStatus, ItemStatus, ...string[]])[]>
> = {
  offer: [
    ["unoffered", "offered", "manager"],
    ["offered", "offered", "manager"],
    ["allocated", "offered", "manager"],
    ["started", "offered", "manager"],
    ["suspended", "offered", "manager"],
  ],
  allocate: [
    ["unoffered", "allocated", "manager"],
    ["offered", "allocated", "manager"],
    ["allocated", "allocated", "manager"],
    ["started", "allocated", "manager"],
    ["suspended", "allocated", "manager"],
  ],
  "claim-and-start": [
    ["offered", "started", "offeree"],
    ["allocated", "started", "owner"],
  ],
  chain: [
    ["offered", "started", "offeree"],
    ["allocated", "started", "owner"],
  ],
  redistribute: [
    ["unoffered", "unoffered", "manager"],
    ["offered", "unoffered", "manager"],
    ["allocated", "unoffered", "manager"],
  ],
  restart: [
    ["started", "started", "manager"],
    ["suspended", "started", "manager"],
  ],
  "force-complete": OPEN.map((from) => [from, "completed", "manager"] as const),
  claim: [["offered", "allocated", "offeree"]],
  reject: [["offered", "unoffered", "offeree"]],
  start: [["allocated", "started", "owner"]],
  save: [["started", "started", "owner"]],
  complete: [["started", "completed", "owner"]],
  suspend: [["started", "suspended", "owner+", "manager"]],
  resume: [["suspended", "started", "owner", "manager"]],
  deallocate: [["allocated", "unoffered", "owner+", "manager"]],
  delegate: [["allocated", "allocated", "owner+", "manager"]],
  reallocate: [
    ["started", "allocated", "owner+", "manager"],
    ["suspended", "allocated", "owner+", "manager"],
  ],
  skip: [
    ["unoffered", "skipped", "manager"],
    ["offered", "skipped", "manager"],
    ["allocated", "skipped", "owner+", "manager"],
  ],
  // for tasks whose instances are created dynamically only, which this one is not
  "add-instance": [],
  // for items that connectors perform only
  retry: [],
  fail: [],
  callback: [],
};

/** What the same person may ask again, and is answered by the item as it is. */
const REPEATED: readonly (readonly [ItemCommandType, ItemStatus])[] = [
  ["claim", "allocated"],
  ["claim", "started"],
  ["claim", "suspended"],
  ["claim-and-start", "started"],
  ["start", "started"],
  ["suspend", "suspended"],
  ["resume", "started"],
];

const ALL: readonly TaskPrivilege[] = [
  "canSuspend",
  "canReallocateStateless",
  "canReallocateStateful",
  "canDeallocate",
  "canDelegate",
  "canSkip",
  "canPile",
];

/** A case whose only item stands there; `bob` has it offered or owns it. */
function itemAt(status: (typeof OPEN)[number], privileges: readonly TaskPrivilege[]): Walk {
  const resourcing = {
    offer: { initiator: "user" },
    allocate: { initiator: "user" },
    start: { initiator: "user" },
    privileges: Object.fromEntries(privileges.map((privilege) => [privilege, "all" as const])),
  } as const;
  const shape = { start: ["a"], tasks: { a: { to: ["o"] } } };
  const root = net(shape, { tasks: { a: { decomposition: "none", resourcing } } });
  const one = new Walk(specification([root], [work("none")]));
  if (status === "unoffered") return one;
  one.give("a", { type: "offer", to: ["bob"] });
  if (status === "offered") return one;
  one.give("a", { type: "allocate", to: "bob" });
  const bob = { participant: "bob", manager: false };
  if (status === "allocated") return one;
  one.give("a", { type: "start" }, bob);
  if (status === "suspended") one.give("a", { type: "suspend" }, { participant: "ann", manager: true });
  return one;
}

describe("the life cycle of a work item", () => {
  for (const type of Object.keys(COMMANDS) as ItemCommandType[]) {
    for (const from of OPEN) {
      it(`${type} from ${from} is for exactly those whom the table names`, () => {
        const rule = EXPECTED[type].find(([status]) => status === from);
        for (const person of PEOPLE) {
          for (const privileges of [ALL, []]) check(type, from, person, privileges, rule);
        }
      });
    }
  }

  function check(
    type: ItemCommandType,
    from: (typeof OPEN)[number],
    person: (typeof PEOPLE)[number],
    privileges: readonly TaskPrivilege[],
    rule: readonly [ItemStatus, ItemStatus, ...string[]] | undefined,
  ): void {
    const isBob = person === "offeree" || person === "owner";
    const isThere = isBob && (person === "offeree") === (from === "offered") && from !== "unoffered";
    if (isBob && !isThere) return;
    const by = { participant: isBob ? "bob" : person, manager: person === "manager" };
    const one = itemAt(from, privileges);
    const item = one.item("a");
    const place = `${person} with ${privileges.length} privileges`;
    const [, to, ...who] = rule ?? [from, from];
    const mayDo = who.includes(person) || (who.includes(`${person}+`) && privileges.length > 0);
    const isRepeated =
      person === "owner" && REPEATED.some(([command, status]) => command === type && status === from);
    const possible = possibleCommands(item, by, new Set(privileges));
    const isShown = mayDo && type !== "claim-and-start";
    assert.equal(possible.includes(type), isShown, `${place}: shown as possible`);
    if (!mayDo && !isRepeated) {
      const fault = one.refuse("a", COMMANDS[type], by);
      assert.ok(fault.type === "wrong-state" || fault.type === "not-eligible", place);
      if (rule) assert.equal(fault.type, "not-eligible", place);
      return;
    }
    one.accept({ item: item.id, by, command: COMMANDS[type] });
    const moved = one.step.events.findLast((event) => event.type === "item");
    assert.equal(moved?.type === "item" ? moved.item.status : from, isRepeated ? from : to, place);
  }

  it("has an end from which nothing leads on", () => {
    const one = itemAt("started", []);
    const { id } = one.item("a");
    one.accept({ item: id, by: { participant: "bob", manager: false }, command: COMMANDS.complete });
    for (const command of Object.values(COMMANDS)) {
      const by = { participant: "bob", manager: true };
      assert.equal(one.refuseMessage({ item: id, by, command }).type, "wrong-state");
    }
  });

  it("shows an ended item nothing that can be done", () => {
    const item: WorkItem = { ...itemAt("started", []).item("a"), status: "completed" };
    assert.deepEqual(possibleCommands(item, { participant: "bob", manager: true }, new Set(ALL)), []);
  });
});

describe("privileges of a task (SEMANTICS 15)", () => {
  const task = (privileges?: Readonly<Record<string, "all">>): CompiledTask => ({
    id: "a",
    name: "a",
    join: "xor",
    split: "and",
    from: [],
    flows: [],
    starting: [],
    completed: [],
    resourcing: {
      offer: { initiator: "user" },
      allocate: { initiator: "user" },
      start: { initiator: "user" },
      ...(privileges ? { privileges } : {}),
    },
  });

  it("are pausing and giving back where the specification says nothing, else what it grants to all", () => {
    assert.deepEqual([...privilegesOf(undefined)], ["canSuspend", "canDeallocate"]);
    assert.deepEqual([...privilegesOf(task())], ["canSuspend", "canDeallocate"]);
    assert.deepEqual([...privilegesOf(task({ canSkip: "all", unknown: "all" }))], ["canSkip"]);
    assert.deepEqual([...privilegesOf(task({}))], []);
  });
});
