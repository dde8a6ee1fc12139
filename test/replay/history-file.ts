/** Histories as JSON files: protobuf's own object form, with enums by name, long numbers and bytes as text. */
import { readFile, writeFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import proto from "@temporalio/proto";

const { History } = proto.temporal.api.history.v1;

export type StoredHistory = proto.temporal.api.history.v1.IHistory;

export async function writeHistory(file: URL, history: StoredHistory): Promise<void> {
  const plain = History.toObject(History.fromObject(history), {
    enums: String,
    longs: String,
    bytes: String,
  });
  const text = `${JSON.stringify(plain, null, 1)}\n`;
  await writeFile(file, isPacked(file) ? gzipSync(text, { level: 9 }) : text);
}

export async function readHistory(file: URL): Promise<StoredHistory> {
  const content = await readFile(file);
  return readHistoryText((isPacked(file) ? gunzipSync(content) : content).toString("utf8"));
}

/** Histories of thousands of events are kept compressed. */
function isPacked(file: URL): boolean {
  return file.pathname.endsWith(".gz");
}

export function readHistoryText(text: string): StoredHistory {
  return History.fromObject(JSON.parse(text));
}
