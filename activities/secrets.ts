/** Reads secrets for connectors: in the activity only, so that no history, log or view ever holds a value. */
import type { SecretBox } from "../keys/secret-box.ts";
import { findSecret } from "../store/secrets.ts";
import { ConnectorError } from "./connectors/contract.ts";

/** Short, so that a changed secret is used at once; long enough for the calls of one case after the other. */
const REMEMBER_MILLIS = 3_000;
const REMEMBER_MOST = 1_000;

/**
 * Reads a secret by its name.
 * @throws ConnectorError (final) when there is none or it cannot be decrypted; the store's own error when it is away
 */
export type SecretReader = (name: string) => Promise<string>;

export function secretReader(box: SecretBox, rememberMillis = REMEMBER_MILLIS): SecretReader {
  const known = new Map<string, { readonly until: number; readonly value: Promise<string> }>();
  return async (name) => {
    const now = performance.now();
    const remembered = known.get(name);
    if (remembered && remembered.until > now) return await remembered.value;
    if (known.size >= REMEMBER_MOST) known.clear();
    const value = read(box, name);
    const entry = { until: now + rememberMillis, value };
    known.set(name, entry);
    const forget = (): void => {
      if (known.get(name) === entry) known.delete(name);
    };
    // A failure is not kept, nor a value longer than it is used.
    value.then(() => setTimeout(forget, rememberMillis).unref(), forget);
    return await value;
  };
}

async function read(box: SecretBox, name: string): Promise<string> {
  const stored = await findSecret(name);
  if (!stored) throw unusable("secret-missing", `There is no secret "${name}".`);
  const opened = box.open(stored, stored);
  if (!opened.ok) throw unusable("secret-unreadable", opened.message);
  return opened.value;
}

function unusable(type: string, message: string): ConnectorError {
  return new ConnectorError(type, message, { retryable: false });
}
