const CASE = /\/cases\/([^/]+)/i;
const ITEM = /\/(?:work-items|callbacks)\/([^/]+)/i;
const LISTS = new Set(["inbox"]);
export function subjectOf(path) {
    const caseId = decoded(CASE.exec(path)?.[1]);
    if (caseId !== undefined)
        return { caseId };
    const itemId = decoded(ITEM.exec(path)?.[1]);
    if (itemId === undefined || LISTS.has(itemId))
        return {};
    const end = itemId.lastIndexOf(".");
    return end > 0 ? { caseId: itemId.slice(0, end), itemId } : { itemId };
}
function decoded(part) {
    if (part === undefined)
        return undefined;
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
//# sourceMappingURL=subject.js.map