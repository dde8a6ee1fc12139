/** Reads secrets for connectors: in the activity only, so that no history, log or view ever holds a value. */
import { LRUCache } from "lru-cache";
import type { SecretBox } from "../keys/secret-box.ts";
import { findSecret } from "../store/secrets.ts";
import type { SecretBinding } from "../store/views.ts";
import { ConnectorError } from "./connectors/contract.ts";
import { isListed, type Endpoint } from "./connectors/network/guard.ts";

/** Short, so that a changed secret is used at once; long enough for the calls of one case after the other. */
const REMEMBER_MILLIS = 3_000;
const REMEMBER_MOST = 1_000;

/** What a secret is wanted for. */
export interface SecretUse {
  /** id of the specification whose case makes the call */
  readonly specificationId: string;
  /** where it is about to be sent: the real host, after templates and redirects; absent: the connector does not say */
  readonly target?: Endpoint | undefined;
}

/**
 * Reads a secret by its name, for a use that it is bound to.
 * @throws ConnectorError (final) when there is none, it cannot be decrypted, or it is bound to other hosts or
 * specifications; the store's own error when it is away
 */
export type SecretReader = (name: string, use: SecretUse) => Promise<string>;

interface Secret extends SecretBinding {
  readonly value: string;
}

export function secretReader(box: SecretBox, rememberMillis = REMEMBER_MILLIS): SecretReader {
  // purged by the clock, as no value is to be in memory longer than it is used
  const known = new LRUCache<string, Promise<Secret>>({
    max: REMEMBER_MOST,
    ttl: rememberMillis,
    ttlAutopurge: true,
  });
  const lookUp = async (name: string): Promise<Secret> => {
    const remembered = known.get(name);
    if (remembered) return await remembered;
    const secret = read(box, name);
    if (rememberMillis > 0) known.set(name, secret);
    // a failure is not kept
    secret.catch(() => {
      if (known.peek(name) === secret) known.delete(name);
    });
    return await secret;
  };
  return async (name, use) => {
    const { value, ...binding } = await lookUp(name);
    const refusal = refusalOf(name, binding, use);
    if (refusal !== undefined) throw unusable("secret-refused", refusal);
    return value;
  };
}

async function read(box: SecretBox, name: string): Promise<Secret> {
  const stored = await findSecret(name);
  if (!stored) throw unusable("secret-missing", `There is no secret "${name}".`);
  const opened = box.open(stored, stored);
  if (!opened.ok) throw unusable("secret-unreadable", opened.message);
  const { hosts, specifications } = stored;
  return { value: opened.value, ...(hosts && { hosts }), ...(specifications && { specifications }) };
}

/** Why a secret may not be used in this way; the hosts and specifications that it is for stay untold. */
function refusalOf(
  name: string,
  { hosts, specifications }: SecretBinding,
  { specificationId, target }: SecretUse,
): string | undefined {
  if (specifications && !specifications.includes(specificationId))
    return `The secret "${name}" is not for the specification "${specificationId}".`;
  if (!hosts) return undefined;
  if (!target)
    return `The secret "${name}" is bound to hosts, and the connector does not say where it sends it.`;
  if (isListed(hosts, target)) return undefined;
  return `The secret "${name}" may not be sent to "${target.host}", port ${target.port}.`;
}

function unusable(type: string, message: string): ConnectorError {
  return new ConnectorError(type, message, { retryable: false });
}
