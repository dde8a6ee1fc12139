import { unavailable } from "./http/problem.js";
export const PER_ITEM = 1;
export const PER_CASE = 6;
export const WAITING_PER_CASE = 1_000;
export class Admission {
    #items = new Map();
    #cases = new Map();
    #present = new Map();
    async run({ caseId, item, deadline, }, command) {
        const present = this.#present.get(caseId) ?? 0;
        if (present >= WAITING_PER_CASE)
            throw unavailable("Too many commands wait for this case. The command may be repeated.");
        this.#present.set(caseId, present + 1);
        try {
            if (item === undefined)
                return await this.#inCase(caseId, deadline, { waited: false, latest: undefined }, command);
            return await within(this.#items, item, PER_ITEM, deadline, async (gate, waited) => {
                const turn = { waited, latest: gate.latest };
                gate.latest = undefined;
                return await this.#inCase(caseId, deadline, turn, async (own) => {
                    const outcome = await command(own);
                    gate.latest = outcome.latest;
                    return outcome;
                });
            });
        }
        finally {
            const left = (this.#present.get(caseId) ?? 1) - 1;
            if (left === 0)
                this.#present.delete(caseId);
            else
                this.#present.set(caseId, left);
        }
    }
    async #inCase(caseId, deadline, turn, command) {
        return await within(this.#cases, caseId, PER_CASE, deadline, async (_gate, waited) => {
            const { result } = await command({ ...turn, waited: turn.waited || waited });
            return result;
        });
    }
}
class Gate {
    #places;
    #waiting = new Set();
    #inside = 0;
    latest;
    constructor(places) {
        this.#places = places;
    }
    get isEmpty() {
        return this.#inside === 0 && this.#waiting.size === 0;
    }
    async enter(deadline) {
        if (this.#inside < this.#places) {
            this.#inside += 1;
            return false;
        }
        await new Promise((resolve, reject) => {
            const admitted = () => {
                clearTimeout(timer);
                resolve();
            };
            const timer = setTimeout(() => {
                this.#waiting.delete(admitted);
                reject(unavailable("The case is busy: the command did not get its turn in time. It may be repeated."));
            }, Math.max(0, deadline - Date.now()));
            this.#waiting.add(admitted);
        });
        return true;
    }
    leave() {
        for (const next of this.#waiting) {
            this.#waiting.delete(next);
            next();
            return;
        }
        this.#inside -= 1;
    }
}
async function within(gates, key, places, deadline, run) {
    const gate = gates.get(key) ?? new Gate(places);
    gates.set(key, gate);
    try {
        const waited = await gate.enter(deadline);
        try {
            return await run(gate, waited);
        }
        finally {
            gate.leave();
        }
    }
    finally {
        if (gate.isEmpty)
            gates.delete(key);
    }
}
//# sourceMappingURL=admission.js.map