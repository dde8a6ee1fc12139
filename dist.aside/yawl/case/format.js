export const FORMAT = 1;
const UPGRADES = {};
export function upgrade(stored) {
    return upgraded(stored, FORMAT, UPGRADES);
}
export function upgraded(stored, format, upgrades) {
    let state = stored;
    if (state.format === format)
        return state;
    if (typeof state.format !== "number" || state.format > format) {
        throw new Error(`the state has the format ${state.format}; this version knows formats up to ${format}`);
    }
    while (state.format < format) {
        const next = upgrades[state.format];
        if (!next)
            throw new Error(`a state of the format ${state.format} cannot be upgraded any more`);
        state = { ...next(state), format: state.format + 1 };
    }
    return state;
}
//# sourceMappingURL=format.js.map