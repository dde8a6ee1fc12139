import { hkdfSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { keptText } from "./key-file.js";
const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 8;
const FILE = "secrets.key";
const VARIABLE = "MIZZEN_SECRETS_KEY";
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const HEXADECIMAL = /^[0-9a-fA-F]{64}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
export async function secretKeys(folder, given) {
    if (given !== undefined)
        return readKeys(given, VARIABLE);
    const file = join(folder, FILE);
    const kept = await keptText(file, () => randomBytes(KEY_BYTES).toString("base64"));
    return readKeys(kept, file);
}
export function readKeys(text, source) {
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== "");
    const [first, ...others] = entries.map((entry, index) => readKey(entry, `${source}, entry ${index + 1}`));
    if (!first)
        throw new Error(`${source} holds no key`);
    const known = new Set();
    for (const { id, fingerprint } of [first, ...others]) {
        if (known.has(id) || known.has(fingerprint))
            throw new Error(`${source} has the key or the name "${id}" twice`);
        known.add(id).add(fingerprint);
    }
    return [first, ...others];
}
function readKey(entry, source) {
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
function bytesOf(text) {
    if (HEXADECIMAL.test(text))
        return Buffer.from(text, "hex");
    return BASE64.test(text) ? Buffer.from(text, "base64") : undefined;
}
function fingerprintOf(bytes) {
    return Buffer.from(hkdfSync("sha256", bytes, "", "mizzen: fingerprint of a key for secrets", FINGERPRINT_BYTES)).toString("hex");
}
//# sourceMappingURL=secret-keys.js.map