/** The key that signs tokens and callback URLs: from the environment, else made at the first start and kept. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { keptText } from "./key-file.ts";

const MINIMUM_BYTES = 32;
const MADE_BYTES = 48;
const FILE = "jwt.key";

/**
 * Reads the key, or makes one. Processes that share a data folder get the same key; processes on several machines are
 * given one by `MIZZEN_JWT_KEY`.
 */
export async function signingKey(folder: string, given: string | undefined): Promise<Buffer> {
  if (given !== undefined) return checked(given, "MIZZEN_JWT_KEY");
  const file = join(folder, FILE);
  const kept = await keptText(file, () => randomBytes(MADE_BYTES).toString("base64url"));
  return checked(kept, file);
}

function checked(text: string, source: string): Buffer {
  const key = Buffer.from(text, "utf8");
  if (key.length < MINIMUM_BYTES)
    throw new Error(`the key in ${source} has fewer than ${MINIMUM_BYTES} bytes`);
  return key;
}
