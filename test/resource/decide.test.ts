import assert from "node:assert/strict";
import { candidatesOf, needsOf, weighedFor } from "../../yawl/resource/decide.ts";
import { tallyOf } from "../../yawl/resource/tally.ts";
import { NO_LOADS } from "../../yawl/resource/loads.ts";
import { decided, demand, NOW, organisation, outcome, person } from "./people.ts";

const HOUR = 3_600_000;
const ROLES = [
  { id: "clerk", name: "Clerk" },
  { id: "senior", name: "Senior clerk", belongsTo: "clerk" },
];
const away = (participant: string, more: object = {}) => ({
  id: `away-${participant}`,
  participant,
  from: NOW - HOUR,
  until: NOW + HOUR,
  ...more,
});
const allocator = (name: string) => ({ name, parameters: {} });

describe("A distribution", () => {
  const ann = person("ann", { roles: ["clerk"] });
  const bob = person("bob", { roles: ["Senior clerk"] });
  const cem = person("cem");
  const office = organisation([cem, bob, ann], { roles: ROLES });

  it("offers to a role by its id, and names those besides who are named", () => {
    const offer = outcome(decided(office, demand({ roles: ["Clerk"], participants: ["cem"] })));
    assert.deepEqual(offer, { kind: "offered", people: ["cem"], roles: ["clerk"] });
  });

  it("offers to the people that it names, as far as they are there", () => {
    const decision = decided(office, demand({ participants: ["cem", "dora", "ann"] }));
    assert.deepEqual(outcome(decision), { kind: "offered", people: ["ann", "cem"] });
    assert.deepEqual(decision.why.steps[0]?.dropped, [
      { participant: "dora", reason: 'there is no participant "dora"' },
    ]);
  });

  it("leaves an item unoffered when nobody can get it, and says why", () => {
    const locked = organisation([person("ann", { roles: ["clerk"], locked: true })], { roles: ROLES });
    const { kind, why } = decided(locked, demand({ roles: ["clerk"] }));
    assert.equal(kind, "unoffered");
    assert.equal(why.fault, "Nobody is left who could get it.");
    assert.deepEqual(why.steps.at(-1)?.dropped, [{ participant: "ann", reason: "is locked" }]);
  });

  it("keeps out of an offer to a role who did what has to be separate, and who gave it back", () => {
    const separate = [{ task: "draft", people: ["bob", "cem"] }];
    const asked = demand({ roles: ["clerk"], participants: ["cem"] }, { rules: { separate }, except: [] });
    assert.deepEqual(outcome(decided(office, asked)), {
      kind: "offered",
      people: [],
      roles: ["clerk"],
      except: ["bob"],
    });
    const back = demand({ roles: ["clerk"] }, { rules: { separate }, except: ["ann"] });
    assert.equal(decided(office, back).kind, "unoffered");
  });

  it("names the people where an offer to a role would have to leave out more than a hundred", () => {
    const many = Array.from({ length: 150 }, (_, index) => person(`p${1000 + index}`, { roles: ["clerk"] }));
    const people = many.slice(0, 101).map(({ id }) => id);
    const asked = demand({ roles: ["clerk"] }, { rules: { separate: [{ task: "draft", people }] } });
    const decision = decided(organisation(many, { roles: ROLES }), asked);
    const expected = many.slice(101).map(({ id }) => id);
    assert.deepEqual(outcome(decision), { kind: "offered", people: expected });
    const [, step] = decision.why.steps;
    assert.equal(step?.dropped.length, 25);
    assert.equal(step?.more, 76);
  });

  it("goes to who did the familiar task, whoever the set names", () => {
    const familiar = { task: "draft", people: ["cem", "gone"] };
    const asked = demand({ roles: ["clerk"], familiarTask: "draft" }, { rules: { familiar } });
    assert.deepEqual(outcome(decided(office, asked)), { kind: "offered", people: ["cem"] });
    const nobody = demand({ roles: ["clerk"], familiarTask: "draft" });
    assert.equal(decided(office, nobody).kind, "unoffered");
  });

  it("gives it to the first who chains and may have it, and starts it", () => {
    const chained = ["cem", "bob", "ann"];
    const asked = demand({ roles: ["clerk"] }, { rules: { chained }, allocator: allocator("RandomChoice") });
    assert.deepEqual(outcome(decided(office, asked)), {
      kind: "allocated",
      to: "bob",
      by: "chain",
      start: true,
    });
    const back = { ...asked, except: ["bob"] };
    assert.deepEqual(outcome(decided(office, back)), {
      kind: "allocated",
      to: "ann",
      by: "chain",
      start: true,
    });
  });

  it("gives it to who piles the task, unless they must not have it", () => {
    const asked = demand({ roles: ["clerk"] });
    assert.deepEqual(outcome(decided(office, asked, { piled: "cem" })), {
      kind: "allocated",
      to: "cem",
      by: "pile",
      start: true,
    });
    const separate = demand(
      { roles: ["clerk"] },
      { rules: { separate: [{ task: "draft", people: ["cem"] }] } },
    );
    const decision = decided(office, separate, { piled: "cem" });
    assert.equal(decision.kind, "offered");
    assert.deepEqual(decision.why.steps[0]?.dropped, [
      { participant: "cem", reason: 'did the task "draft" in this case' },
    ]);
  });

  it("allocates by an allocator, and starts where the task says so", () => {
    const asked = demand({ roles: ["clerk"] }, { allocator: allocator("ShortestQueue"), start: true });
    const loads = { queues: { ann: { allocated: 1, started: 0, suspended: 2 } }, history: {} };
    const decision = decided(office, asked, { loads });
    assert.deepEqual(outcome(decision), { kind: "allocated", to: "bob", by: "allocator", start: true });
    assert.equal(decision.why.steps.at(-1)?.note, "bob: 0 open; ann: 3 open");
    assert.equal(decision.why.seed, undefined);
  });

  it("says of a rule that it does not know what is meant, and offers to nobody", () => {
    const asked = demand({ roles: ["clerk"] }, { allocator: allocator("ShortestQeue") });
    const { kind, why } = decided(office, asked);
    assert.equal(kind, "unoffered");
    assert.equal(why.fault, 'There is no allocator "ShortestQeue". Did you mean "ShortestQueue"?');
  });

  it("gives several items at once to those who have the fewest by then", () => {
    const asked = demand({ roles: ["clerk"] }, { allocator: allocator("ShortestQueue") });
    const tally = tallyOf(NO_LOADS);
    const given = [0, 1, 2, 3].map(() => {
      const decision = decided(office, asked, { loads: tally.loads });
      tally.count(decision, NOW);
      return decision.kind === "allocated" ? decision.to : "";
    });
    assert.deepEqual(given.toSorted(), ["ann", "ann", "bob", "bob"]);
    assert.deepEqual(NO_LOADS, { queues: {}, history: {} });
  });
});

describe("Somebody who is absent", () => {
  const people = ["ann", "bob", "cem", "dora"].map((id) =>
    person(id, { roles: id === "ann" ? ["clerk"] : [] }),
  );
  const office = (absences: readonly ReturnType<typeof away>[]) =>
    organisation(people, { roles: ROLES, absences });

  it("has a substitute, who stands for them", () => {
    const there = office([away("ann", { substitute: "bob" })]);
    assert.deepEqual(outcome(decided(there, demand({ participants: ["ann"] }))), {
      kind: "offered",
      people: ["bob"],
      actingFor: { bob: "ann" },
    });
    const asked = demand({ participants: ["ann"] }, { allocator: allocator("RandomChoice") });
    assert.deepEqual(outcome(decided(there, asked)), {
      kind: "allocated",
      to: "bob",
      by: "allocator",
      actsFor: "ann",
    });
    assert.deepEqual(candidatesOf(asked, NOW, there), ["bob"]);
    assert.deepEqual(weighedFor(asked, NOW, there), ["ann", "bob"]);
    assert.equal(decided(there, asked, { at: NOW + HOUR }).kind, "allocated");
    assert.deepEqual(outcome(decided(there, demand({ participants: ["ann"] }), { at: NOW + HOUR })), {
      kind: "offered",
      people: ["ann"],
    });
  });

  it("says which substitute must not have it, and why", () => {
    const asked = demand(
      { participants: ["ann"] },
      { rules: { separate: [{ task: "draft", people: ["bob"] }] } },
    );
    const decision = decided(office([away("ann", { substitute: "bob" })]), asked);
    assert.equal(decision.kind, "unoffered");
    assert.deepEqual(decision.why.steps.at(-1), {
      step: "substitute",
      rule: "substitutes of those who are absent",
      kept: 0,
      dropped: [{ participant: "bob", reason: 'did the task "draft" in this case' }],
    });
  });

  it("has the substitute's substitute where that one is absent, too, and nobody where it goes round", () => {
    const chain = [away("ann", { substitute: "bob" }), away("bob", { substitute: "cem" })];
    assert.deepEqual(outcome(decided(office(chain), demand({ participants: ["ann"] }))), {
      kind: "offered",
      people: ["cem"],
      actingFor: { cem: "ann" },
    });
    const round = [...chain, away("cem", { substitute: "ann" })];
    assert.equal(decided(office(round), demand({ participants: ["ann"] })).kind, "unoffered");
  });

  it("is so for some roles or specifications only, where the absence says it", () => {
    const scoped = office([away("ann", { substitute: "bob", roles: ["Clerk"] })]);
    assert.deepEqual(outcome(decided(scoped, demand({ participants: ["ann"] }))), {
      kind: "offered",
      people: ["ann"],
    });
    assert.deepEqual(outcome(decided(scoped, demand({ roles: ["clerk"] }))), {
      kind: "offered",
      people: ["bob"],
      roles: ["clerk"],
      actingFor: { bob: "ann" },
    });
    const other = office([away("ann", { substitute: "bob", specifications: ["claims"] })]);
    assert.deepEqual(outcome(decided(other, demand({ participants: ["ann"] }))), {
      kind: "offered",
      people: ["ann"],
    });
  });

  it("is not replaced by somebody who must not do it", () => {
    const there = office([away("ann", { substitute: "bob" })]);
    const separate = [{ task: "draft", people: ["bob"] }];
    assert.equal(
      decided(there, demand({ participants: ["ann"] }, { rules: { separate } })).kind,
      "unoffered",
    );
    const own = [{ task: "draft", people: ["ann"] }];
    const asked = demand({ participants: ["ann"] }, { rules: { separate: own } });
    assert.equal(decided(there, asked).kind, "unoffered");
    assert.equal(decided(there, demand({ participants: ["ann"] }, { except: ["bob"] })).kind, "unoffered");
  });
});

describe("What a decision needs", () => {
  it("is what its rules look at", () => {
    assert.deepEqual(needsOf(demand({ roles: ["clerk"] })), []);
    assert.deepEqual(needsOf(demand({}, { allocator: allocator("ShortestQueue") })), ["queues"]);
    assert.deepEqual(needsOf(demand({}, { allocator: allocator("fastest-to-start") })), ["history"]);
  });
});
