/** Encrypts all secrets anew with the first key, so that older keys can be taken out of the configuration. */
import type { SecretBox } from "../keys/secret-box.ts";
import { allSecrets, findSecret, resealSecret } from "../store/secrets.ts";
import type { StoredSecret } from "../store/secrets.ts";

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
  return { renewed, current, unreadable };
}

async function renew(
  box: SecretBox,
  secret: StoredSecret,
): Promise<"renewed" | "current" | "gone" | { readonly message: string }> {
  const opened = box.open(secret, secret);
  if (!opened.ok) return { message: opened.message };
  if (box.isCurrent(secret)) return "current";
  if (await resealSecret(secret, box.seal(opened.value, secret))) return "renewed";
  // Somebody was quicker: a new value, or another rotation.
  const latest = await findSecret(secret.name);
  return latest ? await renew(box, latest) : "gone";
}
