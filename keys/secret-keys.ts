/** The keys that secrets are encrypted with: from the environment, else one made at the first start and kept. */
import { hkdfSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { keptText } from "./key-file.ts";

export interface SecretKey {
  /** what operators call it; of a key without a name, its fingerprint */
  readonly id: string;
  /** tells keys apart without telling anything of them; hexadecimal */
  readonly fingerprint: string;
  /** 32 bytes */
  readonly bytes: Buffer;
}

const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 8;
const FILE = "secrets.key";
const VARIABLE = "MIZZEN_SECRETS_KEY";
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const HEXADECIMAL = /^[0-9a-fA-F]{64}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * All keys, of which the first one encrypts and the others only decrypt. `given` is the text of `MIZZEN_SECRETS_KEY`: one
 * key, or several separated by commas or white space, each with or without a name (`2026:<key>`).
 *
 * @throws Error that says which entry is wrong, without showing it
 */
export async function secretKeys(
  folder: string,
  given: string | undefined,
): Promise<readonly [SecretKey, ...SecretKey[]]> {
  if (given !== undefined) return readKeys(given, VARIABLE);
  const file = join(folder, FILE);
  const kept = await keptText(file, () => randomBytes(KEY_BYTES).toString("base64"));
  return readKeys(kept, file);
}

/** Keys as text. @param source where the text stands, for errors */
export function readKeys(text: string, source: string): readonly [SecretKey, ...SecretKey[]] {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== "");
  const [first, ...others] = entries.map((entry, index) => readKey(entry, `${source}, entry ${index + 1}`));
  if (!first) throw new Error(`${source} holds no key`);
  const known = new Set<string>();
  for (const { id, fingerprint } of [first, ...others]) {
    if (known.has(id) || known.has(fingerprint))
      throw new Error(`${source} has the key or the name "${id}" twice`);
    known.add(id).add(fingerprint);
  }
  return [first, ...others];
}

function readKey(entry: string, source: string): SecretKey {
  const colon = entry.lastIndexOf(":");
  const id = colon < 0 ? undefined : entry.slice(0, colon);
  if (id !== undefined && !ID.test(id))
    throw new Error(`${source}: a key's name has 1 to 32 letters, digits, '.', '_' and '-'`);
  const bytes = bytesOf(entry.slice(colon + 1));
  if (bytes?.length !== KEY_BYTES)
    throw new Error(`${source} is not ${KEY_BYTES} bytes in base64 or hexadecimal`);
  const fingerprint = fingerprintOf(bytes);
  return { id: id ?? fingerprint, fingerprint, bytes };
}

function bytesOf(text: string): Buffer | undefined {
  if (HEXADECIMAL.test(text)) return Buffer.from(text, "hex");
  return BASE64.test(text) ? Buffer.from(text, "base64") : undefined;
}

function fingerprintOf(bytes: Buffer): string {
  return Buffer.from(
    hkdfSync("sha256", bytes, "", "mizzen: fingerprint of a key for secrets", FINGERPRINT_BYTES),
  ).toString("hex");
}
