import { isList, own } from "./shape.js";
export const WILDCARD = "*";
const plans = new WeakMap();
export function contentOf(type) {
    let plan = plans.get(type);
    if (!plan)
        plans.set(type, (plan = makePlan(type)));
    return plan;
}
function makePlan(type) {
    const leaves = [];
    const content = type.content;
    const root = content && toNode(content, leaves);
    const slots = new Map();
    for (const particle of content ? elementsOf(content) : []) {
        if (slots.has(particle.name) || !content)
            continue;
        const { min, max } = occurrences(content, particle.name);
        const isFixed = standsFixed(content, particle.name);
        slots.set(particle.name, { name: particle.name, particle, min, max, isList: max > 1, isFixed });
    }
    const isOpen = leaves.includes(WILDCARD);
    const isPlain = content !== undefined &&
        content.kind !== "choice" &&
        content.min === 1 &&
        content.max === 1 &&
        content.particles.every((particle) => particle.kind === "element") &&
        slots.size === content.particles.length;
    const leavesOf = new Map();
    for (const [leaf, name] of leaves.entries())
        leavesOf.set(name, [...(leavesOf.get(name) ?? []), leaf]);
    return { slots, isOpen, isPlain, root, leaves, leavesOf };
}
function toNode(particle, leaves) {
    const { min } = particle;
    const max = particle.max ?? Infinity;
    if (particle.kind === "element" || particle.kind === "any") {
        const leaf = leaves.push(particle.kind === "any" ? WILDCARD : particle.name) - 1;
        return { kind: "leaf", leaf, min, max };
    }
    const children = particle.particles.map((child) => toNode(child, leaves));
    return { kind: particle.kind === "choice" ? "choice" : "sequence", children, min, max };
}
export function elementsOf(group) {
    return group.particles.flatMap((particle) => {
        if (particle.kind === "element")
            return [particle];
        return particle.kind === "any" ? [] : elementsOf(particle);
    });
}
export function occurrences(particle, name) {
    const times = particle.max ?? Infinity;
    if (particle.kind === "any" || times === 0)
        return { min: 0, max: 0 };
    if (particle.kind === "element")
        return particle.name === name ? { min: particle.min, max: times } : { min: 0, max: 0 };
    const parts = particle.particles.map((part) => occurrences(part, name));
    const mins = parts.map((part) => part.min);
    const maxes = parts.map((part) => part.max);
    const isChoice = particle.kind === "choice";
    const min = isChoice ? Math.min(...mins, Infinity) : sum(mins);
    const max = isChoice ? Math.max(...maxes, 0) : sum(maxes);
    return { min: min === Infinity ? 0 : min * particle.min, max: max === 0 ? 0 : max * times };
}
export function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}
function standsFixed(group, name) {
    if (group.kind === "choice" || group.min === 0)
        return false;
    return group.particles.some((particle) => {
        if (particle.kind === "element")
            return particle.name === name;
        return particle.kind !== "any" && standsFixed(particle, name);
    });
}
export function countsOf(plan, value, wild) {
    const counts = new Map(wild > 0 ? [[WILDCARD, wild]] : []);
    for (const slot of plan.slots.values())
        counts.set(slot.name, occurrencesOf(value, slot.name, slot.isList).length);
    return counts;
}
export function occurrencesOf(value, name, isRepeated) {
    const entry = own(value, name);
    if (entry === undefined)
        return [];
    return isRepeated && isList(entry) ? entry : [entry];
}
//# sourceMappingURL=content.js.map