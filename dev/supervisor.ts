import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { privateFolder } from "../keys/data-folder.ts";
import type { LoadExamplesOptions } from "./examples.ts";
import { keepRunning, type Kept } from "./processes/keep.ts";
import { claimPort, portFromEnvironment, type ClaimedPort } from "./processes/ports.ts";
import { startServers, type Servers } from "./servers/index.ts";

const DRAIN_MS = 15_000;
const READY_MS = 120_000;
/** A start that is not ready says after this time what it waits for, and again after each such time. */
const IMPATIENT_MS = 20_000;
/** Ctrl-C reaches this process from the terminal and again through npm: signals this close together are one. */
const SAME_SIGNAL_MS = 1_000;
const GIVE_UP_SETUP_MS = 2_000;

/** What {@link runMizzen} runs. */
export interface MizzenOptions {
  readonly dataFolder: string;
  /** Arguments for Node that run the worker process. */
  readonly worker: readonly string[];
  /** Arguments for Node that run the API process. */
  readonly api: readonly string[];
  readonly loadExamples: (options: LoadExamplesOptions) => Promise<void>;
  /** Gets a line of progress at a time; the terminal by default. */
  readonly log?: (line: string) => void;
}

/**
 * Runs the servers, the worker and the API until SIGTERM, SIGINT, or the end of the process that started this one.
 *
 * The worker says `{ type: 'ready' }` over IPC when it is. The API says `{ type: 'listening', port }` when it answers at all,
 * `{ type: 'ready' }` when clients can be served, `{ type: 'administrator', username, password }` when it made the first one, and
 * `{ type: 'finding', message }` when something is not as it should be. They end when the channel closes.
 *
 * @returns the exit code: 0 when it was told to stop, 1 when it could not start
 */
export async function runMizzen(options: MizzenOptions): Promise<number> {
  const log = options.log ?? ((line: string): void => console.log(line));
  const { stop, hurry } = listenForSignals(log);
  const setup = new Running(options, log, stop);
  try {
    await Promise.race([setup.start(), whenAborted(stop)]);
  } catch (error) {
    if (!stop.aborted) {
      console.error(error instanceof Error ? error.message : String(error));
      await setup.stop(hurry);
      return 1;
    }
  }
  await whenAborted(stop);
  // A download that is under way ends with this process.
  await Promise.race([
    setup.stop(hurry),
    setup.isUp ? new Promise(() => undefined) : delay(GIVE_UP_SETUP_MS),
  ]);
  log("Mizzen has stopped");
  return 0;
}

class Running {
  isUp = false;
  readonly #options: MizzenOptions;
  readonly #log: (line: string) => void;
  readonly #signal: AbortSignal;
  readonly #dataFolder: string;
  #starting: Promise<void> = Promise.resolve();
  #servers: Servers | undefined;
  #worker: Kept | undefined;
  #api: Kept | undefined;
  #claimed: ClaimedPort | undefined;
  #port = 0;
  #administrator: string | undefined;
  readonly #ready = new AbortController();

  constructor(options: MizzenOptions, log: (line: string) => void, signal: AbortSignal) {
    this.#options = options;
    this.#log = log;
    this.#signal = signal;
    this.#dataFolder = resolve(options.dataFolder);
  }

  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  /** In the reverse order, so that each can finish its work with what it needs still there. */
  async stop(hurry: AbortSignal): Promise<void> {
    await this.#starting.catch(() => undefined);
    await this.#api?.stop(hurry);
    await this.#worker?.stop(hurry);
    await this.#servers?.stop(hurry);
    this.#claimed?.release();
  }

  async #start(): Promise<void> {
    const log = this.#log;
    privateFolder(this.#dataFolder);
    // Before the servers, whose start takes longer: a port that is taken is said at once.
    const claimed = await claimPort(
      {
        what: "the API",
        variable: "PORT",
        standard: 3000,
        configured: portFromEnvironment("PORT"),
      },
      log,
    );
    this.#claimed = claimed;
    this.#port = claimed.port;
    const servers = await startServers({ dataFolder: this.#dataFolder, signal: this.#signal, log });
    this.#servers = servers;
    const environment = {
      ...servers.environment,
      PORT: String(claimed.port),
      MIZZEN_DEVELOPMENT: "yes",
      // the examples' people have a password that everybody knows: nobody else reaches them
      MIZZEN_HOST: process.env["MIZZEN_HOST"] || "127.0.0.1",
      // nobody stands in front of it who would have to hear that it stops
      MIZZEN_DRAIN_SECONDS: process.env["MIZZEN_DRAIN_SECONDS"] || "0",
    };
    log("starting the worker and the API");
    const [worker, api] = await Promise.allSettled([
      this.#keep("worker", "ready", this.#options.worker, environment),
      this.#keep("api", "listening", this.#options.api, environment),
    ]);
    if (worker.status === "fulfilled") this.#worker = worker.value;
    if (api.status === "fulfilled") this.#api = api.value;
    if (worker.status === "rejected") throw worker.reason;
    if (api.status === "rejected") throw api.reason;
    const url = `http://127.0.0.1:${this.#port}`;
    await this.#options
      .loadExamples({ dataFolder: this.#dataFolder, url, environment, log })
      .catch((error: unknown) =>
        log(`the examples could not be loaded: ${error instanceof Error ? error.message : String(error)}`),
      );
    await this.#untilReady(url);
    if (this.#signal.aborted) return;
    this.isUp = true;
    if (this.#administrator !== undefined) log(this.#administrator);
    if (servers.temporalUi !== undefined) log(`Temporal Web UI at ${servers.temporalUi}`);
    log(`Logs in ${join(this.#dataFolder, "logs")}`);
    log(`Mizzen is ready at ${url}`);
  }

  /** The API says when clients can be served. */
  async #untilReady(url: string): Promise<void> {
    const over = AbortSignal.any([this.#ready.signal, this.#signal]);
    while (!over.aborted) {
      await delay(IMPATIENT_MS, undefined, { signal: over }).catch(() => undefined);
      if (!over.aborted) this.#log(`not ready yet: ${await reasonOf(url)}`);
    }
  }

  #keep(name: string, begun: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Kept> {
    return keepRunning({
      name: `the ${name === "api" ? "API" : name}`,
      command: process.execPath,
      args,
      env,
      logFile: join(this.#dataFolder, "logs", `${name}.log`),
      pidFile: join(this.#dataFolder, "run", `${name}.json`),
      guarded: false,
      graceMs: DRAIN_MS + Number(env["MIZZEN_DRAIN_SECONDS"] ?? 0) * 1_000,
      readyMs: READY_MS,
      ready: async (message) => {
        await message(begun);
      },
      onMessage: (message) => this.#hear(message),
      signal: this.#signal,
      log: this.#log,
    });
  }

  #hear(message: unknown): void {
    if (typeof message !== "object" || message === null || !("type" in message)) return;
    if (message.type === "listening" && "port" in message) this.#port = Number(message.port);
    if (message.type === "ready" && "port" in message) this.#ready.abort();
    if (message.type === "finding" && "message" in message)
      this.#log(`ATTENTION: ${String(message.message)}`);
    if (message.type === "administrator" && "username" in message && "password" in message) {
      const line = `First administrator: ${String(message.username)}, password ${String(message.password)} (shown only this once)`;
      // While it starts it is kept for the end, where it is not overlooked.
      if (this.isUp) this.#log(line);
      else this.#administrator = line;
    }
  }
}

/** What `/readyz` says is missing. */
async function reasonOf(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null && "detail" in body
      ? String(body.detail)
      : "it is about to be";
  } catch (error) {
    return `the API does not answer (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** `stop` is aborted by the first signal, `hurry` by a second one. */
function listenForSignals(log: (line: string) => void): { stop: AbortSignal; hurry: AbortSignal } {
  const stop = new AbortController();
  const hurry = new AbortController();
  let first = 0;
  const hear = (): void => {
    if (!stop.signal.aborted) {
      first = Date.now();
      log("stopping (again to hurry)");
      stop.abort();
    } else if (Date.now() - first > SAME_SIGNAL_MS && !hurry.signal.aborted) {
      log("stopping at once");
      hurry.abort();
    }
  };
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, hear);
  if (process.connected) process.once("disconnect", hear);
  return { stop: stop.signal, hurry: hurry.signal };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
