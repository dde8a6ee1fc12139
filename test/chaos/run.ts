/**
 * `npm run chaos`: kills processes at random while people work, and then checks that nothing was acknowledged that the cases
 * do not have, and that what is shown is what is true. CASES (40), KILLS (12), SECONDS (8 for each kill, at least 20), SEED (random;
 * the same seed plans the same). With `--operators` or OPERATORS=1 also what operators do with Temporal's command line. Exit code 1 when something does not hold.
 */
import { parseArgs } from "node:util";
import { chaos } from "./chaos.ts";
import { describeViolations, report } from "./report.ts";

const MOST_OF_A_CASE = 8;
/** After a signal: for the servers to stop in order. */
const LEAVE_MILLIS = 40_000;

const cases = number("CASES", 40);
const kills = number("KILLS", 12);
const seconds = number("SECONDS", Math.max(20, kills * 8));
const seed = process.env["SEED"] || String(Math.floor(Math.random() * 1_000_000));

const { values } = parseArgs({ options: { operators: { type: "boolean" } } });
const operators = values.operators === true || process.env["OPERATORS"] === "1";

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const) {
  process.on(signal, () => {
    stopped.abort(new Error(`stopped by ${signal}`));
    setTimeout(() => process.exit(130), LEAVE_MILLIS).unref();
  });
}

const settings = `SEED=${seed} CASES=${cases} KILLS=${kills} SECONDS=${seconds}${operators ? " OPERATORS=1" : ""}`;
console.log(settings);
try {
  const began = Date.now();
  const say = (line: string): void =>
    console.log(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
  const outcome = await chaos({ cases, kills, seed, seconds, operators, signal: stopped.signal, say });
  console.log(`\n${report(outcome)}`);
  for (const { status, what } of outcome.ledger.broken.slice(0, 10))
    console.log(`answer ${status} to ${what}`);
  const { violations } = outcome;
  if (violations.length > 0) {
    console.log("\nWhat does not hold:");
    for (const line of describeViolations(violations, MOST_OF_A_CASE)) console.log(line);
    console.log(`\nData, logs and ledger: ${outcome.dataFolder}`);
    console.log(`Again: ${settings} npm run chaos`);
  }
  // 3: nothing but moments of events that are not quite those of the case
  process.exit(violations.length === 0 ? 0 : violations.every(({ kind }) => kind === "time") ? 3 : 1);
} catch (error) {
  console.error(stopped.signal.aborted ? String(stopped.signal.reason) : error);
  process.exit(stopped.signal.aborted ? 130 : 1);
}

function number(name: string, standard: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return standard;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 100_000) return value;
  console.error(`${name} is "${text}": it has to be a whole number.`);
  process.exit(1);
}
