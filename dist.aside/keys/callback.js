import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
const KEY_BYTES = 32;
export function callbackKey(signingKey) {
    return Buffer.from(hkdfSync("sha256", signingKey, "", "mizzen: signatures of callback URLs", KEY_BYTES));
}
export function callbackSignature(key, itemId) {
    return createHmac("sha256", key).update(itemId, "utf8").digest("base64url");
}
export function isCallbackSignature(key, itemId, signature) {
    const right = Buffer.from(callbackSignature(key, itemId), "latin1");
    const given = Buffer.from(signature, "utf8");
    return given.length === right.length && timingSafeEqual(given, right);
}
export function callbackUrl(base, key, itemId) {
    const signature = callbackSignature(key, itemId);
    return `${base.replace(/\/+$/, "")}/api/v1/callbacks/${encodeURIComponent(itemId)}/${signature}`;
}
//# sourceMappingURL=callback.js.map