import { Cases, Writers } from "../models.js";
import { native } from "./native.js";
const OPEN = ["running", "suspended"];
export async function doubtfulCases(before, limit) {
    const found = await Cases.find({ doubt: { $lt: before } }, { _id: 1 })
        .limit(limit)
        .lean();
    return found.map(({ _id }) => _id);
}
export async function casesWrittenSince(since) {
    const found = await Cases.find({ writtenAt: { $gte: since } }, { _id: 1 }).lean();
    return found.map(({ _id }) => _id);
}
export async function countOpenCases() {
    return await Cases.countDocuments({ state: { $in: OPEN } });
}
export async function openCaseIds() {
    const found = await Cases.find({ state: { $in: OPEN } }, { _id: 1 }).lean();
    return found.map(({ _id }) => _id);
}
export async function beat(writer, at) {
    await native(Writers).updateOne({ _id: writer }, { $set: { at } }, { upsert: true });
}
export async function lastBeat(writer) {
    const found = await Writers.findById(writer).lean();
    return found?.at;
}
export async function forgetWriter(writer) {
    await Writers.deleteOne({ _id: writer });
}
export async function takeOverDead(before) {
    const found = await Writers.findOneAndDelete({ at: { $lt: before } }).lean();
    return found?.at;
}
//# sourceMappingURL=doubts.js.map