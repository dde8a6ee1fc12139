import { sum } from "./content.js";
function roundsOf(node, counts) {
    const body = node.kind === "leaf" ? leafRounds(node, counts) : bodyRounds(node, counts);
    if (!body || node.kind === "leaf")
        return body;
    const low = body[0] === 0 ? 0 : Math.ceil(body[0] / node.max);
    const high = node.min === 0 ? Infinity : Math.floor(body[1] / node.min);
    return inOrder(body[0] > 0 && node.max === Infinity ? 1 : low, high);
}
const UNDECIDED = -1;
function leafRounds(node, counts) {
    const count = counts[node.leaf] ?? 0;
    if (count === UNDECIDED)
        return [0, Infinity];
    const low = count === 0 ? 0 : node.max === Infinity ? 1 : Math.ceil(count / node.max);
    return inOrder(low, node.min === 0 ? Infinity : Math.floor(count / node.min));
}
function bodyRounds(node, counts) {
    const isChoice = node.kind === "choice";
    let low = 0;
    let high = isChoice ? 0 : Infinity;
    for (const child of node.children) {
        const rounds = roundsOf(child, counts);
        if (!rounds)
            return undefined;
        low = isChoice ? low + rounds[0] : Math.max(low, rounds[0]);
        high = isChoice ? high + rounds[1] : Math.min(high, rounds[1]);
    }
    return inOrder(low, high);
}
function inOrder(low, high) {
    return low <= high && low !== Infinity ? [low, high] : undefined;
}
function layOut(node, times, counts) {
    if (node.kind === "leaf") {
        const shares = share(counts[node.leaf] ?? 0, times, node.min, node.max);
        return shares.map((count) => (count > 0 ? [{ leaf: node.leaf, count }] : []));
    }
    const [low, high] = bodyRounds(node, counts) ?? [0, 0];
    const total = high === Infinity ? low : Math.max(low, times * node.min);
    const rounds = node.kind === "choice" ? choiceRounds(node, total, counts) : sequenceRounds(node, total, counts);
    let taken = 0;
    return share(total, times, node.min, node.max).map((size) => rounds.slice(taken, (taken += size)).flat());
}
function share(total, times, min, max) {
    let left = total;
    return Array.from({ length: times }, (_entry, index) => {
        const size = Math.max(Math.min(max, left - min * (times - 1 - index)), 0);
        const taken = Math.min(size, left);
        left -= taken;
        return taken;
    });
}
function sequenceRounds(node, total, counts) {
    const columns = node.children.map((child) => layOut(child, total, counts));
    return Array.from({ length: total }, (_entry, round) => columns.flatMap((column) => column[round] ?? []));
}
function choiceRounds(node, total, counts) {
    const ranges = node.children.map((child) => roundsOf(child, counts) ?? [0, 0]);
    let extra = total - sum(ranges.map((range) => range[0]));
    const columns = node.children.map((child, index) => {
        const [low, high] = ranges[index] ?? [0, 0];
        const more = Math.min(extra, high - low);
        extra -= more;
        return layOut(child, low + more, counts);
    });
    const longest = Math.max(0, ...columns.map((column) => column.length));
    const rounds = [];
    for (let round = 0; round < longest; round += 1) {
        for (const column of columns)
            if (round < column.length)
                rounds.push(column[round] ?? []);
    }
    return rounds;
}
const MAX_DIVISIONS = 20_000;
export function arrange(plan, counts) {
    const { root, leaves, leavesOf } = plan;
    if (!root)
        return [...counts.values()].some((count) => count > 0) ? "impossible" : [];
    if ([...counts].some(([name, count]) => count > 0 && !leavesOf.has(name)))
        return "impossible";
    const byLeaf = divide(root, leavesOf, counts);
    if (typeof byLeaf === "string")
        return byLeaf;
    const runs = layOut(root, 1, byLeaf).flat();
    return runs.flatMap((run) => Array.from({ length: run.count }, () => leaves[run.leaf] ?? ""));
}
function divide(root, leavesOf, counts) {
    const names = [...leavesOf].toSorted(([, first], [, second]) => first.length - second.length);
    const steps = names.flatMap(([name, places]) => places.map((leaf, place) => ({ name, leaf, isLast: place === places.length - 1 })));
    const remaining = new Map(names.map(([name]) => [name, counts.get(name) ?? 0]));
    const byLeaf = steps.map(() => UNDECIDED);
    const budget = { tries: MAX_DIVISIONS };
    const fits = () => {
        budget.tries -= 1;
        const rounds = roundsOf(root, byLeaf);
        return rounds !== undefined && rounds[0] <= 1 && rounds[1] >= 1;
    };
    const decide = (index) => {
        const step = steps[index];
        if (!step)
            return fits();
        const left = remaining.get(step.name) ?? 0;
        for (let count = left; count >= (step.isLast ? left : 0) && budget.tries > 0; count -= 1) {
            byLeaf[step.leaf] = count;
            remaining.set(step.name, left - count);
            if ((step.isLast || fits()) && decide(index + 1))
                return true;
        }
        byLeaf[step.leaf] = UNDECIDED;
        remaining.set(step.name, left);
        return false;
    };
    if (decide(0))
        return byLeaf;
    return budget.tries > 0 ? "impossible" : "unknown";
}
//# sourceMappingURL=arrangement.js.map