/** Text of a key that is made at the first start and kept in the data folder. */
import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { privateFolder } from "./data-folder.ts";

/** For the owner's eyes only. */
const MODE = 0o600;

/**
 * Reads the file, or makes it with the text that `make` gives. Processes that share the folder get the same text, also
 * when they start at the same moment.
 */
export async function keptText(file: string, make: () => string): Promise<string> {
  const kept = await read(file);
  if (kept !== undefined) return kept;
  privateFolder(dirname(file));
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, make(), { mode: MODE, flag: "wx" });
  try {
    // The link appears with all of its content or not at all, and only for the first who makes it.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(file);
  if (made === undefined) throw new Error(`${file} cannot be read`);
  return made;
}

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
