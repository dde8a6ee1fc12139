/** Which processes are killed and frozen, and when: drawn from the seed before the run begins. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "../product/product.ts";
import type { Random } from "./random.ts";
import { PARTS, type Servers } from "./servers.ts";

export interface Disturbance {
  /** milliseconds after the people began */
  readonly at: number;
  readonly kills: readonly Part[];
  /** milliseconds between two kills of the same moment */
  readonly apart: number;
  readonly freezes: readonly { readonly part: Part; readonly millis: number }[];
}

/** What became of one. */
export interface Disturbed extends Disturbance {
  /** epoch milliseconds */
  readonly done: number;
  /** milliseconds until everything ran and was ready again; absent when the next one came first */
  recovered?: number;
}

type Kind = "one" | "two" | "freeze" | "freeze and kill";

/** Every seven have all kinds. */
const DECK: readonly Kind[] = ["one", "two", "freeze", "one", "freeze and kill", "two", "one"];
const FREEZABLE: readonly Part[] = ["worker", "api", "mongo"];
const FIRST_MILLIS = 1_500;
const [SHORTEST_FREEZE, LONGEST_FREEZE] = [3_000, 15_000];

export function plan(random: Random, count: number, duration: number): readonly Disturbance[] {
  const kinds: Kind[] = [];
  while (kinds.length < count) kinds.push(...random.shuffled(DECK));
  const times = Array.from({ length: count }, () => random.between(FIRST_MILLIS, duration)).toSorted(
    (a, b) => a - b,
  );
  const longest = Math.max(SHORTEST_FREEZE, Math.min(LONGEST_FREEZE, duration / 4));
  return times.map((at, index): Disturbance => {
    const parts = random.shuffled(PARTS);
    const freeze = (part: Part) => ({ part, millis: random.between(SHORTEST_FREEZE, longest) });
    const apart = random.chance(0.6) ? 0 : random.between(1, 400);
    switch (kinds[index] ?? "one") {
      case "one":
        return { at, kills: parts.slice(0, 1), apart, freezes: [] };
      case "two":
        return { at, kills: parts.slice(0, 2), apart, freezes: [] };
      case "freeze":
        return { at, kills: [], apart, freezes: [freeze(random.pick(FREEZABLE))] };
      case "freeze and kill": {
        const other = parts.find((part) => part !== "worker") ?? "mongo";
        return { at, kills: [other], apart, freezes: [freeze("worker")] };
      }
    }
  });
}

/** Does to the servers what was planned, and resolves when the last one is done and nothing is frozen any more. */
export async function disturb(
  servers: Servers,
  planned: readonly Disturbance[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<readonly Disturbed[]> {
  const began = Date.now();
  const done: Disturbed[] = [];
  const watches: Promise<void>[] = [];
  for (const disturbance of planned) {
    await sleep(Math.max(0, began + disturbance.at - Date.now()), undefined, { signal });
    for (const { part, millis } of disturbance.freezes) await servers.freeze(part, millis);
    for (const [index, part] of disturbance.kills.entries()) {
      if (index > 0) await sleep(disturbance.apart);
      await servers.kill(part);
    }
    const disturbed: Disturbed = { ...disturbance, done: Date.now() };
    done.push(disturbed);
    say(describe(disturbed));
    watches.push(watch(servers, disturbed, () => done.at(-1) === disturbed, signal));
  }
  await Promise.all(watches);
  while (servers.isFrozen && !signal.aborted) await sleep(100);
  return done;
}

const LONGEST_WATCH_MILLIS = 120_000;

async function watch(
  servers: Servers,
  disturbed: Disturbed,
  isLast: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const deadline = disturbed.done + LONGEST_WATCH_MILLIS;
  // what was killed is not seen to be gone at once
  await sleep(300);
  while (isLast() && !signal.aborted && Date.now() < deadline) {
    if (await servers.isBack()) {
      disturbed.recovered = Date.now() - disturbed.done;
      return;
    }
    await sleep(100);
  }
}

function describe({ kills, apart, freezes }: Disturbance): string {
  const parts = [
    ...(kills.length > 0
      ? [`kill -9 of ${kills.join(" and ")}${kills.length > 1 && apart > 0 ? ` (${apart} ms apart)` : ""}`]
      : []),
    ...freezes.map(({ part, millis }) => `freeze of ${part} for ${(millis / 1000).toFixed(1)} s`),
  ];
  return parts.join(", ");
}
