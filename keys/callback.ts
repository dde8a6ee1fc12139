/** Signatures of callback URLs: who has one may complete the work item that it names, and no other. */
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

const KEY_BYTES = 32;

/** The key for callbacks, from the key that signs tokens: neither says anything of the other. */
export function callbackKey(signingKey: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", signingKey, "", "mizzen: signatures of callback URLs", KEY_BYTES));
}

/**
 * What stands at the end of a callback URL: the number of the call that the URL was made for, and an HMAC-SHA256 in base64url
 * of item and number, so that a late answer to a first call does not pass for one to the second.
 */
export function callbackSignature(key: Buffer, itemId: string, call: number): string {
  const signed = createHmac("sha256", key).update(`${call}\n${itemId}`, "utf8").digest("base64url");
  return `${call}.${signed}`;
}

/** The number of the call that a signature was made for; nothing when it is not right. Compares in constant time. */
export function callOfSignature(key: Buffer, itemId: string, signature: string): number | undefined {
  const number = /^[1-9]\d{0,8}(?=\.)/.exec(signature)?.[0];
  if (number === undefined) return undefined;
  const right = Buffer.from(callbackSignature(key, itemId, Number(number)), "latin1");
  const given = Buffer.from(signature, "utf8");
  return given.length === right.length && timingSafeEqual(given, right) ? Number(number) : undefined;
}

/** The URL that an outside system calls to complete a work item. @param base of the API as it is reached from outside */
export function callbackUrl(base: string, key: Buffer, itemId: string, call: number): string {
  const signature = callbackSignature(key, itemId, call);
  return `${base.replace(/\/+$/, "")}/api/v1/callbacks/${encodeURIComponent(itemId)}/${signature}`;
}

/** What follows the work item in the URL of a callback is as good as a password. */
const CALLBACK = /^(.*callbacks[^/\\]*[/\\]+[^/\\]*)[/\\].*$/is;
/** What looks like a signature, wherever it stands. */
const SIGNATURE = /(?<![\w-])(?:\d+\.)?[\w-]{43}(?![\w-])/g;
const MOST_DECODED = 8;

/** A path as it may be read in a log: without what a callback is signed with, however it is written. */
export function withoutSignature(path: string): string {
  let plain = path;
  for (let count = 0; count < MOST_DECODED && plain.includes("%"); count += 1)
    plain = plain.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  const shown = plain.replace(CALLBACK, "$1/…").replaceAll(SIGNATURE, "…");
  // as it was sent, unless there is something to hide
  return shown === plain ? path : shown;
}
