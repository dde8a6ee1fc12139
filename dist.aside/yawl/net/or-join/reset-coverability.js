import { fused, subnetFor } from "./reset-subnet.js";
export const COVERABILITY_LIMIT = 3_000;
const QUICK_LIMIT = 100;
const STEPS_PER_MARKING = 20;
export function coverable(net, start, kept, wanted, limit = COVERABILITY_LIMIT, quickLimit = QUICK_LIMIT) {
    const subnet = subnetFor(net, start, kept, wanted);
    if (subnet === undefined)
        return { kind: "not-coverable" };
    const quick = search(subnet, Math.min(quickLimit, limit));
    return quick.kind === "undecided" ? search(fused(subnet), limit) : quick;
}
function search(subnet, limit) {
    const producers = producersOf(subnet);
    const basis = new Basis();
    const open = new Heap();
    let collected = 0;
    let steps = 0;
    const add = (tokens) => {
        steps += 1;
        if (basis.covers(tokens))
            return false;
        if (isCovered(tokens, subnet.start))
            return true;
        let distance = 0;
        for (const place of tokens)
            distance += subnet.distance[place] ?? 0;
        const minimal = { tokens, distance, order: collected, superseded: false };
        collected += 1;
        basis.add(minimal);
        open.push(minimal);
        return false;
    };
    for (const target of subnet.targets)
        if (add(target))
            return { kind: "coverable" };
    for (let next = open.pop(); next; next = open.pop()) {
        if (next.superseded)
            continue;
        let place = -1;
        for (const token of next.tokens) {
            if (token === place)
                continue;
            place = token;
            for (const transition of producers[place] ?? []) {
                const before = predecessor(next.tokens, transition);
                if (before && add(before))
                    return { kind: "coverable" };
            }
        }
        if (collected > limit || steps > limit * STEPS_PER_MARKING)
            return { kind: "undecided", explored: collected };
    }
    return { kind: "not-coverable" };
}
function producersOf(subnet) {
    const producers = Array.from({ length: subnet.start.length }, () => []);
    for (const transition of subnet.transitions) {
        for (const place of new Set(transition.post))
            producers[place]?.push(transition);
    }
    return producers;
}
function predecessor(tokens, { pre, post, resets }) {
    const left = [...tokens];
    for (const place of post) {
        const at = left.indexOf(place);
        if (at >= 0)
            left.splice(at, 1);
    }
    for (const place of resets)
        if (left.includes(place))
            return undefined;
    left.push(...pre);
    return left.toSorted((a, b) => a - b);
}
function isCovered(tokens, start) {
    let run = 0;
    for (const [index, place] of tokens.entries()) {
        run = index > 0 && tokens[index - 1] === place ? run + 1 : 1;
        if ((start[place] ?? 0) < run)
            return false;
    }
    return true;
}
function contains(large, small) {
    if (small.length > large.length)
        return false;
    let at = 0;
    for (const token of small) {
        while (at < large.length && (large[at] ?? 0) < token)
            at += 1;
        if (large[at] !== token)
            return false;
        at += 1;
    }
    return true;
}
class Basis {
    #byFirst = new Map();
    #byPlace = new Map();
    covers(tokens) {
        for (const [index, place] of tokens.entries()) {
            if (index > 0 && tokens[index - 1] === place)
                continue;
            for (const minimal of this.#byFirst.get(place) ?? []) {
                if (!minimal.superseded && contains(tokens, minimal.tokens))
                    return true;
            }
        }
        return false;
    }
    add(minimal) {
        const first = minimal.tokens[0] ?? -1;
        for (const other of this.#byPlace.get(first) ?? []) {
            if (!other.superseded && contains(other.tokens, minimal.tokens))
                other.superseded = true;
        }
        file(this.#byFirst, first, minimal);
        for (const place of new Set(minimal.tokens))
            file(this.#byPlace, place, minimal);
    }
}
function file(index, place, minimal) {
    const known = index.get(place);
    if (known)
        known.push(minimal);
    else
        index.set(place, [minimal]);
}
class Heap {
    #items = [];
    push(item) {
        const items = this.#items;
        let at = items.length;
        items.push(item);
        while (at > 0) {
            const up = (at - 1) >> 1;
            const parent = items[up];
            if (!parent || !isNearer(item, parent))
                break;
            items[at] = parent;
            at = up;
        }
        items[at] = item;
    }
    pop() {
        const items = this.#items;
        const top = items[0];
        const last = items.pop();
        if (!top || !last || top === last)
            return top;
        let at = 0;
        for (;;) {
            const left = items[2 * at + 1];
            if (!left)
                break;
            const right = items[2 * at + 2];
            const down = right && isNearer(right, left) ? 2 * at + 2 : 2 * at + 1;
            const child = items[down];
            if (!child || !isNearer(child, last))
                break;
            items[at] = child;
            at = down;
        }
        items[at] = last;
        return top;
    }
}
function isNearer(a, b) {
    return a.distance === b.distance ? a.order < b.order : a.distance < b.distance;
}
//# sourceMappingURL=reset-coverability.js.map