import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { recordProcesses } from "./leftovers.ts";
import { logTail, openLog } from "./logs.ts";
import { GUARD } from "./run.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** A process that ran this long has recovered: its next crash is answered quickly again. */
const STEADY_MS = 30_000;

/** What to keep running, and how. */
export interface KeepOptions {
  /** In messages: "worker". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Where its process numbers are noted, for the start after a crash of this process. */
  readonly pidFile: string;
  /** True: a program that does not watch an IPC channel runs under a guard, which ends it when this process dies. */
  readonly guarded: boolean;
  /** Time between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** Time to become ready. */
  readonly readyMs: number;
  /**
   * Resolves when a just started process serves. `message` resolves with its next IPC message of that type; `over` is
   * aborted when nobody waits any more.
   */
  readonly ready: (message: (type: string) => Promise<unknown>, over: AbortSignal) => Promise<void>;
  /** Every IPC message of a process that is not guarded. */
  readonly onMessage?: (message: unknown) => void;
  /** Ends a first start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

/** A process that is started again when it dies. */
export interface Kept {
  /** Ends it for good; with `hurry` aborted, at once. */
  stop(hurry?: AbortSignal): Promise<void>;
}

/**
 * Starts a program, waits until it is ready, and from then on starts it again whenever it dies (after 0.5 s, doubling to 10 s).
 *
 * @throws Error with the end of its log when the first start fails
 */
export async function keepRunning(options: KeepOptions): Promise<Kept> {
  const stopping = new AbortController();
  let current = launch(options);
  try {
    await becomeReady(options, current);
  } catch (error) {
    await end(current, options, AbortSignal.abort());
    throw error;
  }
  const watching = watch();
  return {
    stop: async (hurry) => {
      stopping.abort();
      await end(current, options, hurry);
      await watching;
    },
  };

  async function watch(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      const since = Date.now();
      await current.exited;
      killGroup(current.child, "SIGKILL");
      if (stopping.signal.aborted) return;
      if (Date.now() - since > STEADY_MS) pause = FIRST_PAUSE_MS;
      options.log(`${options.name} ended (${current.how()}): starting it again`);
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      try {
        current = launch(options);
      } catch (error) {
        // No process could be had: `current` stays the one that ended, and the next round tries again.
        options.log(
          `${options.name} could not be started: ${error instanceof Error ? error.message : String(error)}`,
        );
        continue;
      }
      try {
        await becomeReady(options, current);
        options.log(`${options.name} is back`);
      } catch (error) {
        if (!stopping.signal.aborted) options.log(error instanceof Error ? error.message : String(error));
        await end(current, options, AbortSignal.abort());
      }
    }
  }
}

interface Launched {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  readonly how: () => string;
  readonly message: (type: string) => Promise<unknown>;
}

function launch(options: KeepOptions): Launched {
  const log = logOf(options);
  const [command, args] = options.guarded
    ? [process.execPath, [GUARD, options.command, ...options.args]]
    : [options.command, [...options.args]];
  // A group of its own: Ctrl-C in the terminal reaches only this process, which then stops the others in their order.
  const child = spawn(command, args, {
    detached: true,
    env: options.env,
    stdio: ["ignore", log, log, "ipc"],
  });
  if (log !== "ignore") closeSync(log);
  const pids = child.pid === undefined ? [] : [child.pid];
  record(options, pids);
  let how = "not started";
  const exited = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      how = error.message;
      resolve();
    });
    child.once("exit", (code, signal) => {
      how = signal ?? `exit code ${code}`;
      resolve();
    });
  });
  child.on("message", (message: unknown) => {
    if (!options.guarded) options.onMessage?.(message);
    else if (isMessage(message, "child") && "pid" in message) record(options, [...pids, Number(message.pid)]);
  });
  const message = (type: string): Promise<unknown> =>
    new Promise((resolve) => {
      child.on("message", (received: unknown) => {
        if (isMessage(received, type)) resolve(received);
      });
    });
  return { child, exited, how: () => how, message };
}

/** A program whose log cannot be opened (the disk is full) runs without one. */
function logOf({ name, logFile, log }: KeepOptions): number | "ignore" {
  try {
    return openLog(logFile);
  } catch (error) {
    log(`${name} runs without its log: ${error instanceof Error ? error.message : String(error)}`);
    return "ignore";
  }
}

/** Without the note (the disk is full) only this: a start after a crash of this process does not know what to end. */
function record({ name, pidFile, log }: KeepOptions, pids: readonly number[]): void {
  try {
    recordProcesses(pidFile, pids);
  } catch (error) {
    log(
      `the processes of ${name} could not be noted: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function becomeReady(options: KeepOptions, launched: Launched): Promise<void> {
  const limit = new AbortController();
  const failed = (why: string): Error => {
    const tail = logTail(options.logFile);
    return new Error(
      `${options.name} ${why}. Its log, ${options.logFile}${tail === "" ? ", is empty" : ` ends with:\n${tail}`}`,
    );
  };
  try {
    await Promise.race([
      options.ready(launched.message, limit.signal),
      launched.exited.then(() => Promise.reject(failed(`ended before it was ready (${launched.how()})`))),
      aborted(options.signal, limit.signal).then(() =>
        Promise.reject(new Error(`the start of ${options.name} was given up`)),
      ),
      delay(options.readyMs, undefined, { signal: limit.signal }).then(() =>
        Promise.reject(failed(`was not ready after ${options.readyMs / 1000} s`)),
      ),
    ]);
  } finally {
    limit.abort();
  }
}

/** Resolves when `signal` is aborted; stops listening when `over` is. */
function aborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true, signal: over });
  });
}

async function end(launched: Launched, options: KeepOptions, hurry?: AbortSignal): Promise<void> {
  const kill = (): void => killGroup(launched.child, "SIGKILL");
  launched.child.kill("SIGTERM");
  const timer = setTimeout(kill, options.graceMs);
  if (hurry?.aborted) kill();
  hurry?.addEventListener("abort", kill);
  await launched.exited;
  // What a guard that was killed left behind.
  kill();
  clearTimeout(timer);
  hurry?.removeEventListener("abort", kill);
  rmSync(options.pidFile, { force: true });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}

function isMessage(message: unknown, type: string): message is { type: string } {
  return typeof message === "object" && message !== null && "type" in message && message.type === type;
}
