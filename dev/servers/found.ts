import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where downloaded programs are kept: in the project, shared by all data folders. Removing it makes the next start look again. */
export const TOOLS_FOLDER = fileURLToPath(new URL("../../.mizzen/tools", import.meta.url));

const foundSchema = z.object({
  /** The Temporal CLI that the SDK downloaded. */
  temporalDownload: z.string().optional(),
  /** The mongod that mongodb-memory-server-core downloaded. */
  mongodDownload: z.string().optional(),
  /** Why mongod could not be downloaded; it is not tried again at each start, since failing takes seconds. */
  mongodRefused: z.string().optional(),
});

/** What earlier starts learned about this machine. */
export type Found = z.infer<typeof foundSchema>;

/** Reads what earlier starts learned; nothing when there is no memory or an unreadable one. */
export function recall(toolsFolder: string): Found {
  try {
    return foundSchema.parse(JSON.parse(readFileSync(join(toolsFolder, "found.json"), "utf8")));
  } catch {
    return {};
  }
}

/** Adds to what is known for later starts. */
export function remember(toolsFolder: string, found: Found): void {
  mkdirSync(toolsFolder, { recursive: true });
  const file = join(toolsFolder, "found.json");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ ...recall(toolsFolder), ...found }, undefined, 2)}\n`);
  renameSync(draft, file);
}
