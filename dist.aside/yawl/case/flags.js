const FLAGS = {
    "whole-instance-counts": {
        since: "2026-11-25",
        reason: "A multiple-instance task whose number of instances is no whole number has a fault in its data: rounding it down made two instances of 2.9 and told nobody.",
    },
};
export const CURRENT_FLAGS = Object.keys(FLAGS);
export function knownFlags(flags) {
    for (const flag of flags) {
        if (!Object.hasOwn(FLAGS, flag))
            throw new Error(`this version does not know the behaviour "${flag}"`);
    }
    return flags;
}
//# sourceMappingURL=flags.js.map