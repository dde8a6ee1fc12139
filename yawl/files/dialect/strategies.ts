/** The words of the dialect for YAWL's allocators: `ShortestQueue` is `shortest-queue`. */
import { ALLOCATORS } from "../../model/people-rules.ts";

/** Other words for strategies, which older files have. */
const OTHER_WORDS: Readonly<Record<string, (typeof ALLOCATORS)[number]>> = {
  "round-robin-by-frequency": "RoundRobinByLeastFrequency",
  "cheapest-to-start": "CheapestStarter",
  "cheapest-to-complete": "CheapestCompleter",
};

const BY_WORD: ReadonlyMap<string, string> = new Map<string, string>([
  ...ALLOCATORS.map((name) => [strategyOf(name), name] as const),
  ...Object.entries(OTHER_WORDS),
]);

/** The dialect's word for an allocator; its own name where it is none of YAWL's. */
export function strategyOf(allocator: string): string {
  return ALLOCATORS.some((name) => name === allocator)
    ? allocator.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
    : allocator;
}

/** The allocator that a word stands for; a word that is none of the dialect's is the allocator's own name. */
export function allocatorOf(strategy: string): string {
  return BY_WORD.get(strategy) ?? strategy;
}
