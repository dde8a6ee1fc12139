import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
const COST = { logN: 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
export async function hashPassword(password) {
    const salt = randomBytes(SALT_BYTES);
    const key = await derive(password, salt, COST);
    return ["scrypt", COST.logN, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}
export async function checkPassword(password, hash) {
    const stored = hash === undefined ? undefined : parse(hash);
    const key = await derive(password, stored?.salt ?? randomBytes(SALT_BYTES), stored?.cost ?? COST);
    return stored !== undefined && timingSafeEqual(key, stored.key);
}
export function isOutdated(hash) {
    const cost = parse(hash)?.cost;
    return cost?.logN !== COST.logN || cost.r !== COST.r || cost.p !== COST.p;
}
function parse(hash) {
    const [scheme, logN, r, p, salt, key] = hash.split("$");
    if (scheme !== "scrypt" || salt === undefined || key === undefined)
        return undefined;
    const bytes = Buffer.from(key, "base64url");
    if (bytes.length !== KEY_BYTES)
        return undefined;
    return {
        cost: { logN: Number(logN), r: Number(r), p: Number(p) },
        salt: Buffer.from(salt, "base64url"),
        key: bytes,
    };
}
async function derive(password, salt, cost) {
    const N = 2 ** cost.logN;
    const options = { N, r: cost.r, p: cost.p, maxmem: 2 * 128 * N * cost.r };
    const normalised = password.normalize("NFKC");
    return await new Promise((resolve, reject) => {
        scrypt(normalised, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
}
//# sourceMappingURL=password.js.map