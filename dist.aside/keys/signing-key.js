import { hkdfSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { keptText } from "./key-file.js";
const MINIMUM_BYTES = 32;
const MADE_BYTES = 48;
const FINGERPRINT_BYTES = 8;
const FILE = "jwt.key";
export async function signingKey(folder, given) {
    if (given !== undefined)
        return checked(given, "MIZZEN_JWT_KEY");
    const file = join(folder, FILE);
    const kept = await keptText(file, () => randomBytes(MADE_BYTES).toString("base64url"));
    return checked(kept, file);
}
export function signingKeyFingerprint(key) {
    return Buffer.from(hkdfSync("sha256", key, "", "mizzen: fingerprint of a key that signs", FINGERPRINT_BYTES)).toString("hex");
}
function checked(text, source) {
    const key = Buffer.from(text, "utf8");
    if (key.length < MINIMUM_BYTES)
        throw new Error(`the key in ${source} has fewer than ${MINIMUM_BYTES} bytes`);
    return key;
}
//# sourceMappingURL=signing-key.js.map