import { MAX_STEP_WORK } from "../data/expressions/budget.js";
import { netOf } from "../net/linked.js";
import { applyTo } from "./apply.js";
import { Draft } from "./draft.js";
import { netInstance } from "./state.js";
export class Progress {
    linked;
    now;
    events = [];
    dirty = new Map();
    silentFirings = 0;
    instancesMade = 0;
    work = { left: MAX_STEP_WORK };
    #draft;
    #checkpoint;
    #attempts = 0;
    constructor(linked, state, now) {
        this.linked = linked;
        this.now = now;
        this.#draft = new Draft(state);
        this.#checkpoint = { state, events: 0 };
    }
    get state() {
        return this.#draft.state;
    }
    emit(event) {
        applyTo(this.#draft, event);
        this.events.push(event);
    }
    touch(net, conditions) {
        const known = this.dirty.get(net);
        if (!known) {
            this.dirty.set(net, new Set(conditions));
            return;
        }
        for (const condition of conditions)
            known.add(condition);
    }
    has(flag) {
        return this.state.flags.includes(flag);
    }
    netFor(key) {
        return netOf(this.linked, netInstance(this.state, key).net);
    }
    attempt(part) {
        const events = this.events.length;
        this.#attempts += 1;
        const answer = part();
        this.#attempts -= 1;
        if (!answer.ok && this.events.length > events) {
            this.events.length = events;
            this.#goBack();
        }
        return answer;
    }
    #goBack() {
        const { state, events } = this.#checkpoint;
        this.#draft = new Draft(state);
        for (let index = events; index < this.events.length; index += 1) {
            const event = this.events[index];
            if (event)
                applyTo(this.#draft, event);
        }
        if (this.#attempts > 0)
            return;
        this.#checkpoint = { state: this.#draft.freeze(), events: this.events.length };
    }
    draw(n) {
        const random = (this.state.random + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(random ^ (random >>> 15), random | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        this.emit({ type: "drawn", random });
        return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * n);
    }
}
//# sourceMappingURL=progress.js.map