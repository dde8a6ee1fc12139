/** Password hashes: scrypt, memory-hard, from Node itself. The parameters stand in the hash, so that they can be raised. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

interface Cost {
  /** log2 of the number of blocks; with `r` = 8 the memory is 2^logN KiB */
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 16 MiB and five passes: one of the settings that OWASP names as equivalent for scrypt. */
const COST: Cost = { logN: 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** `scrypt$<logN>$<r>$<p>$<salt>$<key>`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.logN, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join(
    "$",
  );
}

/** Whether the password is the one that was hashed; in constant time. Without a hash it takes as long and says no. */
export async function checkPassword(password: string, hash: string | undefined): Promise<boolean> {
  const stored = hash === undefined ? undefined : parse(hash);
  const key = await derive(password, stored?.salt ?? randomBytes(SALT_BYTES), stored?.cost ?? COST);
  return stored !== undefined && timingSafeEqual(key, stored.key);
}

/** Whether a hash was made with other parameters than those of today. */
export function isOutdated(hash: string): boolean {
  const cost = parse(hash)?.cost;
  return cost?.logN !== COST.logN || cost.r !== COST.r || cost.p !== COST.p;
}

function parse(
  hash: string,
): { readonly cost: Cost; readonly salt: Buffer; readonly key: Buffer } | undefined {
  const [scheme, logN, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || salt === undefined || key === undefined) return undefined;
  const bytes = Buffer.from(key, "base64url");
  if (bytes.length !== KEY_BYTES) return undefined;
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    key: bytes,
  };
}

async function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const N = 2 ** cost.logN;
  const options = { N, r: cost.r, p: cost.p, maxmem: 2 * 128 * N * cost.r };
  // The same letters typed on another keyboard are the same password.
  const normalised = password.normalize("NFKC");
  return await new Promise((resolve, reject) => {
    scrypt(normalised, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
