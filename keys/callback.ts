/** Signatures of callback URLs: who has one may complete the work item that it names, and no other. */
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

const KEY_BYTES = 32;

/** The key for callbacks, from the key that signs tokens: neither says anything of the other. */
export function callbackKey(signingKey: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", signingKey, "", "mizzen: signatures of callback URLs", KEY_BYTES));
}

/** HMAC-SHA256 in base64url, 43 characters. */
export function callbackSignature(key: Buffer, itemId: string): string {
  return createHmac("sha256", key).update(itemId, "utf8").digest("base64url");
}

/** Compares in constant time. */
export function isCallbackSignature(key: Buffer, itemId: string, signature: string): boolean {
  const right = Buffer.from(callbackSignature(key, itemId), "latin1");
  const given = Buffer.from(signature, "utf8");
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The URL that an outside system calls to complete a work item. @param base of the API as it is reached from outside */
export function callbackUrl(base: string, key: Buffer, itemId: string): string {
  const signature = callbackSignature(key, itemId);
  return `${base.replace(/\/+$/, "")}/api/v1/callbacks/${encodeURIComponent(itemId)}/${signature}`;
}
