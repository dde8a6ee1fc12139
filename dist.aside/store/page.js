import { Buffer } from "node:buffer";
export const MAXIMUM_PAGE = 200;
export class BadCursor extends Error {
    name = "BadCursor";
}
export async function pageOf(model, filter, order, request) {
    const limit = Math.max(1, Math.min(request.limit, MAXIMUM_PAGE));
    const conditions = request.cursor === undefined ? [filter] : [filter, after(request.cursor, order)];
    const byField = order.field === undefined ? {} : { [order.field]: order.direction };
    const options = { sort: { ...byField, _id: order.direction }, limit: limit + 1 };
    const found = (await model.find({ $and: conditions }, null, options).lean());
    const documents = found.slice(0, limit);
    const last = documents.at(-1);
    return { documents, nextCursor: found.length > limit && last ? cursorAt(last, order) : null };
}
function cursorAt(document, order) {
    const position = order.field === undefined ? [] : [document[order.field] ?? null];
    return Buffer.from(JSON.stringify([document._id, ...position])).toString("base64url");
}
function after(cursor, order) {
    const [id, position] = readCursor(cursor, order.field !== undefined);
    const beyond = order.direction === 1 ? "$gt" : "$lt";
    if (order.field === undefined)
        return { _id: { [beyond]: id } };
    return {
        $or: [{ [order.field]: { [beyond]: position } }, { [order.field]: position, _id: { [beyond]: id } }],
    };
}
function readCursor(cursor, withPosition) {
    let read;
    try {
        read = JSON.parse(Buffer.from(cursor, "base64url").toString());
    }
    catch {
        throw new BadCursor("unreadable cursor");
    }
    const [id, position] = Array.isArray(read) ? read : [];
    if (typeof id !== "string" || (withPosition && typeof position !== "number"))
        throw new BadCursor("unreadable cursor");
    return [id, typeof position === "number" ? position : 0];
}
//# sourceMappingURL=page.js.map