/** Mizzen as a user has it: started by the README's command on a data folder of its own, used through HTTP. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const READY_MILLIS = 300_000;

export const ADMINISTRATOR = { username: "admin", password: "correct-horse-battery" } as const;

export type Part = "worker" | "api" | "temporal" | "mongo";

export class Product {
  readonly url: string;
  readonly temporalUi: string;
  /** `host:port` of the embedded MongoDB */
  readonly mongo: string;
  /** `host:port` of the embedded Temporal */
  readonly temporal: string;
  readonly dataFolder: string;
  readonly #process: ChildProcess;

  private constructor(started: ChildProcess, output: string, dataFolder: string) {
    this.#process = started;
    this.dataFolder = dataFolder;
    this.url = /Mizzen is ready at (http:\S+)/.exec(output)?.[1] ?? "";
    this.mongo = /MongoDB answers on (\S+)/.exec(output)?.[1] ?? "";
    this.temporal = /Temporal answers on (\S+)/.exec(output)?.[1] ?? "";
    this.temporalUi = /Temporal Web UI at (http:\S+)/.exec(output)?.[1] ?? "";
  }

  /** @param settings more of the environment; the ports are any free ones unless they are given */
  static async start(dataFolder: string, settings: NodeJS.ProcessEnv = {}): Promise<Product> {
    const { MONGODB_URI: _mongo, TEMPORAL_ADDRESS: _temporal, ...environment } = process.env;
    const started = spawn(process.execPath, ["dev/bootstrap.mjs", "dev/start.ts"], {
      cwd: PROJECT,
      env: {
        ...environment,
        PORT: "0",
        MIZZEN_TEMPORAL_PORT: "0",
        MIZZEN_TEMPORAL_UI_PORT: "0",
        MIZZEN_MONGO_PORT: "0",
        MIZZEN_ADMIN_PASSWORD: ADMINISTRATOR.password,
        // outside systems of the tests run on this machine
        MIZZEN_ALLOWED_HOSTS: "127.0.0.1",
        MIZZEN_BRIDGE: path.join(PROJECT, "test", "product", "bridge.yaml"),
        ...settings,
        MIZZEN_DATA: dataFolder,
      },
    });
    let output = "";
    for (const stream of [started.stdout, started.stderr]) {
      stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    const deadline = Date.now() + READY_MILLIS;
    while (!/Mizzen is ready at/.test(output)) {
      if (started.exitCode !== null) throw new Error(`Mizzen ended at its start:\n${output}`);
      if (Date.now() > deadline) {
        started.kill("SIGKILL");
        throw new Error(`Mizzen is not ready after ${READY_MILLIS / 1000} s:\n${output}`);
      }
      await sleep(50);
    }
    return new Product(started, output, dataFolder);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await exited;
  }

  /** `kill -9` of the whole product's supervisor; what it started has to go by itself. */
  async killAll(): Promise<void> {
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exited;
    await sleep(3_000);
  }

  /** `kill -9` of one of its processes; the supervisor starts it again. */
  async kill(part: Part): Promise<void> {
    const file = path.join(this.dataFolder, "run", `${part}.json`);
    const records = JSON.parse(await readFile(file, "utf8")) as { pid: number }[];
    for (const { pid } of records.toReversed()) process.kill(pid, "SIGKILL");
  }

  async untilReady(): Promise<void> {
    for (;;) {
      try {
        const { ok } = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) });
        if (ok) return;
      } catch {
        // not there yet
      }
      await sleep(100);
    }
  }
}
