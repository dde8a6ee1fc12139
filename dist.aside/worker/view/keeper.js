import { setTimeout as sleep } from "node:timers/promises";
import { storedView, mendView, removeView } from "../../store/view/mend.js";
import { caseView, eventView, itemView } from "../../store/documents.js";
import { WholeView } from "../../yawl/view/whole.js";
import { ReplayFailed } from "./replayer.js";
import { truthOf } from "./truth.js";
const PATIENCE_MILLIS = 13_000;
const FIRST_PAUSE_MILLIS = 100;
const LONGEST_PAUSE_MILLIS = 1_000;
const AT_ONCE = 4;
export class ViewKeeper {
    #client;
    #replayer;
    #log;
    #doubts = new Map();
    #waiting = [];
    #busy = 0;
    #isClosed = false;
    constructor(client, replayer, log) {
        this.#client = client;
        this.#replayer = replayer;
        this.#log = log;
    }
    get pending() {
        return this.#doubts.size;
    }
    doubt(caseId, reason) {
        void this.#add(caseId, reason);
    }
    async resync(caseId, reason) {
        return await this.#add(caseId, reason).ended;
    }
    close() {
        this.#isClosed = true;
        this.#replayer.close();
    }
    #add(caseId, reason) {
        const known = this.#doubts.get(caseId);
        if (known) {
            known.again = true;
            return known;
        }
        let end = () => undefined;
        const ended = new Promise((resolve) => (end = resolve));
        const doubt = { caseId, reason, since: Date.now(), again: false, ended, end };
        this.#doubts.set(caseId, doubt);
        this.#waiting.push(doubt);
        this.#next();
        return doubt;
    }
    #next() {
        while (this.#busy < AT_ONCE && !this.#isClosed) {
            const doubt = this.#waiting.shift();
            if (!doubt)
                return;
            this.#busy += 1;
            void this.#settle(doubt).finally(() => {
                this.#busy -= 1;
                this.#next();
            });
        }
    }
    async #settle(doubt) {
        const { caseId, reason, since } = doubt;
        let result = "later";
        for (let pause = FIRST_PAUSE_MILLIS; result === "later"; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
            if (this.#isClosed)
                return;
            doubt.again = false;
            result = await this.#look(caseId, Date.now() - since < PATIENCE_MILLIS);
            if (doubt.again && result !== "unreadable")
                result = "later";
            if (result === "later")
                await sleep(pause, undefined, { ref: false });
        }
        this.#doubts.delete(caseId);
        if (result === "mended")
            this.#log.warn({ caseId, reason }, "the view of a case was made again");
        doubt.end(result);
    }
    async #look(caseId, isPatient) {
        try {
            const seen = await storedView(caseId);
            const truth = await truthOf(this.#client, this.#replayer, caseId);
            if (!truth)
                return await this.#absent(seen);
            if (truth.isBusy && isPatient && seen.case?.mark !== truth.mark)
                return "later";
            if (truth.mark === undefined) {
                await removeView(seen);
                return "absent";
            }
            const { whole, mark, runId } = truth;
            const mended = await mendView(whole, { mark, runId }, seen);
            return mended === "moved" ? "later" : mended;
        }
        catch (error) {
            if (!(error instanceof ReplayFailed)) {
                this.#log.warn({ caseId, err: error }, "the view of a case could not be made again yet");
                return "later";
            }
            this.#log.error({ caseId, err: error }, "the history of a case cannot be replayed: its view stays as it is");
            return "unreadable";
        }
    }
    async #absent(seen) {
        if (!seen.case) {
            if (seen.items.length + seen.events.length > 0)
                await removeView(seen);
            return "absent";
        }
        const { id: _, revision, ...fields } = caseView(seen.case);
        const whole = new WholeView(seen.caseId);
        whole.add({
            caseId: seen.caseId,
            revision,
            case: fields,
            items: seen.items.map(itemView),
            events: seen.events.map(eventView),
        });
        if (!whole.isOpen) {
            if (seen.case.doubt !== undefined)
                await mendView(whole, positionOf(seen.case), seen);
            return "same";
        }
        const message = "Temporal does not have the workflow of this case any more: it was deleted there.";
        whole.endOutside({ how: "deleted", message, at: Date.now() });
        const mended = await mendView(whole, positionOf(seen.case), seen);
        return mended === "moved" ? "later" : mended;
    }
}
function positionOf({ mark, runId }) {
    return { mark: mark ?? "unknown", runId: runId ?? "" };
}
//# sourceMappingURL=keeper.js.map