/**
 * How quick interpretation is, without Temporal, in one thread: items a second, time for one step of a large net, and how
 * the state grows. `npm run bench -- net`.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { link } from "../../yawl/net/linked.ts";
import { openCase } from "../../yawl/run/open-case.ts";
import { median, table } from "../report.ts";
import { drivable, drive } from "./drive.ts";
import { broad, oneString, sequence, trip, workedOrJoin } from "./specifications.ts";

/** Reference files, where they lie beside the project. */
const REFERENCE_FILES = "../shared/yawl/specs";

const ROUNDS = 7;
const WARM_UP_ROUNDS = 4;
const ROUND_MILLISECONDS = 150;

/** Prints the speed and growth of the interpreter. */
export async function benchNet(): Promise<void> {
  await printThroughput();
  console.log("");
  printLargeNets();
  console.log("");
  printStateSize();
}

async function printThroughput(): Promise<void> {
  const rows: { name: string; specification: CompiledSpecification | undefined; goal: number }[] = [
    { name: "sequence of 20 tasks", specification: sequence(20), goal: 26_000 },
    { name: "trip: OR-split, mappings", specification: trip(), goal: 6_000 },
    { name: "maketrip1 (file)", specification: await fromFile("maketrip1.xml"), goal: 6_000 },
    { name: "OR-join with cancellation", specification: workedOrJoin(), goal: 11_000 },
    {
      name: "ORjoinWorkedExample (file)",
      specification: await fromFile("ORjoinWorkedExample.xml"),
      goal: 11_000,
    },
    { name: "one string in and out, 20 tasks", specification: oneString(20), goal: 4_600 },
  ];
  table(
    ["in process, one thread", "items/s", "items/s of processor time", "goal"],
    rows.flatMap(({ name, specification, goal }) => {
      if (!specification) return [];
      const { clock, processor } = speedOf(specification);
      return [[name, number(clock), number(processor), number(goal)]];
    }),
  );
}

interface Speed {
  /** items a second by the clock */
  readonly clock: number;
  /** items a second of processor time, all threads of the process: steadier where others use the machine, too */
  readonly processor: number;
}

/** Medians of some rounds, after some that warm up. Every round makes the same random choices. */
function speedOf(specification: CompiledSpecification): Speed {
  const subject = drivable(specification);
  const rounds: Speed[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    let items = 0;
    let random = 1;
    const choose = (open: number): number => {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((random / 2 ** 32) * open);
    };
    const begin = performance.now();
    const processor = process.cpuUsage();
    let elapsed = 0;
    while (elapsed < ROUND_MILLISECONDS) {
      items += drive(subject, { choose, limit: 200 });
      elapsed = performance.now() - begin;
    }
    const used = process.cpuUsage(processor);
    const speed = { clock: (items / elapsed) * 1e3, processor: (items / (used.user + used.system)) * 1e6 };
    if (round >= 0) rounds.push(speed);
  }
  return {
    clock: median(rounds.map(({ clock }) => clock)),
    processor: median(rounds.map(({ processor }) => processor)),
  };
}

async function fromFile(name: string): Promise<CompiledSpecification | undefined> {
  const file = `${REFERENCE_FILES}/${name}`;
  if (!existsSync(file)) return undefined;
  const read = readSpecification(await readFile(file, "utf8"), "application/xml");
  const compiled = read.ok ? compile(read.value.specification) : read;
  return compiled.ok ? compiled.value.compiled : undefined;
}

/** Time for a step against the size of the net: a step must not look at more of it than it changes. */
function printLargeNets(): void {
  const sizes = [10, 100, 1_000, 10_000];
  const rows = [
    ["one after the other", sequence],
    ["all at once", broad],
  ] as const;
  table(
    ["a step, median (largest), in µs", ...sizes.map((size) => `${number(size)} tasks`)],
    rows.map(([name, make]) => [name, ...sizes.map((size) => stepTimes(make(size)))]),
  );
}

/** Starts and completes some items of one case and times each step; the launch and the first task do not count. */
function stepTimes(specification: CompiledSpecification): string {
  const linked = link(specification);
  const by = { participant: "driver", manager: true };
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const opened = openCase({ linked });
    if (!opened.ok) throw new Error(opened.fault.message);
    const running = opened.value;
    for (let count = 1; count <= 9; count += 1) {
      const [item = ""] = Object.keys(running.state.items);
      for (const command of [
        { type: "allocate", to: "driver" },
        { type: "start" },
        { type: "complete", data: {} },
      ] as const) {
        const begin = performance.now();
        const answer = running.send({ item, by, command });
        const elapsed = performance.now() - begin;
        if (!answer.ok) throw new Error(answer.fault.message);
        if (round > 0 && count > 1) times.push(elapsed * 1000);
      }
    }
  }
  return `${number(median(times))} (${number(Math.max(...times))})`;
}

/** The state holds what is marked and busy; the net's own size does not show in it. */
function printStateSize(): void {
  const sizes = [10, 100, 1_000];
  const rows = [
    ["one after the other: one task enabled", sequence],
    ["all at once: every task enabled", broad],
  ] as const;
  table(
    ["largest state, in bytes of JSON", ...sizes.map((size) => `${number(size)} tasks`)],
    rows.map(([name, make]) => [
      name,
      ...sizes.map((size) => {
        let largest = 0;
        drive(drivable(make(size)), {
          limit: 2,
          onStep: (state) => (largest = Math.max(largest, JSON.stringify(state).length)),
        });
        return number(largest);
      }),
    ]),
  );
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en");
}
