/** Encrypts all secrets, those of web-hooks among them, anew with the first key, so that older keys can be taken out of the configuration. */
import type { SecretBox } from "../keys/secret-box.ts";
import { allSecrets, findSecret, resealSecret } from "../store/secrets.ts";
import type { StoredSecret } from "../store/secrets.ts";
import { allWebhooks, findWebhook, resealWebhook } from "../store/webhooks.ts";
import type { StoredWebhook } from "../store/webhooks.ts";
import { openSecret, sealSecret } from "./notices/webhooks/secret.ts";

export interface Rotation {
  /** encrypted anew */
  readonly renewed: number;
  /** were encrypted with the first key before */
  readonly current: number;
  /** left as they are: none of the keys opens them, or they are damaged */
  readonly unreadable: readonly { readonly name: string; readonly message: string }[];
}

export async function rotateSecrets(box: SecretBox): Promise<Rotation> {
  let [renewed, current] = [0, 0];
  const unreadable: { name: string; message: string }[] = [];
  for await (const secret of allSecrets()) {
    const outcome = await renew(box, secret);
    if (outcome === "renewed") renewed += 1;
    else if (outcome === "current") current += 1;
    else if (outcome !== "gone") unreadable.push({ name: secret.name, message: outcome.message });
  }
  for (const webhook of await allWebhooks()) {
    const outcome = await renewWebhook(box, webhook);
    if (outcome === "renewed") renewed += 1;
    else if (outcome === "current") current += 1;
    else if (outcome !== "gone") unreadable.push({ name: `webhook ${webhook.id}`, message: outcome.message });
  }
  return { renewed, current, unreadable };
}

type Outcome = "renewed" | "current" | "gone" | { readonly message: string };

async function renewWebhook(box: SecretBox, webhook: StoredWebhook): Promise<Outcome> {
  const opened = openSecret(box, webhook);
  if (!opened.ok) return { message: opened.message };
  if (box.isCurrent(webhook)) return "current";
  const { id, version } = webhook;
  if (await resealWebhook(webhook, { ...sealSecret(box, opened.value, id, version), version }))
    return "renewed";
  const latest = await findWebhook(id);
  return latest ? await renewWebhook(box, latest) : "gone";
}

async function renew(box: SecretBox, secret: StoredSecret): Promise<Outcome> {
  const opened = box.open(secret, secret);
  if (!opened.ok) return { message: opened.message };
  if (box.isCurrent(secret)) return "current";
  if (await resealSecret(secret, box.seal(opened.value, secret))) return "renewed";
  // Somebody was quicker: a new value, or another rotation.
  const latest = await findSecret(secret.name);
  return latest ? await renew(box, latest) : "gone";
}
