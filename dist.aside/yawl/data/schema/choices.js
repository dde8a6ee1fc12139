import { elementsOf, occurrences } from "../types/content.js";
export function choiceConstraints(type) {
    if (!type.content)
        return {};
    const constraints = constraintsOf(type.content, type.content);
    return constraints.length > 1 ? { allOf: constraints } : (constraints[0] ?? {});
}
function constraintsOf(group, whole) {
    if (group.max !== 1)
        return [];
    if (group.kind !== "choice" && group.min > 0) {
        return group.particles.flatMap((particle) => (isGroup(particle) ? constraintsOf(particle, whole) : []));
    }
    const branches = group.kind === "choice" ? group.particles : [{ ...group, min: 1 }];
    if (branches.some((branch) => hasWildcard(branch)))
        return [];
    const names = namesOf(group);
    const inner = names.filter((name) => countOf(group, name) === countOf(whole, name));
    const isSimple = branches.every((branch) => branch.kind === "element" && branch.min > 0);
    const alternatives = branches.map((branch) => alternative(branch, isSimple ? [] : inner, whole));
    const canBeEmpty = group.min === 0 || branches.some(isEmptiable);
    if (canBeEmpty && inner.length === 0)
        return [];
    if (canBeEmpty)
        alternatives.push({ properties: excluded(inner, whole) });
    const isDisjoint = inner.length === names.length &&
        branches.flatMap((branch) => namesOf(branch)).length === names.length &&
        branches.every((branch) => namesOf(branch).some((name) => occurrences(branch, name).min > 0));
    return [isDisjoint ? { oneOf: alternatives } : { anyOf: alternatives }];
}
function alternative(branch, inner, whole) {
    const names = namesOf(branch);
    const required = names.filter((name) => occurrences(branch, name).min > 0);
    const others = inner.filter((name) => !names.includes(name));
    const nested = isGroup(branch) ? constraintsOf(branch, whole) : [];
    const filled = required
        .filter((name) => isList(whole, name))
        .map((name) => [name, { minItems: occurrences(branch, name).min }]);
    const properties = { ...Object.fromEntries(filled), ...excluded(others, whole) };
    return {
        ...(required.length > 0 && { required }),
        ...(Object.keys(properties).length > 0 && { properties }),
        ...(nested.length > 0 && { allOf: nested }),
    };
}
function excluded(names, whole) {
    return Object.fromEntries(names.map((name) => [name, isList(whole, name) ? { maxItems: 0 } : false]));
}
function isList(whole, name) {
    return occurrences(whole, name).max > 1;
}
function isGroup(particle) {
    return particle.kind !== "element" && particle.kind !== "any";
}
function hasWildcard(particle) {
    return particle.kind === "any" || (isGroup(particle) && particle.particles.some(hasWildcard));
}
function isEmptiable(particle) {
    if (particle.min === 0 || particle.max === 0)
        return true;
    if (!isGroup(particle))
        return false;
    return particle.kind === "choice"
        ? particle.particles.length === 0 || particle.particles.some(isEmptiable)
        : particle.particles.every(isEmptiable);
}
function namesOf(particle) {
    if (particle.kind === "element")
        return particle.max === 0 ? [] : [particle.name];
    return isGroup(particle) ? [...new Set(elementsOf(particle).map(({ name }) => name))] : [];
}
function countOf(group, name) {
    return elementsOf(group).filter((particle) => particle.name === name).length;
}
//# sourceMappingURL=choices.js.map