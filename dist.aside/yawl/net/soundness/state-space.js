import { orJoinDecision } from "../or-join/or-join.js";
import { precedences } from "./reduce.js";
const MAX_OR_PREDICATES = 10;
export class StateSpace {
    initial;
    output;
    incomplete = false;
    #net;
    #names = [];
    #conditionCount;
    #consumers;
    #busy = new Map();
    constructor(net) {
        this.#net = net;
        const places = new Map();
        for (const condition of Object.keys(net.net.conditions)) {
            places.set(condition, this.#names.length);
            this.#names.push(condition);
        }
        const placeOf = (condition) => places.get(condition) ?? -1;
        this.#conditionCount = this.#names.length;
        this.#consumers = this.#names.map(() => []);
        this.initial = [placeOf(net.net.input)];
        this.output = placeOf(net.net.output);
        const busyPlaces = new Map();
        for (const id of net.tasks.keys()) {
            busyPlaces.set(id, this.#names.length);
            this.#names.push(id);
        }
        const rank = precedences(net);
        for (const { id, task } of net.tasks.values()) {
            const resets = [
                ...(task.cancels?.conditions ?? []).map(placeOf),
                ...(task.cancels?.tasks ?? []).map((other) => busyPlaces.get(other) ?? -1),
            ];
            const analysed = {
                task,
                inputs: [...new Set(task.from)].map(placeOf),
                busy: busyPlaces.get(id) ?? -1,
                outcomes: this.#outcomesOf(task).map((outcome) => outcome.map(placeOf)),
                resets: new Set(resets),
                endsAtOnce: rank.get(id)?.endsAtOnce ?? false,
                goesFirst: rank.get(id)?.goesFirst ?? false,
            };
            this.#busy.set(analysed.busy, analysed);
            for (const input of analysed.inputs)
                this.#consumers[input]?.push(analysed);
        }
    }
    moves(state) {
        if (state.includes(this.output))
            return [];
        const moves = [];
        const looked = new Set();
        let place = -1;
        for (const token of state) {
            if (token === place)
                continue;
            place = token;
            const ending = this.#busy.get(place);
            if (ending)
                for (const to of this.#ends(ending, state))
                    moves.push({ to });
            for (const task of this.#consumers[place] ?? []) {
                if (looked.has(task))
                    continue;
                looked.add(task);
                const starts = this.#starts(task, state);
                if (task.goesFirst && starts.length > 0)
                    return starts;
                moves.push(...starts);
            }
        }
        return moves;
    }
    describe(state) {
        const marking = {};
        const busy = [];
        for (const place of state) {
            const name = this.#names[place] ?? "";
            if (place < this.#conditionCount)
                marking[name] = (Object.hasOwn(marking, name) ? (marking[name] ?? 0) : 0) + 1;
            else
                busy.push(name);
        }
        return { marking, busy };
    }
    #starts(task, state) {
        if (state.includes(task.busy))
            return [];
        const moves = [];
        for (const taken of this.#takes(task, state)) {
            const busy = add(without(state, taken), [task.busy]);
            const starts = task.task.id;
            if (task.endsAtOnce)
                for (const to of this.#ends(task, busy))
                    moves.push({ starts, to });
            else
                moves.push({ starts, to: busy });
        }
        return moves;
    }
    #takes({ task, inputs }, state) {
        const marked = inputs.filter((input) => state.includes(input));
        if (task.join === "xor")
            return marked.map((input) => [input]);
        if (marked.length === inputs.length)
            return [inputs];
        if (task.join === "and" || marked.length === 0)
            return [];
        const { marking, busy } = this.describe(state);
        const decision = orJoinDecision(this.#net, task, marking, busy, 200);
        if (decision.kind === "undecided")
            this.incomplete = true;
        return decision.kind === "enabled" ? [marked] : [];
    }
    #ends({ busy, resets, outcomes }, state) {
        const rest = without(state, [busy]);
        const left = resets.size > 0 ? rest.filter((place) => !resets.has(place)) : rest;
        return outcomes.map((outcome) => add(left, outcome));
    }
    #outcomesOf({ split, flows }) {
        if (split === "and" || flows.length === 1)
            return [flows.map(({ to }) => to)];
        const isCertain = (flow) => !flow.predicate && !flow.isDefault;
        if (split === "xor") {
            const last = flows.findIndex((flow) => isCertain(flow) || flow.isDefault);
            return (last < 0 ? flows : flows.slice(0, last + 1)).map(({ to }) => [to]);
        }
        const certain = flows.filter(isCertain).map(({ to }) => to);
        const possible = flows.filter((flow) => flow.predicate).map(({ to }) => to);
        if (possible.length > MAX_OR_PREDICATES)
            this.incomplete = true;
        const outcomes = [certain];
        for (const to of possible.slice(0, MAX_OR_PREDICATES)) {
            outcomes.push(...outcomes.map((outcome) => [...outcome, to]));
        }
        const fallback = flows.find(({ isDefault }) => isDefault) ?? flows.at(-1);
        return outcomes.map((outcome) => (outcome.length > 0 || !fallback ? outcome : [fallback.to]));
    }
}
function without(state, taken) {
    const left = [...state];
    for (const place of taken) {
        const at = left.indexOf(place);
        if (at >= 0)
            left.splice(at, 1);
    }
    return left;
}
function add(state, places) {
    const next = [...state];
    for (const place of places) {
        let at = next.length;
        next.push(place);
        for (; at > 0 && (next[at - 1] ?? 0) > place; at--)
            next[at] = next[at - 1] ?? 0;
        next[at] = place;
    }
    return next;
}
//# sourceMappingURL=state-space.js.map