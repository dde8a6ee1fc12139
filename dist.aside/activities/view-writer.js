import { randomBytes } from "node:crypto";
import { writeTold } from "../store/view/write.js";
const DELAY_MILLIS = 1_000;
const SLOW_MILLIS = 3_000;
const MOST_REMEMBERED = 10_000;
export class ViewWriter {
    id = randomBytes(6).toString("base64url");
    #reports;
    #marks = 0;
    #open = new Map();
    #told = new Map();
    #written = new Map();
    constructor(reports) {
        this.#reports = reports;
    }
    markOf(runId, activityId) {
        const key = `${runId}/${activityId}`;
        const known = this.#open.get(key);
        if (known)
            return known.mark;
        this.#marks += 1;
        const mark = `${this.id}.${this.#marks.toString(36)}`;
        forgetOldest(this.#open);
        this.#open.set(key, { mark, began: performance.now() });
        return mark;
    }
    done(runId, activityId, caseId, { isDoubtful }) {
        const key = `${runId}/${activityId}`;
        const began = this.#open.get(key)?.began ?? 0;
        this.#open.delete(key);
        if (isDoubtful)
            this.#reports.doubt(caseId, "the view ran ahead of the case, or is behind it");
        else if (performance.now() - began > SLOW_MILLIS)
            this.#reports.doubt(caseId, "a write came late");
    }
    unwritten(change) {
        const { caseId, revision } = change;
        const pending = this.#told.get(caseId);
        if (pending && pending.change.revision <= revision)
            this.#told.delete(caseId);
        const known = this.#written.get(caseId);
        if (!known)
            return change;
        this.#written.delete(caseId);
        return {
            ...change,
            items: change.items.filter((item) => !known.has(wordsOf(item))),
            events: change.events.filter((event) => !known.has(wordsOf(event))),
        };
    }
    async flush() {
        await Promise.all([...this.#told.keys()].map((caseId) => this.#write(caseId)));
    }
    sinks() {
        return {
            view: {
                show: {
                    callDuringReplay: false,
                    fn: (_info, change, basis) => this.#tell(change, basis),
                },
            },
        };
    }
    #tell(change, basis) {
        const { caseId } = change;
        const earlier = this.#told.get(caseId);
        const isSameBasis = earlier?.basis.mark === basis.mark;
        this.#told.set(caseId, {
            change: earlier && isSameBasis ? together(earlier.change, change) : change,
            basis,
        });
        if (!earlier)
            setTimeout(() => void this.#write(caseId), DELAY_MILLIS).unref();
    }
    async #write(caseId) {
        const told = this.#told.get(caseId);
        this.#told.delete(caseId);
        if (!told)
            return;
        const began = performance.now();
        try {
            if (!(await writeTold(told.change, told.basis, this.id)))
                return;
            this.#remember(told.change);
            if (performance.now() - began > SLOW_MILLIS)
                this.#reports.doubt(caseId, "a write came late");
        }
        catch (error) {
            this.#reports.warn(error, caseId);
        }
    }
    #remember({ caseId, items, events }) {
        forgetOldest(this.#written);
        const known = this.#written.get(caseId) ?? new Set();
        for (const part of [...items, ...events])
            known.add(wordsOf(part));
        this.#written.set(caseId, known);
    }
}
function wordsOf(part) {
    return JSON.stringify(part);
}
function forgetOldest(memory) {
    if (memory.size < MOST_REMEMBERED)
        return;
    for (const oldest of memory.keys()) {
        memory.delete(oldest);
        return;
    }
}
function together(earlier, later) {
    const items = new Map([...earlier.items, ...later.items].map((item) => [item.id, item]));
    return { ...later, items: [...items.values()], events: [...earlier.events, ...later.events] };
}
//# sourceMappingURL=view-writer.js.map