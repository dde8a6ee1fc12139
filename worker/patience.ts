/** Waits for a server that is not there yet: at a start in any order, each part waits for the ones it needs. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/** Tries until it works; pauses in milliseconds double up to 5 s. Every failure is logged. */
export async function keepTrying<T>(what: string, log: Logger, attempt: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      log.warn({ error }, `waiting for ${what}`);
      await sleep(pause);
    }
  }
}
