import { isDeepStrictEqual } from "node:util";
import { hasEnded } from "../../yawl/work/item.js";
import { caseUpdate, caseView, eventDocument, eventView, itemUpdate, itemView } from "../documents.js";
import { Cases, Events, Items } from "../models.js";
import { foundDuplicates, native } from "./native.js";
import { PASSING } from "./write.js";
export async function storedView(caseId) {
    const found = await Cases.findById(caseId).lean();
    const [items, events] = await Promise.all([Items.find({ caseId }).lean(), Events.find({ caseId }).lean()]);
    return {
        caseId,
        case: found ?? undefined,
        items: items,
        events: events,
    };
}
export async function mendView(whole, position, seen) {
    const parts = [...differentItems(whole, seen), ...differentEvents(whole, seen)];
    const isSame = parts.length === 0 && seen.case?.mark === position.mark && showsCase(whole, seen.case);
    if (isSame && seen.case?.doubt === undefined)
        return "same";
    const doubt = Date.now();
    if (!(await writeCase(whole, { ...position, doubt }, seen.case)))
        return "moved";
    await writeParts(parts);
    await native(Cases).updateOne({ _id: whole.caseId, doubt }, { $unset: { doubt: "" } });
    return isSame ? "same" : "mended";
}
export async function removeView({ caseId, case: known, items, events }) {
    await writeParts([
        ...items.map((item) => ({ model: Items, write: { deleteOne: { filter: asSeen(item) } } })),
        ...events.map((event) => ({ model: Events, write: { deleteOne: { filter: asSeen(event) } } })),
    ]);
    if (known)
        await Cases.deleteOne({ _id: caseId, mark: known.mark ?? null });
}
function showsCase(whole, document) {
    const { id: _, ...shown } = caseView(document);
    return isDeepStrictEqual(plain(shown), plain({ ...whole.fields, revision: whole.revision }));
}
async function writeCase({ caseId, revision, fields }, position, seen) {
    const change = { caseId, revision, case: { data: {}, ...fields }, items: [], events: [] };
    const shown = { ...position, writtenAt: Date.now() };
    if (!seen) {
        const filter = { _id: caseId, mark: position.mark };
        const update = caseUpdate(change, shown, PASSING);
        return !(await foundDuplicates(() => native(Cases).updateOne(filter, update, { upsert: true })));
    }
    const { id: _, revision: __, ...known } = caseView(seen);
    const gone = Object.keys(known).filter((name) => !Object.hasOwn(change.case, name));
    const update = caseUpdate(change, shown, [...PASSING, ...gone]);
    const filter = { _id: caseId, mark: seen.mark ?? null, revision: seen.revision ?? null };
    const { matchedCount } = await native(Cases).updateOne(filter, update);
    return matchedCount > 0;
}
function differentItems(whole, seen) {
    const parts = [];
    const stored = new Map(seen.items.map((item) => [item._id, item]));
    for (const [id, { item, knownTo }] of whole.items) {
        const found = stored.get(id);
        stored.delete(id);
        if (found && isDeepStrictEqual(plain(itemView(found)), plain(item)) && knows(found, knownTo))
            continue;
        const { $addToSet: _, ...update } = itemUpdate(item, MENDED);
        const $set = { ...update["$set"], knownTo };
        const filter = found ? asSeen(found) : { _id: id, mark: MENDED };
        parts.push({
            model: Items,
            write: { updateOne: { filter, update: { ...update, $set }, upsert: !found } },
        });
    }
    for (const item of stored.values()) {
        if (isFromBefore(item, whole))
            continue;
        parts.push({ model: Items, write: { deleteOne: { filter: asSeen(item) } } });
    }
    return parts;
}
function isFromBefore({ _id, status }, { itemsBefore }) {
    return hasEnded(status) && Number(_id.slice(_id.lastIndexOf(".") + 1)) <= itemsBefore;
}
function knows({ knownTo = [] }, people) {
    const known = new Set(knownTo);
    return people.length === known.size && people.every((participant) => known.has(participant));
}
function differentEvents(whole, seen) {
    const parts = [];
    const stored = new Map(seen.events.map((event) => [event.number, event]));
    for (const [number, event] of whole.events) {
        const found = stored.get(number);
        stored.delete(number);
        if (found && isDeepStrictEqual(plain(eventView(found)), plain(event)))
            continue;
        const replacement = eventDocument(event, MENDED);
        const filter = found ? asSeen(found) : { _id: replacement._id, mark: MENDED };
        parts.push({ model: Events, write: { replaceOne: { filter, replacement, upsert: !found } } });
    }
    for (const event of stored.values()) {
        if (event.number < whole.firstEvent)
            continue;
        parts.push({ model: Events, write: { deleteOne: { filter: asSeen(event) } } });
    }
    return parts;
}
const MENDED = "mended";
function asSeen(document) {
    return { _id: document._id, mark: document.mark ?? null, revision: document.revision ?? null };
}
function plain(value) {
    return JSON.parse(JSON.stringify(value));
}
const MOST_AT_ONCE = 1_000;
async function writeParts(parts) {
    for (const model of [Items, Events]) {
        const writes = parts.filter((part) => part.model === model).map(({ write }) => write);
        for (let start = 0; start < writes.length; start += MOST_AT_ONCE) {
            const some = writes.slice(start, start + MOST_AT_ONCE);
            await foundDuplicates(() => native(model).bulkWrite(some, { ordered: false }));
        }
    }
}
//# sourceMappingURL=mend.js.map