import { setTimeout as sleep } from "node:timers/promises";
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
export async function keepTrying(what, log, attempt) {
    for (let pause = FIRST_PAUSE;; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
        try {
            return await attempt();
        }
        catch (error) {
            log.warn({ error }, `waiting for ${what}`);
            await sleep(pause);
        }
    }
}
//# sourceMappingURL=patience.js.map