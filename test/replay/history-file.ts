/** Histories as JSON files: protobuf's own object form, with enums by name, long numbers and bytes as text. */
import { readFile, writeFile } from "node:fs/promises";
import proto from "@temporalio/proto";

const { History } = proto.temporal.api.history.v1;

export type StoredHistory = proto.temporal.api.history.v1.IHistory;

export async function writeHistory(file: URL, history: StoredHistory): Promise<void> {
  const plain = History.toObject(History.fromObject(history), {
    enums: String,
    longs: String,
    bytes: String,
  });
  await writeFile(file, `${JSON.stringify(plain, null, 1)}\n`);
}

export async function readHistory(file: URL): Promise<StoredHistory> {
  return readHistoryText(await readFile(file, "utf8"));
}

export function readHistoryText(text: string): StoredHistory {
  return History.fromObject(JSON.parse(text));
}
