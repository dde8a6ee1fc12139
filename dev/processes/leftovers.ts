import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { identify, isRunning, type ProcessRecord } from "./identity.ts";

const GRACE_MS = 10_000;
const recordsSchema = z.array(z.object({ pid: z.number().int().positive(), identity: z.string() }));

/** Notes in `file` which processes run, for {@link endLeftovers} of a later start. */
export function recordProcesses(file: string, pids: readonly number[]): void {
  const records: ProcessRecord[] = pids.flatMap((pid) => {
    const identity = identify(pid);
    return identity === undefined ? [] : [{ pid, identity }];
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(records));
}

/**
 * Ends what an earlier start left running: only processes whose start time and command line are those that were noted.
 *
 * @param folder of the files that {@link recordProcesses} wrote; they are removed
 */
export async function endLeftovers(folder: string, log: (line: string) => void): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      await Promise.all(readRecords(file).map((record) => end(record, name.replace(/\.json$/, ""), log)));
      rmSync(file, { force: true });
    }),
  );
}

function readRecords(file: string): ProcessRecord[] {
  try {
    return recordsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return [];
  }
}

async function end(record: ProcessRecord, name: string, log: (line: string) => void): Promise<void> {
  if (!isRunning(record)) return;
  log(`ending ${name} of an earlier start (process ${record.pid})`);
  signal(record, "SIGTERM");
  const patience = Date.now() + GRACE_MS;
  while (isRunning(record) && Date.now() < patience) await delay(50);
  signal(record, "SIGKILL");
  while (isRunning(record)) await delay(20);
}

function signal(record: ProcessRecord, name: NodeJS.Signals): void {
  if (!isRunning(record)) return;
  try {
    process.kill(record.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
