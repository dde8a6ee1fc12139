/** Random tasks with instances, and what random people, connectors and operators do with them. */
import fc from "fast-check";
import type { Kind, Setup } from "./subject.ts";

/** One thing that happens; what it happens to is chosen from what is there by then. */
export interface Move {
  readonly kind: (typeof MOVES)[number];
  /** which of those that are there */
  readonly pick: number;
  readonly value: number;
}

const MOVES = [
  "complete",
  "complete",
  "complete",
  "complete",
  "complete-ended",
  "skip",
  "answer",
  "answer",
  "answer",
  "fail",
  "fail",
  "give-up",
  "retry-call",
  "cancel",
  "add",
  "add-beside",
  "control",
  "retry-failed",
  "suspend",
  "resume",
  "resume",
  "tune",
  "stop",
  "cancel-case",
  "again",
] as const;

export const MOVE: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom(...MOVES),
  pick: fc.nat(1_000_000),
  value: fc.nat(1_000_000),
});

const TOLERATE = fc.oneof(fc.nat(3), fc.record({ percent: fc.constantFrom(0, 25, 50, 100) }));

function option<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

const SETUP = fc
  .record({
    kind: fc.constantFrom<Kind>("human", "human", "call", "call", "composite", "nested"),
    count: fc.nat(6),
    extra: fc.nat(4),
    threshold: fc.oneof(
      fc.integer({ min: 1, max: 7 }),
      fc.constant(Number.MAX_SAFE_INTEGER),
      fc.integer({ min: 1, max: 5 }),
      fc.constant<"limit">("limit"),
    ),
    limit: fc.nat(6),
    isDynamic: fc.boolean(),
    atOnce: option(fc.integer({ min: 1, max: 4 })),
    tolerate: option(TOLERATE),
  })
  .map(({ extra, atOnce, tolerate, ...rest }): Setup => ({
    ...rest,
    maximum: Math.max(1, rest.count + extra),
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(tolerate === undefined ? {} : { tolerate }),
  }));

/** @param isApart whether some of the instances may be in blocks */
export function setups(isApart: boolean): fc.Arbitrary<Setup> {
  return SETUP.chain((setup) =>
    isApart
      ? fc
          .record({ inside: fc.nat(3), perBlock: option(fc.integer({ min: 1, max: 3 })) })
          .map(({ inside, perBlock }) => ({
            ...setup,
            inside,
            ...(perBlock === undefined ? {} : { perBlock }),
          }))
      : fc.constant(setup),
  );
}

/** Numbers below a bound, from a seed: in which order messages are delivered. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** How many sequences are tried: `RUNS=100000` for a long search, `SEED` and `SHRINK_PATH` to see one again. */
export function runs(usual: number): { numRuns: number; seed?: number; path?: string } {
  const { RUNS, SEED, SHRINK_PATH } = process.env;
  return {
    numRuns: Number(RUNS) > 0 ? Number(RUNS) : usual,
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    ...(SHRINK_PATH === undefined ? {} : { path: SHRINK_PATH }),
  };
}
