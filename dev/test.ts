import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { startServers, type Servers } from "./servers/index.ts";
import { timeSkippingServer } from "./servers/time-skipping.ts";

// `npm test`: the checks of `npm run verify`, then every mocha test. Options: --only GLOB runs those test files and nothing else.

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const MOCHA = join(PROJECT, "node_modules", "mocha", "bin", "mocha.js");
const REPORTER = fileURLToPath(new URL("counting-reporter.ts", import.meta.url));
const CHECKS = [
  { name: "the files are formatted", script: "format:check" },
  { name: "the linter has no complaints", script: "lint" },
  { name: "the types are right", script: "types" },
  { name: "there is no dead code", script: "dead" },
];
/** Mocha that has reported and does not end has left something open; it is ended, and counted as a failure. */
const END_MS = 20_000;

const countsSchema = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });
type Counts = z.infer<typeof countsSchema>;

const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const scratch = mkdtempSync(join(tmpdir(), "mizzen-test-"));
const stopped = new AbortController();
let servers: Servers | undefined;

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "disconnect"] as const)
  process.once(signal, () => void giveUp());

let total: Counts = { passed: 0, failed: 0, skipped: 0 };
try {
  total = sum(values.only === undefined ? await runAll() : [await runWithServers(values.only, [])]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total = { ...total, failed: total.failed + 1 };
} finally {
  await servers?.stop();
  rmSync(scratch, { recursive: true, force: true });
}
const ranNone = total.passed + total.failed === 0;
if (ranNone) console.error("No test ran.");
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
);
process.exit(total.failed > 0 || ranNone ? 1 : 0);

async function runAll(): Promise<Counts[]> {
  const counts = [await runChecks()];
  counts.push(await runWithServers(["test/**/*.test.ts"], ["test/product/**"]));
  if (hasTests(join(PROJECT, "test", "product"))) {
    // They start all of Mizzen themselves, as a user would: with nothing set.
    counts.push(await mocha("product", ["test/product/**/*.test.ts"], [], process.env));
  }
  return counts;
}

async function runChecks(): Promise<Counts> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of CHECKS) {
    const { code, output } = await capture("npm", ["run", "--silent", check.script]);
    console.log(`${code === 0 ? "✔" : "✘"} ${check.name} (npm run ${check.script})`);
    if (code === 0) counts.passed += 1;
    else {
      counts.failed += 1;
      console.log(output);
    }
  }
  return counts;
}

/** Mocha with a MongoDB of its own (not that of MONGODB_URI, whose data tests must not touch) and the time-skipping server. */
async function runWithServers(specs: string[], ignored: string[]): Promise<Counts> {
  const log = (line: string): void => console.log(`  ${line}`);
  const { MONGODB_URI: _notThis, ...environment } = process.env;
  delete process.env["MONGODB_URI"];
  const [timeSkipping, started] = await Promise.all([
    timeSkippingServer(log),
    startServers({
      dataFolder: join(scratch, "servers"),
      only: "mongo",
      mongoPort: 0,
      signal: stopped.signal,
      log,
    }),
  ]);
  servers = started;
  return mocha("tests", specs, ignored, {
    ...environment,
    MONGODB_URI: started.mongoUri,
    ...(timeSkipping === undefined ? {} : { MIZZEN_TEST_SERVER: timeSkipping.path }),
  });
}

async function mocha(
  name: string,
  specs: string[],
  ignored: string[],
  env: NodeJS.ProcessEnv,
): Promise<Counts> {
  const file = join(scratch, `${name}.json`);
  const options = [
    "--reporter",
    REPORTER,
    "--reporter-option",
    `counts=${file}`,
    "--forbid-only",
    "--timeout",
    "30000",
  ];
  const ignore = ignored.flatMap((glob) => ["--ignore", glob]);
  const child = spawn(
    process.execPath,
    ["--import", "tsx", MOCHA, "--no-config", ...options, ...ignore, ...specs],
    {
      cwd: PROJECT,
      env,
      stdio: ["ignore", "inherit", "inherit"],
      signal: stopped.signal,
    },
  );
  let hung = false;
  const watch = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(watch);
    setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, END_MS).unref();
  }, 500);
  const code = await new Promise<number | undefined>((resolve) => {
    child.on("error", () => resolve(undefined));
    child.on("exit", (exitCode) => resolve(exitCode ?? undefined));
  });
  clearInterval(watch);
  if (hung)
    console.log(`✘ mocha did not end ${END_MS / 1000} s after its last test: a test left something open`);
  const counts = existsSync(file)
    ? countsSchema.parse(JSON.parse(readFileSync(file, "utf8")))
    : { passed: 0, failed: 0, skipped: 0 };
  // A file that cannot be loaded, or a crash: mocha's exit code says what the counts do not.
  const unseen = hung || (code !== 0 && counts.failed === 0);
  return unseen ? { ...counts, failed: counts.failed + 1 } : counts;
}

function capture(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(command, args, {
      cwd: PROJECT,
      stdio: ["ignore", "pipe", "pipe"],
      signal: stopped.signal,
    });
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: null, output: error.message }));
    child.on("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString("utf8").trimEnd() }));
  });
}

function hasTests(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true, encoding: "utf8" }).some((name) => name.endsWith(".test.ts"))
  );
}

function sum(counts: Counts[]): Counts {
  return counts.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }));
}

async function giveUp(): Promise<void> {
  stopped.abort();
  await servers?.stop(AbortSignal.timeout(3_000));
  rmSync(scratch, { recursive: true, force: true });
  process.exit(130);
}
