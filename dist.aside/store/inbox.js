import { itemView } from "./documents.js";
import { oldestFirst } from "./items.js";
import { Items } from "./models.js";
export const INBOX_LIMIT = 500;
export async function inboxOf(participant) {
    const [offered, allocated, started, suspended] = await Promise.all([
        list({ offeredTo: participant, status: "offered" }),
        list({ allocatedTo: participant, status: "allocated" }),
        list({ allocatedTo: participant, status: "started" }),
        list({ allocatedTo: participant, status: "suspended" }),
    ]);
    return { offered, allocated, started, suspended };
}
async function list(filter) {
    const found = (await Items.find(filter)
        .sort({ enabledAt: 1, _id: 1 })
        .limit(INBOX_LIMIT)
        .lean());
    return oldestFirst(found.map(itemView));
}
//# sourceMappingURL=inbox.js.map