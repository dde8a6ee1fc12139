/** Secrets of web-hooks, and what is signed with them: Standard Webhooks 1.0.0 (https://www.standardwebhooks.com). */
import { createHmac, randomBytes } from "node:crypto";
import type { SecretBox } from "../../../keys/secret-box.ts";
import type { Sealed } from "../../../store/secrets.ts";

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** A new secret, as the receiver's library takes it. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** What the secret of a web-hook is encrypted for. */
function labelOf(webhook: string, version: number) {
  return { name: `webhook ${webhook}`, version };
}

export function sealSecret(box: SecretBox, secret: string, webhook: string, version: number): Sealed {
  return box.seal(secret, labelOf(webhook, version));
}

/** The secret, or a sentence that says why it cannot be read. */
export function openSecret(
  box: SecretBox,
  { id, version, ...sealed }: Sealed & { readonly id: string; readonly version: number },
): ReturnType<SecretBox["open"]> {
  return box.open({ keyId: sealed.keyId, sealed: sealed.sealed }, labelOf(id, version));
}

/** Headers of a message. @param at of this attempt, epoch milliseconds */
export function signed(
  secret: string,
  id: string,
  at: number,
  body: string,
): Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>> {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`, "utf8").digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
