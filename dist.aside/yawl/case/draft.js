import { netInstance } from "./state.js";
export class Draft {
    #state;
    #own = new Set();
    constructor(state) {
        this.#state = state;
    }
    get state() {
        return this.#state;
    }
    freeze() {
        this.#own = new Set();
        return this.#state;
    }
    whole() {
        const state = this.#mine(this.#state);
        this.#state = state;
        return state;
    }
    nets() {
        const state = this.whole();
        const nets = this.#myRecord(state.nets);
        state.nets = nets;
        return nets;
    }
    items() {
        const state = this.whole();
        const items = this.#myRecord(state.items);
        state.items = items;
        return items;
    }
    pending() {
        const state = this.whole();
        const pending = this.#myRecord(state.pending);
        state.pending = pending;
        return pending;
    }
    net(key) {
        const known = netInstance(this.#state, key);
        if (this.#own.has(known))
            return known;
        const net = this.#mine(known);
        this.nets()[key] = net;
        return net;
    }
    marking(key) {
        const net = this.net(key);
        const marking = this.#myRecord(net.marking);
        net.marking = marking;
        return marking;
    }
    tasks(key) {
        const net = this.net(key);
        const tasks = this.#myRecord(net.tasks);
        net.tasks = tasks;
        return tasks;
    }
    #mine(object) {
        if (this.#own.has(object))
            return object;
        const copy = { ...object };
        this.#own.add(copy);
        return copy;
    }
    #myRecord(record) {
        if (this.#own.has(record))
            return record;
        const copy = copyOf(record);
        this.#own.add(copy);
        return copy;
    }
}
const MANY = 64;
function copyOf(record) {
    let copy = {};
    let count = 0;
    for (const key in record) {
        const entry = record[key];
        if (entry === undefined)
            continue;
        count += 1;
        if (count === MANY)
            copy = Object.assign(Object.create(null), copy);
        copy[key] = entry;
    }
    return count < MANY ? copy : Object.setPrototypeOf(copy, Object.prototype);
}
//# sourceMappingURL=draft.js.map