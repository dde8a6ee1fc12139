/**
 * Random people give random commands on work of a case with duties that have to be separate, while others of the organisation come,
 * go, are absent and are stood for. Whatever they do, nobody has both duties, and each item is in exactly one queue.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { CaseState } from "../../yawl/case/state.ts";
import type { Resourcing } from "../../yawl/model/specification.ts";
import type { CompiledSpecification, TaskRef } from "../../yawl/net/compiled.ts";
import { decide } from "../../yawl/resource/decide.ts";
import { indexOrganisation } from "../../yawl/resource/indexed.ts";
import type { Absence, Person } from "../../yawl/resource/organisation.ts";
import { openCase, type OpenCase } from "../../yawl/run/open-case.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import { net, specification, work } from "../case/walk.ts";
import { runs } from "./runs.ts";

const PEOPLE = ["ann", "bob", "cid", "dan", "eve"] as const;
const TASKS = ["a", "b", "c"] as const;
/** `a` and `b` are not one person's, nor are `b` and `c`; `a` and `b` run side by side, `c` may lead back to them. */
const PAIRS: readonly (readonly [string, string])[] = [
  ["a", "b"],
  ["b", "c"],
];

const command = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<ItemCommand>({ type: "claim" }, { type: "start" }) },
  { weight: 4, arbitrary: fc.constant<ItemCommand>({ type: "complete", data: {} }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom<ItemCommand>(
      { type: "claim-and-start" },
      { type: "chain" },
      { type: "reject" },
      { type: "deallocate" },
      { type: "suspend" },
      { type: "resume" },
      { type: "skip" },
      { type: "restart" },
      { type: "redistribute" },
      { type: "force-complete" },
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom("delegate", "reallocate", "allocate", "offer"), fc.constantFrom(...PEOPLE))
      .map(([type, to]): ItemCommand => {
        switch (type) {
          case "reallocate":
            return { type, to, keepData: true };
          case "offer":
            return { type, to: [to] };
          case "delegate":
            return { type, to };
          default:
            return { type: "allocate", to };
        }
      }),
  },
);

const move = fc.record({
  person: fc.constantFrom(...PEOPLE),
  manager: fc.boolean(),
  place: fc.nat(5),
  command,
  /** the organisation answers only after the next commands */
  waits: fc.boolean(),
});

const absence = fc
  .record({
    participant: fc.constantFrom(...PEOPLE),
    substitute: fc.constantFrom(...PEOPLE),
    from: fc.nat(40),
  })
  .map(({ participant, substitute, from }, id = 0): Absence => ({
    id: `${participant}-${id}`,
    participant,
    from,
    until: from + 20,
    substitute,
  }));

const setup = fc.record({
  roles: fc.array(fc.boolean(), { minLength: PEOPLE.length, maxLength: PEOPLE.length }),
  absences: fc.array(absence, { maxLength: 3 }),
  allocates: fc.boolean(),
  starts: fc.boolean(),
  piled: fc.option(fc.constantFrom(...PEOPLE), { nil: undefined }),
  seed: fc.nat(),
});

function specificationFor(allocates: boolean, starts: boolean): CompiledSpecification {
  const resourcing: Resourcing = {
    offer: { initiator: "system", to: { participants: ["ann"], roles: ["clerk"] } },
    allocate: {
      initiator: allocates ? "system" : "user",
      ...(allocates ? { allocator: { name: "RandomChoice", parameters: {} } } : {}),
    },
    start: { initiator: starts ? "system" : "user" },
    privileges: { canSuspend: "all", canDelegate: "all", canReallocateStateful: "all", canSkip: "all" },
  };
  const people = { decomposition: "form", resourcing };
  const compiled = specification(
    [
      net(
        {
          start: ["s"],
          tasks: {
            s: { to: ["a", "b"] },
            a: { to: ["j"] },
            b: { to: ["j"] },
            j: { join: "and", to: ["c"] },
            c: { to: ["o"] },
          },
        },
        { tasks: { a: people, b: people, c: people } },
      ),
    ],
    [work("form")],
  );
  const separate = (id: string): readonly TaskRef[] =>
    PAIRS.filter((pair) => pair.includes(id)).map(([one, other]) => ({
      net: "net",
      task: one === id ? other : one,
    }));
  const only = compiled.nets["net"];
  assert.ok(only);
  const tasks = Object.entries(only.tasks).map(
    ([id, task]) =>
      [
        id,
        TASKS.some((name) => name === id)
          ? { ...task, people: { separate: separate(id), mayPile: true as const } }
          : task,
      ] as const,
  );
  return { ...compiled, nets: { net: { ...only, tasks: Object.fromEntries(tasks) } } };
}

const SPECIFICATIONS = new Map(
  [true, false].flatMap((allocates) =>
    [true, false].map((starts) => [`${allocates}/${starts}`, specificationFor(allocates, starts)] as const),
  ),
);

/** Who has, did or answers for work of a task. */
function holders(state: CaseState, task: string): ReadonlySet<string> {
  const people = new Set(state.performers.find((each) => each.task === task)?.people ?? []);
  for (const item of Object.values(state.items)) {
    if (item.task !== task) continue;
    if (item.allocatedTo !== undefined) people.add(item.allocatedTo);
    if (item.actsFor !== undefined) people.add(item.actsFor);
  }
  return people;
}

function check(state: CaseState): void {
  for (const [one, other] of PAIRS) {
    const both = [...holders(state, one)].filter((id) => holders(state, other).has(id));
    // what was decided for somebody who took the other in the meantime is looked at again at once
    const isDue = Object.values(state.pending).some(({ kind }) => kind === "start");
    if (!isDue) assert.deepEqual(both, [], `both ${one} and ${other}`);
  }
  const started = new Set<string>();
  for (const item of Object.values(state.items)) {
    const isOwned = item.allocatedTo !== undefined;
    const isOffered = item.offeredTo.length > 0 || (item.offeredToRoles ?? []).length > 0;
    assert.equal(isOwned, ["allocated", "started", "suspended"].includes(item.status), item.status);
    assert.equal(isOffered, item.status === "offered", `${item.id} is ${item.status}`);
    if (item.status === "started") assert.ok(!started.has(item.id));
    started.add(item.id);
  }
}

describe("Work that is distributed", () => {
  it("is never one person's where duties are to be separate, and always in one queue", () => {
    fc.assert(
      fc.property(setup, fc.array(move, { maxLength: 30 }), (given, moves) => {
        const compiled = SPECIFICATIONS.get(`${given.allocates}/${given.starts}`);
        assert.ok(compiled);
        const opened = openCase({ specification: compiled, seed: given.seed });
        assert.ok(opened.ok);
        const one = opened.value;
        const organisation = indexOrganisation({
          version: 1,
          people: PEOPLE.map((id, index) => person(id, given.roles[index] === true)),
          roles: [{ id: "clerk", name: "Clerk" }],
          positions: [],
          groups: [],
          capabilities: [],
          absences: given.absences,
        });
        const find = (): void => {
          const found = one.findPeople(({ demand }) =>
            decide({
              demand,
              at: one.clock.now,
              organisation,
              loads: { queues: {}, history: {} },
              piled: given.piled,
            }),
          );
          assert.ok(found.ok);
          check(one.state);
          one.clock.advance(0);
          check(one.state);
        };
        find();
        for (const { person: participant, manager, place, command: asked, waits } of moves) {
          give(one, participant, manager, place, asked);
          check(one.state);
          one.clock.advance(1);
          if (!waits) find();
        }
      }),
      runs(300),
    );
  }).timeout(0);
});

function person(id: string, isClerk: boolean): Person {
  return {
    id,
    name: id,
    roles: isClerk ? ["clerk"] : [],
    positions: [],
    groups: [],
    capabilities: [],
    available: true,
    locked: false,
  };
}

function give(one: OpenCase, participant: string, manager: boolean, place: number, asked: ItemCommand): void {
  const items = Object.values(one.state.items);
  const item = items[place % Math.max(1, items.length)];
  if (!item) return;
  one.send({ item: item.id, by: { participant, manager, roles: ["clerk"] }, command: asked });
}
