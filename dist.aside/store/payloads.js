import mongoose from "mongoose";
const payloads = mongoose.model("Payload", new mongoose.Schema({ _id: String, data: Buffer, storedAt: Date }, { versionKey: false, collection: "payloads" }));
export async function savePayload(name, bytes) {
    await payloads.updateOne({ _id: name }, { $setOnInsert: { data: Buffer.from(bytes), storedAt: new Date() } }, { upsert: true });
}
export async function loadPayload(name) {
    const found = await payloads.findById(name).lean();
    if (!found)
        throw new Error(`no stored payload ${name}`);
    const { data } = found;
    return "buffer" in data && data.buffer instanceof Uint8Array ? new Uint8Array(data.buffer) : data;
}
//# sourceMappingURL=payloads.js.map