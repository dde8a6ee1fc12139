/**
 * How long it takes to decide who gets an item, in process, one thread: 10,000 people with roles, positions, groups and
 * capabilities. `npm run bench -- resource`.
 */
import { decide, weighedFor } from "../../yawl/resource/decide.ts";
import { indexOrganisation } from "../../yawl/resource/indexed.ts";
import type { Loads } from "../../yawl/resource/loads.ts";
import type { OrganisationModel, Person } from "../../yawl/resource/organisation.ts";
import { tallyOf } from "../../yawl/resource/tally.ts";
import type { Demand } from "../../yawl/work/distribution.ts";
import { median, table } from "../report.ts";

const PEOPLE = 10_000;
const ROUNDS = 41;
const WARM_UP_ROUNDS = 10;
const NOW = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;

/** Prints the times of the index, of decisions by rules of several kinds, and of many at once. */
export function benchResource(): void {
  const model = organisation();
  const index = indexOrganisation(model);
  const loads = loadsOf(model.people);
  const decided = (demand: Demand) => () => {
    decide({ demand, at: NOW, organisation: index, loads });
  };
  const filters = [
    { name: "CapabilityFilter", parameters: { Capability: "Skill 1 & Skill 2 | Skill 3" } },
    { name: "OrgFilter", parameters: { OrgGroup: "Division 1" } },
    {
      name: "where",
      parameters: {
        expression: '(years("Skill 3") >= 5 | role("Role 4")) & !position("Position 7") & open <= 6',
      },
    },
  ];
  const constraints = [
    { name: "SeparationOfDuties", parameters: { familiarTask: "draft" } },
    { name: "limit-open-items", parameters: { limit: "5" } },
  ];
  const everybody = { participants: [], roles: ["staff"] };
  const narrowed = demandOf({ ...everybody, filters, constraints });
  table(
    [`${PEOPLE} people, in process, one thread`, "ms", "most ms", "goal"],
    [
      row("index of the organisation", () => indexOrganisation(model), ""),
      row("3 filters and 2 constraints: who is eligible", decided(narrowed), "20"),
      row("the same: whose loads have to be read", () => weighedFor(narrowed, NOW, index), "20"),
      row(
        "the same, and the shortest queue",
        decided({ ...narrowed, allocator: { name: "ShortestQueue", parameters: {} } }),
        "20",
      ),
      row("offer to a role of all of them", decided(demandOf(everybody)), "20"),
      row(
        "the shortest queue of all of them",
        decided({ ...demandOf(everybody), allocator: { name: "ShortestQueue", parameters: {} } }),
        "20",
      ),
      row("500 items at once, shortest queue of a role of 500", () => batch(index, loads), ""),
    ],
  );
}

function batch(index: ReturnType<typeof indexOrganisation>, loads: Loads): void {
  const tally = tallyOf(loads);
  const demand = {
    ...demandOf({ participants: [], roles: ["Role 3"] }),
    allocator: { name: "ShortestQueue", parameters: {} },
  };
  for (let item = 0; item < 500; item += 1) {
    tally.count(decide({ demand, at: NOW, organisation: index, loads: tally.loads }), NOW);
  }
}

function row(name: string, run: () => unknown, goal: string): readonly string[] {
  const rounds = name.startsWith("500") ? 5 : ROUNDS;
  for (let round = 0; round < Math.min(WARM_UP_ROUNDS, rounds); round += 1) run();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return [name, median(times).toFixed(1), Math.max(...times).toFixed(1), goal];
}

function demandOf(set: Demand["set"]): Demand {
  return {
    set,
    participants: set.participants,
    roles: set.roles,
    rules: {
      caseId: "c1",
      specification: "contracts",
      version: "1.0",
      net: "main",
      task: "review",
      separate: [{ task: "draft", people: ["p00017", "p00019", "p05000"] }],
      seed: 7,
    },
  };
}

/** 20 roles below one that everybody has, 40 positions in 20 groups of 4 divisions, 30 capabilities; one in 50 is absent. */
function organisation(): OrganisationModel {
  const many = <Entry>(count: number, entry: (index: number) => Entry): Entry[] =>
    Array.from({ length: count }, (_, index) => entry(index));
  const people = many(PEOPLE, (index): Person => {
    const skills = [index % 30, (index * 7) % 30, (index * 11 + 3) % 30];
    return {
      id: `p${String(index).padStart(5, "0")}`,
      name: `Person ${index}`,
      roles: [`r${index % 20}`],
      positions: [`o${index % 40}`],
      groups: [],
      capabilities: [...new Set(skills)].map((skill) => ({
        name: `Skill ${skill}`,
        value: (index % 13) + 1,
      })),
      available: index % 20 !== 0,
      locked: index % 100 === 3,
    };
  });
  return {
    version: 1,
    people,
    roles: [
      { id: "staff", name: "Staff" },
      ...many(20, (index) => ({ id: `r${index}`, name: `Role ${index}`, belongsTo: "staff" })),
    ],
    positions: many(40, (index) => ({
      id: `o${index}`,
      name: `Position ${index}`,
      group: `g${index % 20}`,
      ...(index === 0 ? {} : { reportsTo: `o${Math.floor(index / 3)}` }),
    })),
    groups: [
      ...many(4, (index) => ({ id: `d${index}`, name: `Division ${index}` })),
      ...many(20, (index) => ({ id: `g${index}`, name: `Group ${index}`, belongsTo: `d${index % 4}` })),
    ],
    capabilities: many(30, (index) => ({ id: `k${index}`, name: `Skill ${index}` })),
    absences: people
      .filter((_, index) => index % 50 === 1)
      .map(({ id }, index) => ({
        id: `a${index}`,
        participant: id,
        from: NOW - HOUR,
        until: NOW + HOUR,
        substitute: `p${String((index * 37) % PEOPLE).padStart(5, "0")}`,
      })),
  };
}

function loadsOf(people: readonly Person[]): Loads {
  const queue = (index: number) => ({ allocated: index % 4, started: index % 2, suspended: index % 3 });
  return {
    queues: Object.fromEntries(people.map(({ id }, index) => [id, queue(index)])),
    history: {},
  };
}
