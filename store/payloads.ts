/** Large payloads by the SHA-256 of their content. Written once, never changed. */
import { Payloads } from "./models.ts";

/** Stores bytes under a name; storing the same name again does nothing. */
export async function savePayload(name: string, bytes: Uint8Array): Promise<void> {
  await Payloads.updateOne(
    { _id: name },
    { $setOnInsert: { data: Buffer.from(bytes), storedAt: new Date() } },
    { upsert: true },
  );
}

/** Whether there are bytes under this name. */
export async function hasPayload(name: string): Promise<boolean> {
  return (await Payloads.exists({ _id: name })) !== null;
}

/** @throws Error when there is no such payload: the database was changed by hand or is not the one it was stored in */
export async function loadPayload(name: string): Promise<Uint8Array> {
  const found = await Payloads.findById(name).lean();
  if (!found) throw new Error(`no stored payload ${name}`);
  const { data } = found;
  // lean documents carry the driver's own binary type
  return "buffer" in data && data.buffer instanceof Uint8Array ? new Uint8Array(data.buffer) : data;
}
