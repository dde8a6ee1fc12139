/** Allocators that give everybody their turn, or all to those who know it best. */
import { historyOf, openItems, type History } from "../loads.ts";
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

/** An allocator that takes whoever has the least rank by what they did of the task. */
function byHistory(
  { name, aliases, description }: Required<Pick<AllocatorKind, "name" | "aliases" | "description">>,
  rank: (history: History) => readonly number[],
  say: (first: number) => string,
): AllocatorKind {
  return {
    part: "allocator",
    name,
    aliases,
    description,
    parameters: [],
    needs: () => ["history"],
    choose: (people, _parameters, { loads }, chance) =>
      least(
        people,
        { rank: ({ id }) => rank(historyOf(loads, id)), say: ([first = NEVER]) => say(first) },
        chance,
      ),
  };
}

/** Whoever has one in hand is doing it: it counts from when they got it. Among several of one instant, who has fewest. */
const BY_TIME = byHistory(
  {
    name: "RoundRobinByTime",
    aliases: ["round-robin-by-time"],
    description: "Who has not done the task for the longest time; those who never did it first",
  },
  ({ lastCompletedAt = NEVER, lastAllocatedAt = NEVER, inHand = 0 }) => [
    Math.max(lastCompletedAt, inHand > 0 ? lastAllocatedAt : NEVER),
    lastAllocatedAt,
    inHand,
  ],
  time,
);

const BY_ALLOCATION_TIME = byHistory(
  {
    name: "RoundRobinByAllocationTime",
    aliases: ["round-robin-by-allocation-time"],
    description: "Who was given the task the longest time ago; those who never were first",
  },
  ({ lastAllocatedAt = NEVER, inHand = 0 }) => [lastAllocatedAt, inHand],
  time,
);

const BY_LEAST_FREQUENCY = byHistory(
  {
    name: "RoundRobinByLeastFrequency",
    aliases: ["round-robin-by-frequency", "round-robin-by-least-frequency"],
    description: "Who has done the task the fewest times; what they have in hand counts",
  },
  ({ completed, inHand = 0 }) => [completed + inHand],
  (times) => `${times} times`,
);

const BY_EXPERIENCE = byHistory(
  {
    name: "RoundRobinByExperience",
    aliases: ["round-robin-by-experience"],
    description: "Who has done the task the most times",
  },
  ({ completed }) => [0 - completed],
  (times) => `${0 - times} times`,
);

/** Allocators by chance, by turn and by load. */
export const IN_TURN: readonly AllocatorKind[] = [
  RANDOM,
  SHORTEST,
  BY_TIME,
  BY_ALLOCATION_TIME,
  BY_LEAST_FREQUENCY,
  BY_EXPERIENCE,
];
