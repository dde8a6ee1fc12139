/** Large payloads by the SHA-256 of their content. Written once, never changed. */
import mongoose from "mongoose";

interface StoredPayload {
  readonly _id: string;
  readonly data: Buffer;
  readonly storedAt: Date;
}

const payloads = mongoose.model<StoredPayload>(
  "Payload",
  new mongoose.Schema<StoredPayload>(
    { _id: String, data: Buffer, storedAt: Date },
    { versionKey: false, collection: "payloads" },
  ),
);

/** Stores bytes under a name; storing the same name again does nothing. */
export async function savePayload(name: string, bytes: Uint8Array): Promise<void> {
  await payloads.updateOne(
    { _id: name },
    { $setOnInsert: { data: Buffer.from(bytes), storedAt: new Date() } },
    { upsert: true },
  );
}

/** @throws Error when there is no such payload: the database was changed by hand or is not the one it was stored in */
export async function loadPayload(name: string): Promise<Uint8Array> {
  const found = await payloads.findById(name).lean();
  if (!found) throw new Error(`no stored payload ${name}`);
  const { data } = found;
  // lean documents carry the driver's own binary type
  return "buffer" in data && data.buffer instanceof Uint8Array ? new Uint8Array(data.buffer) : data;
}
