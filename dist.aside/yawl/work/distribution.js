export function distributed(item, people, at) {
    const { allocatedTo: _, offeredAt: __, ...rest } = item;
    return people.length === 0
        ? { ...rest, status: "unoffered", offeredTo: [] }
        : {
            ...rest,
            status: "offered",
            offeredTo: [...new Set(people)].toSorted(),
            offeredAt: at,
        };
}
export function distribution(item, people, at) {
    return { move: people.length === 0 ? "unoffered" : "offered", item: distributed(item, people, at) };
}
//# sourceMappingURL=distribution.js.map