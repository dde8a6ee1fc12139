import { isInvolved } from "../../store/items.js";
export function maySeeItem(item, caller) {
    return (caller.manager ||
        item.allocatedTo === caller.id ||
        item.endedBy === caller.id ||
        (item.status === "offered" && item.offeredTo.includes(caller.id)));
}
export async function viewOfCase(view, caller) {
    if (caller.manager || view.startedBy === caller.id)
        return "all";
    return (await isInvolved(view.id, caller.id)) ? "outline" : "nothing";
}
//# sourceMappingURL=visibility.js.map