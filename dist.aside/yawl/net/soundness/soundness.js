import { StateSpace } from "./state-space.js";
export const SOUNDNESS_LIMIT = 20_000;
const LIMIT_AFTER_GROWTH = 2_000;
const COMPARED_STATES = 1_000;
const MAX_TOKENS = 500;
export function soundness(net, limit = SOUNDNESS_LIMIT) {
    return new Exploration(net, limit).run();
}
class Exploration {
    #space;
    #net;
    #limit;
    #states = [];
    #numbers = new Map();
    #from = [];
    #before = [];
    #started = new Set();
    #final = [];
    constructor(net, limit) {
        this.#net = net;
        this.#limit = limit;
        this.#space = new StateSpace(net);
    }
    run() {
        let improper;
        let complete = true;
        let limit = this.#limit;
        let grows = false;
        this.#visit(this.#space.initial, -1, undefined);
        for (let at = 0; at < this.#states.length; at++) {
            const state = this.#states[at] ?? [];
            if (state.includes(this.#space.output)) {
                this.#final.push(at);
                if (state.length > 1 && improper === undefined) {
                    improper = at;
                    limit = Math.min(limit, this.#states.length + LIMIT_AFTER_GROWTH);
                }
                continue;
            }
            if (this.#states.length > limit || state.length > MAX_TOKENS) {
                complete = false;
                break;
            }
            const moves = this.#space.moves(state);
            if (moves.length === 0 && !this.#space.incomplete)
                return this.#unsound("deadlock", at);
            for (const { starts, to } of moves) {
                if (starts !== undefined)
                    this.#started.add(starts);
                const isNew = this.#visit(to, at, starts);
                if (isNew && !grows && to.length > state.length && this.#piles(to, at)) {
                    grows = true;
                    limit = Math.min(limit, this.#states.length + LIMIT_AFTER_GROWTH);
                }
            }
        }
        const explored = this.#states.length;
        if (complete && !this.#space.incomplete) {
            const stuck = this.#firstWithoutEnd();
            if (stuck !== undefined)
                return this.#unsound("livelock", stuck);
        }
        else if (improper === undefined)
            return { verdict: "undecided", explored };
        if (improper !== undefined)
            return this.#unsound("improper-completion", improper);
        for (const id of this.#net.tasks.keys()) {
            if (this.#started.has(id))
                continue;
            return {
                verdict: "unsound",
                problem: "dead-task",
                element: id,
                path: [],
                marking: {},
                busy: [],
                explored,
            };
        }
        return { verdict: "sound", explored };
    }
    #visit(state, from, task) {
        const key = state.join(" ");
        let number = this.#numbers.get(key);
        const isNew = number === undefined;
        if (number === undefined) {
            number = this.#states.length;
            this.#numbers.set(key, number);
            this.#states.push(state);
            this.#from.push({ state: from, task });
            this.#before.push([]);
        }
        if (from >= 0)
            this.#before[number]?.push(from);
        return isNew;
    }
    #piles(state, last) {
        for (let at = last, steps = 0; at >= 0 && steps < COMPARED_STATES; steps++) {
            const earlier = this.#states[at] ?? [];
            if (earlier.length < state.length && isPart(earlier, state))
                return true;
            at = this.#from[at]?.state ?? -1;
        }
        return false;
    }
    #firstWithoutEnd() {
        const ends = new Uint8Array(this.#states.length);
        const queue = [...this.#final];
        for (const state of queue)
            ends[state] = 1;
        for (let next = 0; next < queue.length; next++) {
            for (const before of this.#before[queue[next] ?? 0] ?? []) {
                if (ends[before] === 1)
                    continue;
                ends[before] = 1;
                queue.push(before);
            }
        }
        const found = ends.indexOf(0);
        return found < 0 ? undefined : found;
    }
    #unsound(problem, at) {
        const path = [];
        for (let state = at; state > 0;) {
            const { state: before, task } = this.#from[state] ?? { state: 0, task: undefined };
            if (task !== undefined)
                path.push(task);
            state = before;
        }
        const { marking, busy } = this.#space.describe(this.#states[at] ?? []);
        const element = [...Object.keys(marking), ...busy].find((id) => id !== this.#net.net.output);
        return {
            verdict: "unsound",
            problem,
            ...(element === undefined ? {} : { element }),
            path: path.toReversed(),
            marking,
            busy,
            explored: this.#states.length,
        };
    }
}
function isPart(part, whole) {
    let at = 0;
    for (const place of part) {
        while (at < whole.length && (whole[at] ?? 0) < place)
            at += 1;
        if (whole[at] !== place)
            return false;
        at += 1;
    }
    return true;
}
//# sourceMappingURL=soundness.js.map