/** The key that signs tokens: from the environment, else made at the first start and kept in the data folder. */
import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const MINIMUM_BYTES = 32;
const FILE = "jwt.key";

/**
 * Reads the key, or makes one. Several processes that share a data folder get the same key, also when they start at the
 * same time; processes on several machines are given one by `MIZZEN_JWT_KEY`.
 */
export async function signingKey(folder: string, given: string | undefined): Promise<Buffer> {
  if (given !== undefined) return checked(Buffer.from(given, "utf8"), "MIZZEN_JWT_KEY");
  const file = join(folder, FILE);
  const kept = await read(file);
  if (kept) return checked(kept, file);
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, randomBytes(48).toString("base64url"), { mode: 0o600, flag: "wx" });
  try {
    // The link appears with all of its content or not at all, and only for the first who makes it.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(file);
  if (!made) throw new Error(`${file} cannot be read`);
  return checked(made, file);
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return Buffer.from((await readFile(file, "utf8")).trim(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function checked(key: Buffer, source: string): Buffer {
  if (key.length < MINIMUM_BYTES)
    throw new Error(`the key in ${source} has fewer than ${MINIMUM_BYTES} bytes`);
  return key;
}
