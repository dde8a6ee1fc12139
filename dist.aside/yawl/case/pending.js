import { hasEnded } from "../work/item.js";
export function pendingId(pending) {
    switch (pending.kind) {
        case "people":
            return `people:${pending.item}`;
        case "call":
        case "callback":
            return `${pending.kind}:${pending.item}:${pending.number}`;
    }
}
export function pendingOf(outstanding, id) {
    return Object.hasOwn(outstanding, id) ? outstanding[id] : undefined;
}
export function pendingFor(item, asks) {
    if (hasEnded(item.status) || item.status === "suspended")
        return undefined;
    if (!item.call)
        return asks && { kind: "people", item: item.id, ...asks };
    const { number, waitsUntil } = item.call;
    if (waitsUntil === undefined)
        return { kind: "call", item: item.id, number };
    return { kind: "callback", item: item.id, number, until: waitsUntil };
}
export function pendingIdsOf({ id, call }) {
    return call ? [`call:${id}:${call.number}`, `callback:${id}:${call.number}`] : [`people:${id}`];
}
export function lookingForPeople({ pending, items, }) {
    const found = [];
    for (const each of Object.values(pending)) {
        const item = each.kind === "people" ? items[each.item] : undefined;
        if (each.kind === "people" && item)
            found.push({ pending: each, item });
    }
    return found;
}
//# sourceMappingURL=pending.js.map