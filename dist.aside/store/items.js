import { itemView } from "./documents.js";
import { Items } from "./models.js";
import { pageOf } from "./page.js";
const OWNED = ["allocated", "started", "suspended"];
export async function findItem(id) {
    const document = (await Items.findById(id).lean());
    return document ? itemView(document) : undefined;
}
export async function findItemWithHistory(id) {
    const document = (await Items.findById(id).lean());
    return document ? { item: itemView(document), knownTo: document.knownTo ?? [] } : undefined;
}
export async function listItems(filter, page) {
    const conditions = {};
    if (filter.status !== undefined)
        conditions["status"] = filter.status;
    if (filter.caseId !== undefined)
        conditions["caseId"] = filter.caseId;
    if (filter.task !== undefined)
        conditions["task"] = filter.task;
    if (filter.participant !== undefined) {
        conditions["$or"] = [
            { status: "offered", offeredTo: filter.participant },
            { allocatedTo: filter.participant },
        ];
    }
    const { documents, nextCursor } = await pageOf(Items, conditions, { field: "enabledAt", direction: 1 }, page);
    return { items: documents.map(itemView), nextCursor };
}
function openTo(participant) {
    return {
        $or: [
            { status: "offered", offeredTo: participant },
            { allocatedTo: participant, status: { $in: OWNED } },
        ],
    };
}
const NUMERIC = new Intl.Collator("en", { numeric: true });
export function oldestFirst(items) {
    return items.toSorted((a, b) => a.enabledAt - b.enabledAt || NUMERIC.compare(a.id, b.id));
}
export async function openItemsOf(caseId, participant) {
    const found = (await Items.find({ $and: [{ caseId }, openTo(participant)] })
        .sort({ enabledAt: 1, _id: 1 })
        .lean());
    return oldestFirst(found.map(itemView));
}
export async function isInvolved(caseId, participant) {
    const found = await Items.exists({
        caseId,
        $or: [
            { status: "offered", offeredTo: participant },
            { allocatedTo: participant },
            { endedBy: participant },
        ],
    });
    return found !== null;
}
export async function casesWithWorkFor(participant) {
    return await Items.distinct("caseId", openTo(participant));
}
//# sourceMappingURL=items.js.map