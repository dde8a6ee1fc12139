/** Allocators that give everybody their turn, or all to those who know it best. */
import { historyOf, openItems } from "../loads.ts";
import type { AllocatorKind } from "../kinds.ts";
import { byChance, least } from "./least.ts";

const NEVER = -1;

function time(at: number): string {
  return at === NEVER ? "never" : new Date(at).toISOString();
}

const RANDOM: AllocatorKind = {
  part: "allocator",
  name: "RandomChoice",
  aliases: ["random-choice", "random"],
  description: "One of them by chance",
  parameters: [],
  choose: (people, _parameters, _scene, chance) => byChance(people, chance, "by chance"),
};

const SHORTEST: AllocatorKind = {
  part: "allocator",
  name: "ShortestQueue",
  aliases: ["shortest-queue"],
  description: "Who has the fewest items: allocated, started and suspended ones (R11)",
  parameters: [],
  needs: () => ["queues"],
  choose: (people, _parameters, { loads }, chance) =>
    least(people, { rank: ({ id }) => [openItems(loads, id)], say: ([open = 0]) => `${open} open` }, chance),
};

/** Whoever has one in hand is doing it: it counts from when they got it. Among several of one instant, who has fewest. */
const BY_TIME: AllocatorKind = {
  part: "allocator",
  name: "RoundRobinByTime",
  aliases: ["round-robin-by-time"],
  description: "Who has not done the task for the longest time; those who never did it first",
  parameters: [],
  needs: () => ["history"],
  choose: (people, _parameters, { loads }, chance) =>
    least(
      people,
      {
        rank: (person) => {
          const {
            lastCompletedAt = NEVER,
            lastAllocatedAt = NEVER,
            inHand = 0,
          } = historyOf(loads, person.id);
          const doing = inHand > 0 ? lastAllocatedAt : NEVER;
          return [Math.max(lastCompletedAt, doing), lastAllocatedAt, inHand];
        },
        say: ([at = NEVER]) => time(at),
      },
      chance,
    ),
};

const BY_ALLOCATION_TIME: AllocatorKind = {
  part: "allocator",
  name: "RoundRobinByAllocationTime",
  aliases: ["round-robin-by-allocation-time"],
  description: "Who was given the task the longest time ago; those who never were first",
  parameters: [],
  needs: () => ["history"],
  choose: (people, _parameters, { loads }, chance) =>
    least(
      people,
      {
        rank: (person) => {
          const { lastAllocatedAt = NEVER, inHand = 0 } = historyOf(loads, person.id);
          return [lastAllocatedAt, inHand];
        },
        say: ([at = NEVER]) => time(at),
      },
      chance,
    ),
};

const BY_LEAST_FREQUENCY: AllocatorKind = {
  part: "allocator",
  name: "RoundRobinByLeastFrequency",
  aliases: ["round-robin-by-frequency", "round-robin-by-least-frequency"],
  description: "Who has done the task the fewest times; what they have in hand counts",
  parameters: [],
  needs: () => ["history"],
  choose: (people, _parameters, { loads }, chance) =>
    least(
      people,
      {
        rank: (person) => {
          const { completed, inHand = 0 } = historyOf(loads, person.id);
          return [completed + inHand];
        },
        say: ([times = 0]) => `${times} times`,
      },
      chance,
    ),
};

const BY_EXPERIENCE: AllocatorKind = {
  part: "allocator",
  name: "RoundRobinByExperience",
  aliases: ["round-robin-by-experience"],
  description: "Who has done the task the most times",
  parameters: [],
  needs: () => ["history"],
  choose: (people, _parameters, { loads }, chance) =>
    least(
      people,
      {
        rank: (person) => [0 - historyOf(loads, person.id).completed],
        say: ([times = 0]) => `${0 - times} times`,
      },
      chance,
    ),
};

/** Allocators by chance, by turn and by load. */
export const IN_TURN: readonly AllocatorKind[] = [
  RANDOM,
  SHORTEST,
  BY_TIME,
  BY_ALLOCATION_TIME,
  BY_LEAST_FREQUENCY,
  BY_EXPERIENCE,
];
