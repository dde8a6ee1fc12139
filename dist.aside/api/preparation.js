import { setTimeout as sleep } from "node:timers/promises";
const FIRST_PAUSE_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 5_000;
export function createPreparation(log, stopping, attempt) {
    let isDone = false;
    let running;
    async function untilDone() {
        for (let pause = FIRST_PAUSE_MILLIS; !stopping.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
            try {
                await attempt();
                isDone = true;
                log.info("the store is prepared");
                return;
            }
            catch (error) {
                log.warn({ error }, "the store cannot be prepared yet");
            }
            await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
        }
    }
    const start = async () => {
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
//# sourceMappingURL=preparation.js.map