/** Whether the keys at hand are those with which the database was written. */
import type { SecretBox } from "../keys/secret-box.ts";
import { noteSigningKey } from "../store/operations.ts";
import { allSecrets } from "../store/secrets.ts";
import { allWebhooks } from "../store/webhooks.ts";
import { openSecret } from "./notices/webhooks/secret.ts";
import type { Finding, Look } from "./standing.ts";

/** For how long a changed signing key is reported. */
const TOLD_MILLIS = 24 * 60 * 60 * 1_000;

/** Secrets, those of web-hooks among them, that no key at hand opens, which is what a lost key file looks like: a new key is made, and nothing else fails. */
export function lookAtSecrets(box: SecretBox): Look {
  return async () => {
    let all = 0;
    const reasons = { "unknown-key": 0, damaged: 0 };
    for await (const secret of allSecrets()) {
      all += 1;
      const opened = box.open(secret, secret);
      if (!opened.ok) reasons[opened.reason] += 1;
    }
    for (const webhook of await allWebhooks()) {
      all += 1;
      const opened = openSecret(box, webhook);
      if (!opened.ok) reasons[opened.reason] += 1;
    }
    const findings: Finding[] = [];
    if (reasons["unknown-key"] > 0)
      findings.push({
        code: "secrets-without-key",
        severity: "error",
        message: `${reasons["unknown-key"]} of ${all} secrets cannot be read: they were encrypted with a key that is not among those here. Give back the key (secrets.key in the data folder, or MIZZEN_SECRETS_KEY), or set the secrets again. Calls that need them fail until then.`,
      });
    if (reasons.damaged > 0)
      findings.push({
        code: "secrets-damaged",
        severity: "error",
        message: `${reasons.damaged} of ${all} secrets are damaged, or were stored for another name or version. Set them again.`,
      });
    return findings;
  };
}

/** A signing key that is another one than the database has seen: tokens and callback URLs that were given out are void. */
export function lookAtSigningKey(fingerprint: string, now: () => number = Date.now): Look {
  return async () => {
    const changedAt = await noteSigningKey(fingerprint, now());
    if (changedAt === undefined || now() - changedAt > TOLD_MILLIS) return [];
    return [
      {
        code: "signing-key-changed",
        severity: "error",
        message: `The signing key is another one since ${new Date(changedAt).toISOString()}: people have to log in again, and callback URLs that were given out before are not found any more. If that was not meant, give back the key (jwt.key in the data folder, or MIZZEN_JWT_KEY).`,
      },
    ];
  };
}
