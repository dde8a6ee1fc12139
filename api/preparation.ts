/** Gets the store ready for people: the connection, the indexes, the first administrator. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Preparation } from "./readiness.ts";

const FIRST_PAUSE_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 5_000;

/** Tries until it works or the process stops, with growing pauses; again when it is asked to. */
export function createPreparation(
  log: Logger,
  stopping: AbortSignal,
  attempt: () => Promise<void>,
): Preparation & { start(): Promise<void> } {
  let isDone = false;
  let running: Promise<void> | undefined;

  async function untilDone(): Promise<void> {
    for (
      let pause = FIRST_PAUSE_MILLIS;
      !stopping.aborted;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)
    ) {
      try {
        await attempt();
        isDone = true;
        log.info("the store is prepared");
        return;
      } catch (error) {
        log.warn({ error }, "the store cannot be prepared yet");
      }
      await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  const start = async (): Promise<void> => {
    running ??= untilDone().finally(() => (running = undefined));
    await running;
  };
  return {
    get isDone() {
      return isDone;
    },
    start,
    again() {
      isDone = false;
      log.warn("the database is another one than before, or was emptied: it is prepared again");
      void start();
    },
  };
}
