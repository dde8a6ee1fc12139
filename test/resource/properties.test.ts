import assert from "node:assert/strict";
import fc from "fast-check";
import { decide, needsOf, weighedFor } from "../../yawl/resource/decide.ts";
import { indexOrganisation } from "../../yawl/resource/indexed.ts";
import type { Loads } from "../../yawl/resource/loads.ts";
import type { Absence, OrganisationModel, Person } from "../../yawl/resource/organisation.ts";
import { OWN_KINDS } from "../../yawl/resource/registry.ts";
import type { Decision } from "../../yawl/work/decision.ts";
import type { Demand } from "../../yawl/work/distribution.ts";
import { FACTS, modelOf, NOW, person } from "./people.ts";

const IDS = Array.from({ length: 8 }, (_, index) => `p${index}`);
const ROLES = ["r0", "r1", "r2", "r3"];
const GROUPS = ["g0", "g1", "g2"];
const POSITIONS = ["o0", "o1", "o2"];
const CAPABILITIES = ["c0", "c1"];
const TASKS = ["a", "b"];

const ids = fc.subarray(IDS, { minLength: 2 });
const few = fc.subarray(IDS, { maxLength: 2 });
const some = (names: readonly string[]) => fc.subarray([...names], { maxLength: 3 });
/** Ids or names: names are the ids in capitals. */
const called = (names: readonly string[]) => some([...names, ...names.map((name) => name.toUpperCase())]);

const people: fc.Arbitrary<readonly Person[]> = fc
  .tuple(
    ...IDS.map((id) =>
      fc.record({
        id: fc.constant(id),
        roles: called(ROLES),
        groups: called(GROUPS),
        positions: called(POSITIONS),
        capabilities: called(CAPABILITIES).map((names) =>
          names.map((name) => ({ name, value: name.length })),
        ),
        available: fc.boolean().map((isAway) => !isAway || id < "p5"),
        locked: fc.integer({ min: 1, max: 6 }).map((dice) => dice === 6),
      }),
    ),
  )
  .map((all) => all.map(({ id, ...fields }) => person(id, fields)));

const named = (id: string) => ({ id, name: id.toUpperCase() });
/** Levels may go round in circles: nothing hangs. */
const above = (names: readonly string[]) =>
  fc.tuple(...names.map(() => fc.option(fc.constantFrom(...names), { nil: undefined })));

const absence: fc.Arbitrary<Absence> = fc
  .record({
    participant: fc.constantFrom(...IDS),
    substitute: fc.option(fc.constantFrom(...IDS), { nil: undefined }),
    from: fc.integer({ min: -2, max: 1 }),
    length: fc.integer({ min: 1, max: 3 }),
    roles: fc.option(some(ROLES), { nil: undefined }),
    specifications: fc.option(fc.constantFrom([FACTS.specification], ["other"]), { nil: undefined }),
  })
  .map(({ participant, substitute, from, length, roles, specifications }) => ({
    id: [participant, substitute, from, length, roles, specifications].join("/"),
    participant,
    from: NOW + from,
    until: NOW + from + length,
    ...(substitute === undefined ? {} : { substitute }),
    ...(roles ? { roles } : {}),
    ...(specifications ? { specifications } : {}),
  }));

const model: fc.Arbitrary<OrganisationModel> = fc
  .record({
    people,
    roles: above(ROLES),
    groups: above(GROUPS),
    positions: above(POSITIONS),
    absences: fc.array(absence, { maxLength: 6 }),
  })
  .map(({ people, roles, groups, positions, absences }) =>
    modelOf(people, {
      absences,
      capabilities: CAPABILITIES.map(named),
      roles: ROLES.map((id, index) => withAbove(named(id), "belongsTo", roles[index])),
      groups: GROUPS.map((id, index) => withAbove(named(id), "belongsTo", groups[index])),
      positions: POSITIONS.map((id, index) => ({
        ...withAbove(named(id), "reportsTo", positions[index]),
        group: GROUPS[index] ?? "g0",
      })),
    }),
  );

function withAbove<Entry extends object>(entry: Entry, key: string, value: string | undefined): Entry {
  return value === undefined ? entry : { ...entry, [key]: value };
}

const filter = fc.oneof(
  fc.constantFrom("r0", "R1|r2", "!r3").map((name) => ({ name: "role", parameters: { name } })),
  fc.constantFrom("c0", "c0 & c1", "!C1").map((Capability) => ({
    name: "CapabilityFilter",
    parameters: { Capability },
  })),
  fc.constantFrom("g0", "g1 | g2").map((OrgGroup) => ({ name: "OrgFilter", parameters: { OrgGroup } })),
  fc
    .constantFrom(
      "open <= 2",
      "role(r0) | done >= 1",
      "relation(above, a) | !did(b)",
      "!(open > 1 & role(r1))",
    )
    .map((expression) => ({ name: "where", parameters: { expression } })),
);
const constraint = fc.oneof(
  fc
    .constantFrom(...TASKS)
    .map((familiarTask) => ({ name: "SeparationOfDuties", parameters: { familiarTask } })),
  fc.constantFrom(...TASKS).map((task) => ({ name: "retain-familiar", parameters: { task } })),
  fc.constantFrom("1", "3").map((limit) => ({ name: "limit-open-items", parameters: { limit } })),
);
const allocator = fc.constantFrom(...OWN_KINDS.allocators.all).map(({ name }) => ({ name, parameters: {} }));
const did = fc.record({ task: fc.constantFrom(...TASKS), people: few });

const demand: fc.Arbitrary<Demand> = fc
  .record({
    participants: ids,
    roles: called(ROLES),
    filters: fc.array(filter, { maxLength: 2, size: "-1" }),
    constraints: fc.array(constraint, { maxLength: 2, size: "-1" }),
    familiar: fc.option(ids, { nil: undefined, freq: 4 }),
    separate: fc.array(did, { maxLength: 2, size: "-1" }),
    performed: fc.array(did, { maxLength: 2, size: "-1" }),
    chained: fc.option(ids, { nil: undefined, freq: 4 }),
    except: few,
    allocator: fc.option(allocator, { nil: undefined, freq: 2 }),
    start: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ participants, roles, filters, constraints, familiar, allocator, start, except, ...facts }) => ({
    set: { participants, roles, filters, constraints, ...(familiar ? { familiarTask: "a" } : {}) },
    participants,
    roles,
    except,
    ...(allocator ? { allocator, ...(start ? { start } : {}) } : {}),
    rules: {
      ...FACTS,
      separate: facts.separate,
      performed: facts.performed,
      seed: facts.seed,
      ...(familiar ? { familiar: { task: "a", people: familiar } } : {}),
      ...(facts.chained ? { chained: facts.chained } : {}),
    },
  }));

const count = fc.integer({ min: 0, max: 3 });
const loads: fc.Arbitrary<Loads> = fc.record({
  queues: fc.dictionary(
    fc.constantFrom(...IDS),
    fc.record({ allocated: count, started: count, suspended: count }),
  ),
  history: fc.dictionary(
    fc.constantFrom(...IDS),
    fc.record({ completed: count, allocated: count, meanToComplete: fc.nat(1000) }),
  ),
});
const piled = fc.option(fc.constantFrom(...IDS), { nil: undefined, freq: 3 });

/** Everybody who could take the item by a decision, members of roles included, with whom each acts for. */
function whoGets(decision: Decision, index: ReturnType<typeof indexOrganisation>) {
  if (decision.kind === "unoffered") return [];
  if (decision.kind === "allocated") return [{ id: decision.to, actsFor: decision.actsFor, byRole: false }];
  const { people: named, roles = [], except = [], actingFor = {} } = decision;
  return [
    ...named.map((id) => ({ id, actsFor: actingFor[id], byRole: false })),
    ...index
      .membersOf(roles)
      .filter((id) => !except.includes(id))
      .map((id) => ({ id, actsFor: undefined, byRole: true })),
  ];
}

/** Whether somebody is away, found out without the index: the roles above a role by following the links. */
function isAway({ roles, absences }: OrganisationModel, id: string, wanted: Demand): boolean {
  const idOf = (name: string) => roles.find((role) => role.id === name || role.name === name)?.id ?? name;
  const line = (name: string): readonly string[] => {
    const found: string[] = [];
    for (let at: string | undefined = idOf(name); at !== undefined && !found.includes(at);) {
      found.push(at);
      const id: string = at;
      at = roles.find((role) => role.id === id)?.belongsTo;
    }
    return found;
  };
  const reached = new Set(wanted.roles.flatMap(line));
  return absences.some(
    (each) =>
      each.participant === id &&
      each.from <= NOW &&
      NOW < each.until &&
      (each.specifications?.includes(FACTS.specification) ?? true) &&
      (each.roles?.some((role) => reached.has(idOf(role))) ?? true),
  );
}

/** Whom separation of duties keeps out, from the demand as it is. */
function separated({ set, rules }: Demand): ReadonlySet<string> {
  const tasks = new Set((set.constraints ?? []).map(({ parameters }) => parameters["familiarTask"]));
  const all = [
    ...(rules?.performed ?? []),
    ...(rules?.separate ?? []),
    ...(rules?.familiar ? [rules.familiar] : []),
  ];
  return new Set([
    ...(rules?.separate ?? []).flatMap(({ people }) => people),
    ...all.filter(({ task }) => tasks.has(task)).flatMap(({ people }) => people),
  ]);
}

describe("Whatever the organisation, the demand and the loads", () => {
  it("nobody gets an item who is locked, away, separated or gave it back, nor for somebody who is separated", () => {
    let given = 0;
    fc.assert(
      fc.property(model, demand, loads, piled, (organisation, wanted, now, pile) => {
        const index = indexOrganisation(organisation);
        const decision = decide({ demand: wanted, at: NOW, organisation: index, loads: now, piled: pile });
        assert.equal(decision.why.fault === undefined, decision.kind !== "unoffered");
        const barred = separated(wanted);
        for (const { id, actsFor, byRole } of whoGets(decision, index)) {
          given += 1;
          const who = organisation.people.find((each) => each.id === id);
          assert.ok(who, id);
          assert.ok(!barred.has(id), `${id} is separated`);
          assert.ok(!wanted.except?.includes(id), `${id} gave it back`);
          assert.ok(actsFor === undefined || !barred.has(actsFor), `${id} acts for who is separated`);
          // whoever has a role is looked at again when they take it
          if (byRole) continue;
          assert.ok(who.available && !who.locked, `${id} is not available`);
          assert.ok(!isAway(organisation, id, wanted), `${id} is absent`);
          if (actsFor !== undefined) assert.ok(isAway(organisation, actsFor, wanted), `${actsFor} is there`);
        }
      }),
      { numRuns: 800 },
    );
    assert.ok(given > 400, "hardly anybody got anything");
  });

  it("a decision does not depend on the order in which anything is given", () => {
    fc.assert(
      fc.property(model, demand, loads, piled, (organisation, wanted, now, pile) => {
        const turned: OrganisationModel = {
          ...organisation,
          people: organisation.people
            .map((each) => ({
              ...each,
              roles: each.roles.toReversed(),
              groups: each.groups.toReversed(),
              capabilities: each.capabilities.toReversed(),
            }))
            .toReversed(),
          roles: organisation.roles.toReversed(),
          groups: organisation.groups.toReversed(),
          positions: organisation.positions.toReversed(),
          absences: organisation.absences.toReversed(),
        };
        const other: Demand = {
          ...wanted,
          set: { ...wanted.set, roles: wanted.roles.toReversed() },
          roles: wanted.roles.toReversed(),
          participants: wanted.participants.toReversed(),
          except: (wanted.except ?? []).toReversed(),
        };
        const request = { at: NOW, loads: now, piled: pile };
        assert.deepEqual(
          decide({ ...request, demand: other, organisation: indexOrganisation(turned) }),
          decide({ ...request, demand: wanted, organisation: indexOrganisation(organisation) }),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("the loads of the candidates are enough to decide", () => {
    let narrowed = 0;
    fc.assert(
      fc.property(model, demand, loads, (organisation, wanted, now) => {
        const index = indexOrganisation(organisation);
        const candidates = new Set(weighedFor(wanted, NOW, index));
        const needs = needsOf(wanted);
        const read = <Value>(name: "queues" | "history", all: Readonly<Record<string, Value>>) =>
          Object.fromEntries(
            Object.entries(all).filter(([id]) => needs.includes(name) && candidates.has(id)),
          );
        const few = { queues: read("queues", now.queues), history: read("history", now.history) };
        if (candidates.size < IDS.length) narrowed += 1;
        const request = { demand: wanted, at: NOW, organisation: index };
        const { why: one, ...decision } = decide({ ...request, loads: few });
        const { why: other, ...expected } = decide({ ...request, loads: now });
        assert.deepEqual(decision, expected);
        assert.equal(one.fault, other.fault);
      }),
      { numRuns: 800 },
    );
    assert.ok(narrowed > 200);
  });
});
