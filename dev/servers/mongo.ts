import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import mongoose from "mongoose";
import { keepRunning, type Kept } from "../processes/keep.ts";
import type { MongoProgram } from "./find-mongo.ts";

const READY_MS = 60_000;
const GRACE_MS = 12_000;

/** The name of Mizzen's database. */
export const DATABASE = "mizzen";

/** How to run MongoDB. */
export interface MongoOptions {
  readonly program: MongoProgram;
  readonly folder: string;
  readonly port: number;
  readonly logFile: string;
  readonly pidFile: string;
  /** Ends a first start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

/** Runs MongoDB on 127.0.0.1 and resolves, with its address, when it answers a ping. */
export async function startMongo(options: MongoOptions): Promise<{ uri: string; kept: Kept }> {
  const { program, folder, port } = options;
  mkdirSync(join(folder, "db"), { recursive: true });
  writeFileSync(kindFile(folder), `${program.kind}\n`);
  const data =
    program.kind === "java"
      ? [join(folder, "db", "mizzen.mv"), String(port)]
      : [
          "--dbpath",
          join(folder, "db"),
          "--port",
          String(port),
          "--bind_ip",
          "127.0.0.1",
          "--nounixsocket",
          "--wiredTigerCacheSizeGB",
          "0.5",
        ];
  // journal=true: a real MongoDB otherwise answers a write up to 100 ms before it would survive a kill -9.
  const uri = `mongodb://127.0.0.1:${port}/${DATABASE}?directConnection=true${program.kind === "java" ? "" : "&journal=true"}`;
  const kept = await keepRunning({
    name: "MongoDB",
    command: program.command,
    args: [...program.args, ...data],
    env: process.env,
    logFile: options.logFile,
    pidFile: options.pidFile,
    guarded: true,
    graceMs: GRACE_MS,
    readyMs: READY_MS,
    ready: async (_message, over) => {
      while (!over.aborted && !(await answersPing(uri, 1_000))) await delay(100);
    },
    signal: options.signal,
    log: options.log,
  });
  return { uri, kept };
}

/** Whether a MongoDB answers at that address within the time. */
export async function answersPing(uri: string, timeoutMs: number): Promise<boolean> {
  const client = new mongoose.mongo.MongoClient(uri, {
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
  });
  try {
    await client.connect();
    await client.db().command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

/**
 * The kind of server that made the data in the folder; another kind cannot read it.
 *
 * @returns undefined for a new folder
 */
export function kindOfData(folder: string): MongoProgram["kind"] | undefined {
  const data = join(folder, "db");
  if (!existsSync(kindFile(folder)) || !existsSync(data) || readdirSync(data).length === 0) return undefined;
  return readFileSync(kindFile(folder), "utf8").trim() === "java" ? "java" : "mongod";
}

function kindFile(folder: string): string {
  return join(folder, "kind");
}
