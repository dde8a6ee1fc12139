import { randomUUID } from "node:crypto";
import { Audit } from "./models.js";
import { pageOf } from "./page.js";
export async function recordAudit(entry) {
    await Audit.create([{ _id: randomUUID(), at: Date.now(), ...entry }]);
}
export async function listAudit(filter, page) {
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
    const { documents, nextCursor } = await pageOf(Audit, Object.fromEntries(wanted), { field: "at", direction: -1 }, page);
    return { items: documents.map(({ _id: id, ...entry }) => ({ id, ...entry })), nextCursor };
}
//# sourceMappingURL=audit.js.map