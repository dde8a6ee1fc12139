const NEVER = -1;
const MAX_POST = 16;
export function subnetFor(net, start, kept, wanted) {
    const { distance, live } = forwards(net, start);
    const possible = wanted.filter((place) => distance[place] !== NEVER);
    if (possible.length === 0)
        return undefined;
    const { transitions, held } = backwards(net, live, kept, possible);
    const targets = possible.map((place) => [...held, place].toSorted((a, b) => a - b));
    return { start, transitions, targets, distance };
}
function forwards(net, start) {
    const distance = new Int32Array(net.size).fill(NEVER);
    const missing = net.transitions.map((transition) => transition.pre.length);
    const live = [];
    const queue = [];
    for (const [place, tokens] of start.entries()) {
        if (tokens === 0)
            continue;
        distance[place] = 0;
        queue.push(place);
    }
    for (let next = 0; next < queue.length; next++) {
        const place = queue[next] ?? 0;
        for (const index of net.consumers[place] ?? []) {
            const left = (missing[index] ?? 0) - 1;
            missing[index] = left;
            if (left > 0)
                continue;
            live.push(index);
            for (const output of net.transitions[index]?.post ?? []) {
                if (distance[output] !== NEVER)
                    continue;
                distance[output] = (distance[place] ?? 0) + 1;
                queue.push(output);
            }
        }
    }
    return { distance, live: live.toSorted((a, b) => a - b) };
}
function backwards(net, live, kept, wanted) {
    const producers = Array.from({ length: net.size }, () => []);
    for (const index of live) {
        for (const place of net.transitions[index]?.post ?? [])
            producers[place]?.push(index);
    }
    const chosen = new Set();
    const seen = new Set(wanted);
    const queue = [...wanted];
    const unheld = new Set(kept);
    const held = [];
    const threaten = (place) => {
        if (unheld.delete(place))
            held.push(place);
        else
            return;
        if (!seen.has(place)) {
            seen.add(place);
            queue.push(place);
        }
    };
    for (let next = 0; next < queue.length; next++) {
        for (const index of producers[queue[next] ?? 0] ?? []) {
            const transition = net.transitions[index];
            if (!transition || chosen.has(index))
                continue;
            chosen.add(index);
            for (const place of transition.pre) {
                threaten(place);
                if (seen.has(place))
                    continue;
                seen.add(place);
                queue.push(place);
            }
            for (const place of transition.resets)
                threaten(place);
        }
    }
    const transitions = [];
    for (const index of [...chosen].toSorted((a, b) => a - b)) {
        const transition = net.transitions[index];
        if (transition)
            transitions.push({ ...transition, resets: transition.resets.filter((place) => seen.has(place)) });
    }
    return { transitions, held };
}
export function fused(subnet) {
    const start = subnet.start.slice();
    const distance = subnet.distance.slice();
    const net = new Arcs(subnet.transitions);
    const targets = new Set(subnet.targets.flat());
    const candidates = net.places().filter((place) => !targets.has(place));
    for (let changed = true; changed;) {
        changed = false;
        for (const place of candidates)
            if (skip(net, place, start, distance))
                changed = true;
    }
    return { start, transitions: net.transitions(), targets: subnet.targets, distance };
}
function skip(net, place, start, distance) {
    const consumers = [...net.consumers(place)];
    const producers = [...net.producers(place)];
    const tokens = start[place] ?? 0;
    if (consumers.length === 0)
        return false;
    if (tokens > 0 && consumers.length > 1)
        return false;
    if (producers.length * consumers.length > producers.length + consumers.length)
        return false;
    for (const { pre, post, resets } of consumers) {
        if (pre.length !== 1 || resets.length > 0 || post.includes(place))
            return false;
        if (!post.every((output) => net.isAsSafe(output, place)))
            return false;
    }
    let longest = 0;
    for (const { post } of consumers)
        longest = Math.max(longest, post.length);
    for (const { post } of producers) {
        if (post.length - 1 + longest > Math.max(MAX_POST, post.length))
            return false;
        if (post.indexOf(place) !== post.lastIndexOf(place))
            return false;
    }
    for (const consumer of consumers) {
        net.remove(consumer);
        for (const output of tokens > 0 ? consumer.post : []) {
            start[output] = (start[output] ?? 0) + tokens;
            distance[output] = 0;
        }
    }
    start[place] = 0;
    for (const producer of producers) {
        net.remove(producer);
        const rest = producer.post.filter((output) => output !== place);
        for (const consumer of consumers)
            net.add({ ...producer, post: [...rest, ...consumer.post] });
    }
    return true;
}
class Arcs {
    #alive = new Set();
    #consumers = new Map();
    #producers = new Map();
    #emptied = new Map();
    constructor(transitions) {
        for (const transition of transitions) {
            this.add(transition);
            for (const place of transition.resets)
                into(this.#emptied, place, transition.resets);
        }
    }
    places() {
        return [...this.#consumers.keys()].toSorted((a, b) => a - b);
    }
    transitions() {
        return [...this.#alive];
    }
    consumers(place) {
        return this.#consumers.get(place) ?? new Set();
    }
    producers(place) {
        return this.#producers.get(place) ?? new Set();
    }
    isAsSafe(place, other) {
        const sets = this.#emptied.get(other);
        for (const set of this.#emptied.get(place) ?? [])
            if (!sets?.has(set))
                return false;
        return true;
    }
    add(transition) {
        if (isPart(transition.post, transition.pre))
            return;
        this.#alive.add(transition);
        for (const place of transition.pre)
            into(this.#consumers, place, transition);
        for (const place of transition.post)
            into(this.#producers, place, transition);
    }
    remove(transition) {
        this.#alive.delete(transition);
        for (const place of transition.pre)
            this.#consumers.get(place)?.delete(transition);
        for (const place of transition.post)
            this.#producers.get(place)?.delete(transition);
    }
}
function into(index, place, value) {
    const known = index.get(place);
    if (known)
        known.add(value);
    else
        index.set(place, new Set([value]));
}
function isPart(part, whole) {
    const left = [...whole];
    for (const place of part) {
        const at = left.indexOf(place);
        if (at < 0)
            return false;
        left.splice(at, 1);
    }
    return true;
}
//# sourceMappingURL=reset-subnet.js.map