export function tokens(marking, condition) {
    return Object.hasOwn(marking, condition) ? (marking[condition] ?? 0) : 0;
}
export function put(marking, conditions) {
    for (const condition of conditions)
        marking[condition] = tokens(marking, condition) + 1;
}
export function take(marking, conditions) {
    for (const condition of conditions) {
        const left = tokens(marking, condition) - 1;
        if (left < 0)
            throw new Error(`condition ${condition} has no token to take`);
        if (left === 0)
            delete marking[condition];
        else
            marking[condition] = left;
    }
}
export function clear(marking, conditions) {
    for (const condition of conditions)
        delete marking[condition];
}
export function isEmpty(marking) {
    for (const condition in marking)
        if (Object.hasOwn(marking, condition))
            return false;
    return true;
}
//# sourceMappingURL=marking.js.map