/** The key that signs tokens and callback URLs: from the environment, else made at the first start and kept. */
import { hkdfSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { keptText } from "./key-file.ts";

const MINIMUM_BYTES = 32;
const MADE_BYTES = 48;
const FINGERPRINT_BYTES = 8;
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

/** Tells signing keys apart without telling anything of them; hexadecimal. */
export function signingKeyFingerprint(key: Buffer): string {
  return Buffer.from(
    hkdfSync("sha256", key, "", "mizzen: fingerprint of a key that signs", FINGERPRINT_BYTES),
  ).toString("hex");
}

function checked(text: string, source: string): Buffer {
  const key = Buffer.from(text, "utf8");
  if (key.length < MINIMUM_BYTES)
    throw new Error(`the key in ${source} has fewer than ${MINIMUM_BYTES} bytes`);
  return key;
}
