import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "@temporalio/worker";
import { claimCheckCodec } from "../../store/claim-check.js";
import { REPLAY_NAME } from "../../workflows/messages.js";
export class ReplayFailed extends Error {
    name = "ReplayFailed";
}
const IDLE_MILLIS = 60_000;
const REPLAY_MILLIS = 30_000;
export class Replayer {
    #bundle;
    #queue = [];
    #wake;
    #current;
    #isRunning = false;
    #isClosed = false;
    constructor(bundle) {
        this.#bundle = bundle;
    }
    async replay(caseId, history, recorder) {
        if (this.#isClosed)
            throw new ReplayFailed("The replayer is closed.");
        await new Promise((resolve, reject) => {
            const done = (error) => (error ? reject(error) : resolve());
            this.#queue.push({ caseId, history, recorder, done });
            this.#wake?.();
            if (!this.#isRunning)
                void this.#run();
        });
    }
    close() {
        this.#isClosed = true;
        this.#wake?.();
    }
    async #run() {
        this.#isRunning = true;
        try {
            const results = Worker.runReplayHistories(this.#options(), this.#histories());
            for (;;) {
                const next = await Promise.race([results.next(), this.#tooLate()]);
                if (next === "too late") {
                    this.#finish(new ReplayFailed("The replay of the history takes too long."));
                    break;
                }
                if (next.done)
                    break;
                const { error } = next.value;
                this.#finish(error && new ReplayFailed(error.message, { cause: error }));
            }
        }
        catch (error) {
            this.#finish(new ReplayFailed(error instanceof Error ? error.message : String(error)));
        }
        finally {
            this.#isRunning = false;
            if (this.#queue.length > 0 && !this.#isClosed)
                void this.#run();
            else if (this.#isClosed)
                this.#giveUp();
        }
    }
    #finish(error) {
        const job = this.#current;
        this.#current = undefined;
        job?.done(error);
    }
    #giveUp() {
        for (const job of this.#queue.splice(0))
            job.done(new ReplayFailed("The replayer is closed."));
    }
    async #tooLate() {
        for (;;) {
            const job = this.#current;
            await sleep(REPLAY_MILLIS, undefined, { ref: false });
            if (job !== undefined && job === this.#current)
                return "too late";
        }
    }
    async *#histories() {
        for (;;) {
            const job = this.#queue.shift();
            if (job) {
                this.#current = job;
                yield { history: job.history, workflowId: job.caseId };
            }
            else if (this.#isClosed || !(await this.#more()))
                return;
        }
    }
    async #more() {
        if (this.#queue.length > 0)
            return true;
        const idle = new AbortController();
        const woken = new Promise((resolve) => (this.#wake = resolve));
        await Promise.race([
            woken,
            sleep(IDLE_MILLIS, undefined, { ref: false, signal: idle.signal }).catch(() => undefined),
        ]);
        idle.abort();
        this.#wake = undefined;
        return this.#queue.length > 0;
    }
    #options() {
        const sinks = {
            recorded: {
                begun: { callDuringReplay: true, fn: (_info, start) => this.#current?.recorder.begun(start) },
                changed: {
                    callDuringReplay: true,
                    fn: (_info, { change, mark }) => this.#current?.recorder.changed(change, mark),
                },
            },
        };
        return {
            workflowBundle: this.#bundle,
            replayName: REPLAY_NAME,
            sinks,
            dataConverter: { payloadCodecs: [claimCheckCodec()] },
        };
    }
}
//# sourceMappingURL=replayer.js.map