export const MAX_WORK = 600_000;
export const MAX_STEP_WORK = 1_500_000;
export const STEP = 5;
export const INDIRECT_CALL = 2_500;
export const MAX_LENGTH = 10_000;
export class Exhausted extends Error {
}
export class Budget {
    #left;
    #units;
    reason;
    sorted = 0;
    constructor(units = MAX_WORK) {
        this.#left = units;
        this.#units = units;
    }
    get spent() {
        return this.#units - this.#left;
    }
    spend(units) {
        this.#left -= units;
        if (this.#left < 0)
            this.end("needs too much work");
    }
    read(text) {
        this.spend(1 + text.length / 50);
    }
    end(reason) {
        this.reason ??= reason;
        this.#left = Math.min(this.#left, -1);
        throw new Exhausted(`The expression ${this.reason}.`);
    }
}
//# sourceMappingURL=budget.js.map