import { ping } from "../store/connect.js";
import { tryWrite } from "../store/operations.js";
import { TASK_QUEUE } from "../workflows/messages.js";
const POLL_MILLIS = 75_000;
const PATIENCE_MILLIS = 2_500;
const FRESH_MILLIS = 1_000;
const WRITE_FRESH_MILLIS = 3_000;
const ATTRIBUTES_FRESH_MILLIS = 15_000;
const SENTENCES = {
    mongodb: "MongoDB cannot be reached",
    store: "MongoDB takes no writes",
    temporal: "Temporal cannot be reached",
    searchAttributes: "Temporal does not know the search attributes of cases yet",
    worker: `no worker asks for work on the task queue "${TASK_QUEUE}"`,
};
const UNPREPARED = "the administrator and the indexes are not there yet";
export function createReadiness({ temporal, preparation, standing, log, now = Date.now, }) {
    const clock = { now, log };
    const parts = {
        mongodb: new Check("mongodb", FRESH_MILLIS, clock, async () => ping().then(() => true)),
        store: new Check("store", WRITE_FRESH_MILLIS, clock, async () => {
            const { isNew } = await tryWrite(now());
            if (isNew && preparation.isDone)
                preparation.again();
            return preparation.isDone;
        }),
        temporal: new Check("temporal", FRESH_MILLIS, clock, async () => temporal.ping().then(() => true)),
        searchAttributes: new Check("searchAttributes", ATTRIBUTES_FRESH_MILLIS, clock, async () => {
            if ((await temporal.missingSearchAttributes()).length === 0)
                return true;
            await temporal.registerSearchAttributes(log);
            return (await temporal.missingSearchAttributes()).length === 0;
        }),
        worker: new Check("worker", FRESH_MILLIS, clock, async () => {
            const lastPoll = await temporal.lastPoll();
            return lastPoll !== undefined && now() - lastPoll <= POLL_MILLIS;
        }),
    };
    let draining = false;
    async function report() {
        const [mongodb, store, temporalAnswers, searchAttributes, worker] = await Promise.all([
            parts.mongodb.holds(),
            parts.store.holds(),
            parts.temporal.holds(),
            parts.searchAttributes.holds(),
            parts.worker.holds(),
        ]);
        const held = { mongodb, store, temporal: temporalAnswers, searchAttributes, worker };
        return { parts: held, draining, missing: missing(held), findings: standing.findings() };
    }
    function missing(held) {
        const names = Object.keys(SENTENCES).filter((name) => {
            if (held[name])
                return false;
            if (name === "store")
                return held.mongodb;
            if (name === "searchAttributes" || name === "worker")
                return held.temporal;
            return true;
        });
        return [
            ...(draining ? ["this server is about to stop"] : []),
            ...names.map((name) => (name === "store" && !preparation.isDone ? UNPREPARED : SENTENCES[name])),
        ];
    }
    return {
        report,
        drain: () => (draining = true),
        get isDraining() {
            return draining;
        },
    };
}
class Check {
    #name;
    #freshMillis;
    #clock;
    #ask;
    #holds;
    #answeredAt = -Infinity;
    #asking;
    constructor(name, freshMillis, clock, ask) {
        this.#name = name;
        this.#freshMillis = freshMillis;
        this.#clock = clock;
        this.#ask = ask;
    }
    async holds() {
        const { now } = this.#clock;
        if (this.#holds === true && now() - this.#answeredAt < this.#freshMillis)
            return true;
        this.#asking ??= { answer: this.#answer(), since: now() };
        const left = this.#asking.since + PATIENCE_MILLIS - now();
        const inTime = left <= 0 ? undefined : await within(left, this.#asking.answer);
        if (inTime === undefined)
            this.#note(false, new Error("no answer in time"));
        return inTime ?? false;
    }
    async #answer() {
        let holds = false;
        let reason;
        try {
            holds = await this.#ask();
        }
        catch (error) {
            reason = error;
        }
        this.#asking = undefined;
        this.#answeredAt = this.#clock.now();
        this.#note(holds, reason);
        return holds;
    }
    #note(holds, error) {
        if (holds !== this.#holds) {
            const fields = { part: this.#name, ...(error === undefined ? {} : { error }) };
            if (holds)
                this.#clock.log.info(fields, "a part is ready");
            else
                this.#clock.log.warn(fields, "a part is not ready");
        }
        this.#holds = holds;
    }
}
async function within(millis, asked) {
    let timer;
    const late = new Promise((resolve) => {
        timer = setTimeout(() => resolve(undefined), millis);
    });
    return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
//# sourceMappingURL=readiness.js.map