import { caseView, eventView } from "./documents.js";
import { casesWithWorkFor } from "./items.js";
import { Cases, Events } from "./models.js";
import { pageOf } from "./page.js";
const OPEN = ["running", "suspended"];
export async function findCase(id) {
    const document = (await Cases.findById(id).lean());
    return document?.state === undefined ? undefined : caseView(document);
}
export async function caseExists(id) {
    return (await Cases.exists({ _id: id, state: { $exists: true } })) !== null;
}
export async function listCases(filter, page) {
    const conditions = { state: filter.state ?? { $exists: true } };
    if (filter.specificationId !== undefined)
        conditions["specificationId"] = filter.specificationId;
    if (filter.visibleTo !== undefined) {
        const withWork = await casesWithWorkFor(filter.visibleTo);
        conditions["$or"] = [{ startedBy: filter.visibleTo }, { _id: { $in: withWork } }];
    }
    const { documents, nextCursor } = await pageOf(Cases, conditions, { field: "startedAt", direction: -1 }, page);
    return { items: documents.map(caseView), nextCursor };
}
export async function listEvents(caseId, page) {
    const { documents, nextCursor } = await pageOf(Events, { caseId }, { field: "number", direction: 1 }, page);
    return { items: documents.map(eventView), nextCursor };
}
export async function hasOpenCases(specificationId, version) {
    const filter = { specificationId, state: { $in: OPEN } };
    if (version !== undefined)
        filter["specificationVersion"] = version;
    return (await Cases.exists(filter)) !== null;
}
//# sourceMappingURL=cases.js.map