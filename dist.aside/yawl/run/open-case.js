import { advance } from "../case/advance.js";
import { CURRENT_FLAGS } from "../case/flags.js";
import { upgrade } from "../case/format.js";
import { pendingId } from "../case/pending.js";
import { ok } from "../model/fault.js";
import { link } from "../net/linked.js";
export function openCase(opening) {
    const { id = "case", data = {}, seed = 1, now = 0, flags = CURRENT_FLAGS, onStep } = opening;
    const linked = linkedOf(opening);
    const launched = advance(linked, undefined, { type: "launch", id, data, seed, flags }, now);
    if (!launched.ok)
        return launched;
    onStep?.(launched.value);
    return ok(new OpenCase(linked, launched.value.state, now, launched.value, onStep));
}
export function loadCase(saved, subject, onStep) {
    const { state, now } = JSON.parse(saved);
    const linked = linkedOf(subject);
    const upgraded = upgrade(state);
    return new OpenCase(linked, upgraded, now, { linked, state: upgraded, events: [], now }, onStep);
}
function linkedOf(subject) {
    return "linked" in subject ? subject.linked : link(subject.specification);
}
export class OpenCase {
    linked;
    clock;
    #step;
    #state;
    #onStep;
    constructor(linked, state, now, step, onStep) {
        this.linked = linked;
        this.#state = state;
        this.#step = step;
        this.#onStep = onStep;
        this.clock = new Clock(now, () => Object.values(this.#state.pending), (pending) => void this.#take({ type: "timer-due", pending }));
    }
    get state() {
        return this.#state;
    }
    get step() {
        return this.#step;
    }
    get data() {
        return this.#state.nets[this.linked.specification.rootNet]?.data ?? this.#state.result ?? {};
    }
    send(message) {
        return this.#take({ type: "command", message });
    }
    answerPeople(found) {
        return this.#take({ type: "people-found", found });
    }
    findPeople(choose) {
        const found = Object.values(this.#state.pending).flatMap((pending) => pending.kind === "people" ? [{ item: pending.item, people: choose(pending) }] : []);
        return this.answerPeople(found);
    }
    answerCall(outcome) {
        return this.#take({ type: "call-ended", outcome });
    }
    save() {
        const saved = { state: this.#state, now: this.clock.now };
        return JSON.stringify(saved);
    }
    #take(input) {
        const advanced = advance(this.linked, this.#state, input, this.clock.now);
        if (!advanced.ok)
            return advanced;
        this.#step = advanced.value;
        this.#state = advanced.value.state;
        this.#onStep?.(advanced.value);
        return advanced;
    }
}
export class Clock {
    #now;
    #pending;
    #fire;
    constructor(now, pending, fire) {
        this.#now = now;
        this.#pending = pending;
        this.#fire = fire;
    }
    get now() {
        return this.#now;
    }
    get queue() {
        return this.#pending()
            .flatMap((pending) => {
            const at = dueAt(pending);
            return at === undefined ? [] : [{ at, pending: pendingId(pending) }];
        })
            .toSorted((a, b) => a.at - b.at);
    }
    advance(milliseconds) {
        this.set(this.#now + milliseconds);
    }
    set(instant) {
        for (;;) {
            const [next] = this.queue;
            if (!next || next.at > instant)
                break;
            this.#now = Math.max(this.#now, next.at);
            this.#fire(next.pending);
        }
        this.#now = Math.max(this.#now, instant);
    }
}
function dueAt(pending) {
    switch (pending.kind) {
        case "people":
        case "call":
            return undefined;
        case "callback":
            return pending.until;
    }
}
//# sourceMappingURL=open-case.js.map