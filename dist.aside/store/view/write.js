import { caseUpdate, eventDocument, itemUpdate } from "../documents.js";
import { Cases, Events, Items } from "../models.js";
import { foundDuplicates, native } from "./native.js";
export const PASSING = ["told", "failing"];
const CERTAIN = { isDoubtful: false };
const DOUBTFUL = { isDoubtful: true };
export async function writeChange(write) {
    return write.basis === undefined ? await writeFirst(write) : await writeNext(write, write.basis);
}
async function writeFirst(write) {
    const change = await write.complete(write.change);
    const clean = await writeParts(change, write.mark, write.mark);
    const update = caseUpdate(change, position(write), PASSING);
    const isThere = await foundDuplicates(() => native(Cases).updateOne({ _id: change.caseId, mark: write.mark }, update, { upsert: true }));
    if (!isThere && clean)
        return CERTAIN;
    await doubtCase(change.caseId);
    return DOUBTFUL;
}
async function writeNext(write, basis) {
    const { caseId } = write.change;
    const filter = {
        _id: caseId,
        mark: { $in: [basis.mark, write.mark] },
        told: { $in: [null, write.writer] },
    };
    const [{ matchedCount }, change] = await Promise.all([
        native(Cases).updateOne(filter, caseUpdate(write.change, position(write), PASSING)),
        write.complete(write.change),
    ]);
    if (matchedCount > 0 && (await writeParts(change, write.mark, toldBy(write.writer))))
        return CERTAIN;
    await doubtCase(caseId);
    return DOUBTFUL;
}
function position({ mark, runId }) {
    return { mark, runId, writtenAt: Date.now() };
}
export async function writeTold(change, basis, writer) {
    const filter = { _id: change.caseId, mark: basis.mark, told: { $in: [null, writer] } };
    const update = caseUpdate(change, { told: writer, writtenAt: Date.now() });
    const { matchedCount } = await native(Cases).updateOne(filter, update);
    if (matchedCount === 0)
        return false;
    await writeParts(change, toldBy(writer), toldBy(writer));
    return true;
}
export function toldBy(writer) {
    return `told/${writer}`;
}
async function writeParts(change, mark, replaces) {
    const [items, events] = await Promise.all([
        writeItems(change, mark, replaces),
        writeEvents(change, mark, replaces),
    ]);
    return items && events;
}
async function writeItems({ items }, mark, replaces) {
    if (items.length === 0)
        return true;
    const marks = [...new Set([mark, replaces])];
    const write = () => native(Items).bulkWrite(items.map((item) => ({
        updateOne: {
            filter: { _id: item.id, $or: [{ revision: { $lt: item.revision } }, { mark: { $in: marks } }] },
            update: itemUpdate(item, mark),
            upsert: true,
        },
    })), { ordered: false });
    return !(await foundDuplicates(write));
}
async function writeEvents({ caseId, events }, mark, replaces) {
    if (events.length === 0)
        return true;
    const documents = events.map((event) => eventDocument(event, mark));
    const isThere = await foundDuplicates(() => native(Events).insertMany(documents, { ordered: false }));
    if (!isThere)
        return true;
    const marks = [...new Set([mark, replaces])];
    const written = await foundDuplicates(() => native(Events).bulkWrite(documents.map((document) => ({
        replaceOne: {
            filter: { _id: document._id, caseId, mark: { $in: marks } },
            replacement: document,
            upsert: true,
        },
    })), { ordered: false }));
    return !written;
}
export async function doubtCase(caseId) {
    await native(Cases).updateOne({ _id: caseId }, { $set: { doubt: Date.now() } });
}
//# sourceMappingURL=write.js.map