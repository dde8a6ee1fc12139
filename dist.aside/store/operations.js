import mongoose from "mongoose";
import { StoreUnavailable } from "./connect.js";
function operations() {
    const database = mongoose.connection.db;
    if (!database)
        throw new StoreUnavailable();
    return database.collection("operations");
}
export async function tryWrite(at) {
    const { upsertedCount } = await operations().updateOne({ _id: "readiness" }, { $set: { at } }, { upsert: true });
    return { isNew: upsertedCount === 1 };
}
export async function noteSigningKey(fingerprint, at) {
    const known = await operations().findOne({ _id: "signing-key" });
    if (known?.fingerprint === fingerprint)
        return known.changedAt;
    await operations().updateOne({ _id: "signing-key" }, { $set: { fingerprint, ...(known ? { changedAt: at } : {}) } }, { upsert: true });
    return known ? at : undefined;
}
//# sourceMappingURL=operations.js.map