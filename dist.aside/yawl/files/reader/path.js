const NAMED_BY_CHILD = new Set([
    "inputParam",
    "outputParam",
    "enablementParam",
    "localVariable",
]);
const MAX_ID = 80;
export function stepsOf(siblings) {
    const seen = new Map();
    return siblings.map((element) => {
        const { name } = element;
        const number = (seen.get(name) ?? 0) + 1;
        seen.set(name, number);
        const written = name === "rootNet" ? "decomposition" : name;
        const id = element.id ?? (NAMED_BY_CHILD.has(name) ? element.title : undefined);
        if (id !== undefined)
            return `${written}[${id.slice(0, MAX_ID)}]`;
        return number > 1 ? `${written}[${number}]` : written;
    });
}
//# sourceMappingURL=path.js.map