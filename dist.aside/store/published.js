import { fromText, toText } from "./json-text.js";
import { Published } from "./models.js";
import { pageOf } from "./page.js";
const DUPLICATE_KEY = 11_000;
export async function publish({ id, name, caseId, at, data }) {
    try {
        await Published.create([{ _id: id, name, caseId, at, data: toText(data) }]);
    }
    catch (error) {
        if (!(error instanceof Error) || error.code !== DUPLICATE_KEY)
            throw error;
    }
}
export async function listPublished(filter, page) {
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
    const { documents, nextCursor } = await pageOf(Published, Object.fromEntries(wanted), { field: "at", direction: -1 }, page);
    const items = documents.map(({ _id: id, name, caseId, at, data }) => ({
        id,
        name,
        caseId,
        at,
        data: fromText(data),
    }));
    return { items, nextCursor };
}
//# sourceMappingURL=published.js.map