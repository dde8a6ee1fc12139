import { arrange } from "./arrangement.js";
import { countsOf } from "./content.js";
import { quoted } from "./facets.js";
export function contentProblem(plan, value, wild) {
    const counts = countsOf(plan, value, wild);
    if (arrange(plan, counts) !== "impossible")
        return undefined;
    const present = new Set([...counts].filter(([, count]) => count > 0).map(([name]) => name));
    return (plan.root && choiceProblem(plan.root, plan.leaves, present)) ?? groupProblem(counts);
}
function choiceProblem(node, leaves, present) {
    if (node.kind === "leaf" || node.max !== 1)
        return undefined;
    const children = node.kind === "choice" ? alternativesOf(node.children) : node.children;
    const alternatives = children.map((child) => namesBelow(child, leaves));
    const taken = alternatives.filter((names) => names.some((name) => present.has(name)));
    if (node.kind === "choice" && taken.length === 0 && !canBeEmpty(node))
        return `must have one of ${oneOf(alternatives)}`;
    if (node.kind === "choice" && taken.length > 1)
        return `must have only one of ${oneOf(taken)}`;
    for (const [index, child] of children.entries()) {
        const isTaken = alternatives[index]?.some((name) => present.has(name)) ?? false;
        const problem = isTaken || (node.kind === "sequence" && child.min > 0)
            ? choiceProblem(child, leaves, present)
            : undefined;
        if (problem !== undefined)
            return problem;
    }
    return undefined;
}
function canBeEmpty(node) {
    if (node.min === 0)
        return true;
    if (node.kind === "leaf")
        return false;
    return node.kind === "choice" ? node.children.some(canBeEmpty) : node.children.every(canBeEmpty);
}
function alternativesOf(children) {
    return children.flatMap((child) => child.kind === "choice" && child.min === 1 && child.max === 1 ? alternativesOf(child.children) : [child]);
}
function namesBelow(node, leaves) {
    return node.kind === "leaf"
        ? [leaves[node.leaf] ?? ""]
        : node.children.flatMap((child) => namesBelow(child, leaves));
}
function oneOf(alternatives) {
    return alternatives.map((names) => [...new Set(names)].map(quoted).join(" with ")).join(", ");
}
function groupProblem(counts) {
    const numbers = [...counts]
        .filter(([, count]) => count > 0)
        .map(([name, count]) => `${quoted(name)} (${count})`);
    return `has elements in numbers that its type does not allow together: ${numbers.join(", ") || "none"}`;
}
//# sourceMappingURL=content-check.js.map