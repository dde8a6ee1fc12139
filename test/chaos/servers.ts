/** The product under test, as `npm start` runs it, and what is done to its processes. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type ProcessRecord } from "../../dev/processes/identity.ts";
import { Product, type Part } from "../product/product.ts";

export const PARTS: readonly Part[] = ["worker", "api", "temporal", "mongo"];

/** A process that was killed just now may be on its way up. */
const UP_MILLIS = 20_000;
/** They drain first. */
const STOP_MILLIS = 60_000;
const READY_PATIENCE_MILLIS = 3_000;

export class Servers {
  readonly product: Product;
  readonly #frozen = new Map<ProcessRecord, NodeJS.Timeout>();

  private constructor(product: Product) {
    this.product = product;
  }

  static async start(dataFolder: string): Promise<Servers> {
    const product = await Product.start(dataFolder, {
      MIZZEN_EXAMPLES: "off",
      MIZZEN_BRIDGE: "",
      // the outside system fails often and on purpose; it is not the circuit breaker that is tried here
      MIZZEN_TARGET_FAILURES: "1000",
      MIZZEN_TARGET_PAUSE_SECONDS: "1",
      // cases and their blocks go on in new runs again and again
      MIZZEN_MESSAGES_PER_RUN: "25",
    });
    const servers = new Servers(product);
    // however this process ends; what is frozen cannot hear that it is to stop
    process.once("exit", () => {
      servers.thaw();
      void product.stop();
    });
    return servers;
  }

  /** `kill -9`; resolves when it is done, or says by false that the part did not run for 20 s. */
  async kill(part: Part): Promise<boolean> {
    const records = await this.#running(part);
    // the program before its guard, which would end it more gently
    for (const record of records.toReversed()) signal(record, "SIGKILL");
    return records.length > 0;
  }

  /** Stops a part for some milliseconds without ending it: it goes on where it was, with what it then took to be true. */
  async freeze(part: Part, millis: number): Promise<boolean> {
    const record = (await this.#running(part)).at(-1);
    if (!record) return false;
    signal(record, "SIGSTOP");
    this.#frozen.set(
      record,
      setTimeout(() => this.#thaw(record), millis),
    );
    return true;
  }

  get isFrozen(): boolean {
    return this.#frozen.size > 0;
  }

  thaw(): void {
    for (const record of this.#frozen.keys()) this.#thaw(record);
  }

  /** Everything runs, nothing is frozen, and the API says that it is ready. */
  async isBack(): Promise<boolean> {
    if (this.isFrozen) return false;
    const running = await Promise.all(PARTS.map(async (part) => (await this.#records(part)).some(isRunning)));
    return running.every(Boolean) && (await this.#isReady());
  }

  /** @throws Error when that takes longer than the limit */
  async untilBack(limit: number): Promise<void> {
    const deadline = Date.now() + limit;
    while (!(await this.isBack())) {
      if (Date.now() > deadline) throw new Error(`the servers are not back after ${limit / 1000} s`);
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    this.thaw();
    const stopped = await Promise.race([
      this.product.stop().then(() => true),
      sleep(STOP_MILLIS, false, { ref: false }),
    ]);
    if (!stopped) await this.product.killAll();
  }

  async #running(part: Part): Promise<readonly ProcessRecord[]> {
    const deadline = Date.now() + UP_MILLIS;
    for (;;) {
      const records = (await this.#records(part)).filter(isRunning);
      if (records.length > 0 || Date.now() > deadline) return records;
      await sleep(50);
    }
  }

  /** As the supervisor notes them: the program last, its guard before it. */
  async #records(part: Part): Promise<readonly ProcessRecord[]> {
    try {
      const file = path.join(this.product.dataFolder, "run", `${part}.json`);
      return JSON.parse(await readFile(file, "utf8")) as ProcessRecord[];
    } catch {
      return [];
    }
  }

  #thaw(record: ProcessRecord): void {
    clearTimeout(this.#frozen.get(record));
    this.#frozen.delete(record);
    signal(record, "SIGCONT");
  }

  async #isReady(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(READY_PATIENCE_MILLIS);
      const response = await fetch(`${this.product.url}/readyz`, { signal });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}

function signal(record: ProcessRecord, name: NodeJS.Signals): void {
  if (!isRunning(record)) return;
  try {
    process.kill(record.pid, name);
  } catch {
    // it ended between the look and the signal
  }
}
