/**
 * Two or more ways to do the same on the same servers: in turn, round by round, and the ratio is taken within each round,
 * so that a busy machine slows all of them alike.
 */
import { randomBytes } from "node:crypto";
import type { Client } from "@temporalio/client";
import { median, table } from "./report.ts";

export interface Contender {
  readonly name: string;
  readonly taskQueue: string;
  /** runs one case from its start to its end; the workflow's id is the case id */
  run(client: Client, caseId: string): Promise<void>;
}

export interface Contest {
  readonly cases: number;
  /** cases that run at the same time */
  readonly atOnce: number;
  /** things that a case does and that are counted */
  readonly perCase: number;
  readonly rounds: number;
  /** what is counted, for the table: `items` */
  readonly unit: string;
}

/** What one round of one contender showed. */
interface Figures {
  readonly perSecond: number;
  readonly events: number;
  readonly bytes: number;
}

/** Runs the contest and prints it; ratios are those of the first contender to each of the others. */
export async function compete(
  client: Client,
  contenders: readonly Contender[],
  contest: Contest,
): Promise<void> {
  for (const contender of contenders) {
    await round(client, contender, { ...contest, cases: Math.min(10, contest.cases) });
  }
  const rows = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  for (let number = 0; number < contest.rounds; number += 1) {
    // who goes first changes with every round, so that nobody always finds the servers warmer or fuller
    const order = number % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) rows.get(contender.name)?.push(await round(client, contender, contest));
  }
  report(rows, contest.unit);
}

async function round(client: Client, contender: Contender, contest: Contest): Promise<Figures> {
  const prefix = `${contender.name.replaceAll(/\W+/g, "-")}-${randomBytes(4).toString("hex")}`;
  const ids = Array.from({ length: contest.cases }, (_, index) => `${prefix}-${index}`);
  const waiting = [...ids];
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: contest.atOnce }, async () => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await contender.run(client, id);
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  const sample = ids.slice(0, 5);
  const executions = (await Promise.all(sample.map((id) => executionsOf(client, id)))).flat();
  const described = await Promise.all(executions.map((id) => client.workflow.getHandle(id).describe()));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const counted = sample.length * contest.perCase;
  return {
    perSecond: (contest.cases * contest.perCase) / seconds,
    events: sum(described.map(({ historyLength }) => historyLength)) / counted,
    bytes: sum(described.map(({ historySize }) => historySize ?? 0)) / counted,
  };
}

/** The workflow of a case, and those of its blocks. */
async function executionsOf(client: Client, id: string): Promise<readonly string[]> {
  const found = [id];
  for await (const { workflowId } of client.workflow.list({ query: `WorkflowId STARTS_WITH "${id}."` }))
    found.push(workflowId);
  return found;
}

function report(rows: ReadonlyMap<string, readonly Figures[]>, unit: string): void {
  const one = unit.replace(/s$/, "");
  table(
    ["", `${unit}/s`, `events/${one}`, `history bytes/${one}`],
    [...rows].map(([name, figures]) => [
      name,
      median(figures.map(({ perSecond }) => perSecond)).toFixed(1),
      median(figures.map(({ events }) => events)).toFixed(1),
      median(figures.map(({ bytes }) => bytes)).toFixed(0),
    ]),
  );
  const [[first, ours] = ["", []], ...others] = rows;
  for (const [name, theirs] of others) {
    const ratios = ours.map(({ perSecond }, index) => perSecond / (theirs[index]?.perSecond ?? NaN));
    const shown = ratios.map((ratio) => ratio.toFixed(2)).join(", ");
    console.log(
      `ratio ${first} / ${name}: ${median(ratios).toFixed(2)} (median of ${ratios.length} rounds: ${shown})`,
    );
  }
}
