/** The log of a process: JSON lines on its standard output. */
import { pino } from "pino";
import type { Level, Logger } from "pino";
import { LogDestination, sinkOf } from "./destination.ts";
import { errorFields } from "./error-fields.ts";

const STANDARD_OUTPUT = 1;
const SECRET_PATHS = ["password", "token", "authorization", "*.password", "*.token", "*.authorization"];

/** What the environment may ask for. */
export const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export interface ProcessLog {
  readonly log: Logger;
  /** lines that were dropped because they could not be written */
  readonly dropped: () => number;
  /** Waits until everything is written, at most a second. */
  readonly flush: () => Promise<void>;
}

const FLUSH_MILLIS = 1_000;

/** @param name of the process, in each line */
export function processLog(name: string, level: Level | "silent"): ProcessLog {
  const destination = new LogDestination(sinkOf(STANDARD_OUTPUT));
  process.on("exit", () => destination.end());
  return {
    log: logTo(destination, name, level),
    dropped: () => destination.dropped,
    flush: async () => destination.flush(FLUSH_MILLIS),
  };
}

/** A log whose lines hold errors in full; for tests, and for {@link processLog}. */
export function logTo(stream: { write(line: string): void }, name: string, level: Level | "silent"): Logger {
  return pino(
    { name, level, redact: SECRET_PATHS, serializers: { error: errorFields, err: errorFields } },
    stream,
  );
}
