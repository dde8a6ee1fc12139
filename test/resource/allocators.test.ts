import assert from "node:assert/strict";
import { strategyOf } from "../../yawl/files/dialect/strategies.ts";
import { ALLOCATORS } from "../../yawl/model/people-rules.ts";
import { historyOf, NO_LOADS, type History, type Loads, type Queues } from "../../yawl/resource/loads.ts";
import type { Costs } from "../../yawl/resource/organisation.ts";
import { OWN_KINDS } from "../../yawl/resource/registry.ts";
import { tallyOf } from "../../yawl/resource/tally.ts";
import { decided, demand, NOW, organisation, person } from "./people.ts";

const MINUTE = 60_000;
const PEOPLE = ["ann", "bob", "cem"];

/** Whom an allocator chooses, with what it looked at. */
function chosen(
  name: string,
  {
    queues = {},
    history = {},
    costs = {},
    seed = 1,
  }: {
    queues?: Record<string, Partial<Queues>>;
    history?: Record<string, Partial<History>>;
    costs?: Record<string, Costs>;
    seed?: number;
  } = {},
) {
  const people = PEOPLE.map((id) => person(id, costs[id] ? { costs: costs[id] } : {}));
  const loads: Loads = {
    queues: Object.fromEntries(
      Object.entries(queues).map(([id, queue]) => [id, { allocated: 0, started: 0, suspended: 0, ...queue }]),
    ),
    history: Object.fromEntries(
      Object.entries(history).map(([id, past]) => [id, { completed: 0, allocated: 0, ...past }]),
    ),
  };
  const asked = demand({ participants: PEOPLE }, { allocator: { name, parameters: {} }, rules: { seed } });
  const decision = decided(organisation(people), asked, { loads });
  assert.equal(decision.kind, "allocated", decision.why.fault);
  return {
    to: decision.kind === "allocated" ? decision.to : "",
    note: decision.why.steps.at(-1)?.note,
    seed: decision.why.seed,
  };
}

describe("An allocator", () => {
  it("is there for every name that YAWL and the dialect have", () => {
    const words = ALLOCATORS.map(strategyOf);
    const older = ["random", "cheapest", "round-robin-by-frequency", "CheapestToStart", "CheapestToComplete"];
    for (const name of [...ALLOCATORS, ...words, ...older]) {
      assert.ok(OWN_KINDS.allocators.find(name), name);
    }
  });

  it("by chance chooses the same for the same seed, and everybody about as often", () => {
    const counts = new Map(PEOPLE.map((id) => [id, 0]));
    for (let seed = 0; seed < 3000; seed += 1) {
      const { to } = chosen("RandomChoice", { seed });
      counts.set(to, (counts.get(to) ?? 0) + 1);
    }
    for (const [id, times] of counts) assert.ok(times > 900 && times < 1100, `${id}: ${times}`);
    assert.deepEqual(chosen("RandomChoice", { seed: 5 }), chosen("random", { seed: 5 }));
    assert.equal(chosen("RandomChoice", { seed: 5 }).seed, 5);
  });

  it("by the shortest queue counts allocated, started and suspended items", () => {
    const queues = { ann: { allocated: 2 }, bob: { started: 1 }, cem: { suspended: 1, started: 1 } };
    assert.deepEqual(chosen("ShortestQueue", { queues }), {
      to: "bob",
      note: "bob: 1 open; ann: 2 open; cem: 2 open",
      seed: undefined,
    });
  });

  it("by time begins with those who never did it, then takes the least recent", () => {
    const done = { ann: { lastCompletedAt: NOW - MINUTE }, bob: { lastCompletedAt: NOW - 2 * MINUTE } };
    assert.equal(chosen("RoundRobinByTime", { history: done }).to, "cem");
    const all = { ...done, cem: { lastCompletedAt: NOW } };
    assert.equal(chosen("RoundRobinByTime", { history: all }).to, "bob");
    // who has one in hand is doing it
    const busy = { ...all, bob: { ...all.bob, inHand: 1, lastAllocatedAt: NOW - 1 } };
    assert.equal(chosen("round-robin-by-time", { history: busy }).to, "ann");
  });

  it("by allocation time looks at when people were last given it", () => {
    const history = {
      ann: { lastAllocatedAt: NOW - MINUTE, lastCompletedAt: NOW - MINUTE },
      bob: { lastAllocatedAt: NOW - 3 * MINUTE, lastCompletedAt: NOW },
      cem: { lastAllocatedAt: NOW - 2 * MINUTE },
    };
    assert.equal(chosen("RoundRobinByAllocationTime", { history }).to, "bob");
    assert.equal(
      chosen("RoundRobinByAllocationTime", { history: { ann: {}, bob: history.bob, cem: history.cem } }).to,
      "ann",
    );
  });

  it("by frequency takes who did it least, by experience who did it most", () => {
    const history = { ann: { completed: 2 }, bob: { completed: 1, inHand: 2 }, cem: { completed: 9 } };
    assert.equal(chosen("RoundRobinByLeastFrequency", { history }).to, "ann");
    assert.equal(chosen("RoundRobinByExperience", { history }).to, "cem");
    assert.equal(
      chosen("RoundRobinByExperience", { history }).note,
      "cem: 9 times; ann: 2 times; bob: 1 times",
    );
  });

  it("by speed compares the means of those of whom there are some, and goes by chance where there are none", () => {
    const history = {
      ann: { meanToAllocate: 3000, meanToStart: 1000, meanToComplete: 5000 },
      bob: { meanToAllocate: 1000, meanToStart: 9000, meanToComplete: 4000 },
    };
    assert.equal(chosen("FastestResource", { history }).to, "ann");
    assert.equal(chosen("FastestToAllocate", { history }).to, "bob");
    assert.equal(chosen("FastestToStart", { history }).to, "ann");
    assert.equal(chosen("FastestToComplete", { history }).to, "bob");
    assert.equal(chosen("FastestToComplete", { history }).note, "bob: 4.0 s; ann: 5.0 s");
    const unknown = chosen("FastestToComplete");
    assert.equal(unknown.note, "nothing is known of anybody: by chance, of 3");
    assert.equal(unknown.seed, 1);
  });

  it("by cost looks at the rate, or at what their time costs", () => {
    const costs = { ann: { perHour: 60 }, bob: { perHour: 90, perItem: 5 }, cem: { perHour: 30 } };
    const history = {
      ann: { meanToComplete: 10 * MINUTE, meanToStart: MINUTE, meanToAllocate: 9 * MINUTE },
      bob: { meanToComplete: 2 * MINUTE, meanToStart: 5 * MINUTE, meanToAllocate: MINUTE },
    };
    assert.equal(chosen("CheapestResource", { costs, history }).to, "cem");
    assert.equal(chosen("cheapest", { costs }).to, "cem");
    assert.equal(chosen("DearestResource", { costs }).to, "bob");
    assert.equal(chosen("CheapestToAllocate", { costs, history }).to, "bob");
    assert.equal(chosen("CheapestStarter", { costs, history }).to, "ann");
    assert.equal(chosen("CheapestCompleter", { costs, history }).note, "bob: 8.00; ann: 10.00");
  });

  it("says how a tie was broken", () => {
    const { to, note, seed } = chosen("ShortestQueue", { queues: { ann: { started: 1 } }, seed: 3 });
    assert.match(note ?? "", new RegExp(`^${to}: 0 open, by chance among 2 who are alike; `));
    assert.equal(seed, 3);
  });
});

describe("Decisions of one batch", () => {
  it("by turn go round, whoever did the task before", () => {
    const people = organisation(PEOPLE.map((id) => person(id)));
    const past = (completed: number, lastCompletedAt: number) => ({
      completed,
      allocated: completed,
      lastCompletedAt,
    });
    const before = {
      queues: {},
      history: { ann: past(3, NOW - 9), bob: past(3, NOW - 8), cem: past(3, NOW - 7) },
    };
    for (const name of ["RoundRobinByTime", "RoundRobinByAllocationTime", "RoundRobinByLeastFrequency"]) {
      const tally = tallyOf(before);
      const given: string[] = [];
      for (let index = 0; index < 6; index += 1) {
        const asked = demand(
          { participants: PEOPLE },
          { allocator: { name, parameters: {} }, rules: { seed: index } },
        );
        const decision = decided(people, asked, { loads: tally.loads });
        tally.count(decision, NOW + index);
        if (decision.kind === "allocated") given.push(decision.to);
      }
      assert.deepEqual(given.slice(0, 3).toSorted(), PEOPLE, name);
      assert.deepEqual(given.slice(3).toSorted(), PEOPLE, name);
      assert.equal(historyOf(tally.loads, "ann").inHand, 2);
    }
  });

  it("at the same instant go round, too", () => {
    const people = organisation(PEOPLE.map((id) => person(id)));
    const tally = tallyOf(NO_LOADS);
    const given = Array.from({ length: 9 }, (_, seed) => {
      const asked = demand(
        { participants: PEOPLE },
        { allocator: { name: "RoundRobinByTime", parameters: {} }, rules: { seed } },
      );
      const decision = decided(people, asked, { loads: tally.loads });
      tally.count(decision, NOW);
      return decision.kind === "allocated" ? decision.to : "";
    });
    for (const id of PEOPLE) assert.equal(given.filter((each) => each === id).length, 3, id);
  });

  it("count people whatever their ids are", () => {
    const ids = ["__proto__", "constructor", "hasOwnProperty"];
    const people = organisation(ids.map((id) => person(id)));
    const tally = tallyOf(NO_LOADS);
    for (let seed = 0; seed < 6; seed += 1) {
      const asked = demand(
        { participants: ids },
        { allocator: { name: "ShortestQueue", parameters: {} }, rules: { seed } },
      );
      tally.count(decided(people, asked, { loads: tally.loads }), NOW);
    }
    for (const id of ids) assert.equal(tally.loads.queues[id]?.allocated, 2, id);
  });
});
