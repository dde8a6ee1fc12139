/** Who a request says it comes from. */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { ConnectorError, type ConnectorContext, type SecretReference } from "../contract.ts";
import { endpointOf, type Endpoint } from "../network/guard.ts";
import type { Answer } from "./answer.ts";
import type { Auth } from "./configuration.ts";
import { valueOf } from "./headers.ts";
import { setHeader } from "./request.ts";
import { describeAnswer } from "./parse.ts";
import { judge, readRetryAfter } from "./status.ts";

type OAuth = Extract<Auth, { type: "oauth2" }>;

/** What is added to a request; never to one that goes to another origin. */
export interface Credentials {
  readonly headers: ReadonlyMap<string, string>;
  readonly query: readonly (readonly [name: string, value: string])[];
}

export const NO_CREDENTIALS: Credentials = { headers: new Map(), query: [] };

/** Sends a form to a token endpoint. */
export type SendForm = (
  url: URL,
  form: URLSearchParams,
  headers: ReadonlyMap<string, string>,
  signal: AbortSignal,
) => Promise<Answer>;

/** Seconds for which a token without `expires_in` is used. */
const DEFAULT_LIFETIME = 300;
/** Tokens are not used in the last part of their time: the request takes some of it, and clocks differ. */
const MARGIN = 30;
const TOKEN_REQUEST_LIMIT = 30_000;
const MOST_TOKENS = 1_000;
const TOKEN_RULES = { success: ["2xx"], retry: [], final: [] };

/** The value of a place that holds a text or a secret. @param target where it is sent */
export async function textOf(
  value: string | SecretReference,
  context: ConnectorContext,
  target: Endpoint,
): Promise<string> {
  return typeof value === "string" ? value : context.secret(value, target);
}

export function basic(user: string, password: string, context: ConnectorContext): string {
  const encoded = Buffer.from(`${user}:${password}`).toString("base64");
  context.conceal(encoded);
  return `Basic ${encoded}`;
}

function inHeader(name: string, value: string): Credentials {
  const headers = new Map<string, string>();
  setHeader(headers, name, value);
  return { headers, query: [] };
}

/**
 * @param target of the request that they are for
 * @throws ConnectorError for secrets that are not there or not for this target, and what a token request fails with
 */
export async function credentialsOf(
  auth: Auth | undefined,
  context: ConnectorContext,
  target: Endpoint,
  token: (auth: OAuth) => Promise<string>,
): Promise<Credentials> {
  switch (auth?.type) {
    case undefined:
      return NO_CREDENTIALS;
    case "bearer":
      return inHeader("authorization", `Bearer ${await context.secret(auth.token, target)}`);
    case "basic": {
      const user = await textOf(auth.user, context, target);
      return inHeader("authorization", basic(user, await context.secret(auth.password, target), context));
    }
    case "apiKey": {
      const key = await context.secret(auth.key, target);
      return auth.in === "header"
        ? inHeader(auth.name, key)
        : { headers: new Map(), query: [[auth.name, key]] };
    }
    case "oauth2":
      // What is got with a secret goes no further than the secret itself.
      await context.secret(auth.clientSecret, target);
      return inHeader("authorization", `Bearer ${await token(auth)}`);
  }
}

interface Token {
  readonly text: Promise<string>;
  /** epoch milliseconds; unknown while the request is under way */
  until: number;
}

/** Tokens of client credentials (RFC 6749, 4.4), in memory only, by client and expiry. */
export class TokenCache {
  private readonly tokens = new LRUCache<string, Token>({ max: MOST_TOKENS });

  /**
   * A token for the client, from the cache if there is a valid one. Calls that come at once share a request.
   *
   * @param stale a token that was refused: it is not given again
   * @throws ConnectorError `oauth`, and what the request fails with
   */
  async token(auth: OAuth, context: ConnectorContext, send: SendForm, stale?: string): Promise<string> {
    const endpoint = endpointOf(new URL(auth.tokenUrl));
    const client = await textOf(auth.clientId, context, endpoint);
    const secret = await context.secret(auth.clientSecret, endpoint);
    const key = createHash("sha256")
      .update(JSON.stringify([auth.tokenUrl, client, secret, auth.scope, auth.audience, auth.credentials]))
      .digest("base64");
    const known = this.tokens.get(key);
    if (known && known.until > Date.now()) {
      const text = await known.text.catch(() => undefined);
      if (text !== undefined && text !== stale) {
        context.conceal(text);
        return text;
      }
      // Another call that was refused with the same token may have asked for a new one meanwhile.
      if (this.tokens.get(key) !== known) return this.token(auth, context, send, stale);
    }
    return this.fetch(key, auth, client, secret, context, send);
  }

  private fetch(
    key: string,
    auth: OAuth,
    client: string,
    secret: string,
    context: ConnectorContext,
    send: SendForm,
  ): Promise<string> {
    const text = requestToken(auth, client, secret, context, send).then(({ token, lifetime }) => {
      const margin = Math.min(MARGIN, lifetime / 2);
      entry.until = Date.now() + (lifetime - margin) * 1000;
      return token;
    });
    const entry: Token = { text, until: Number.POSITIVE_INFINITY };
    this.tokens.set(key, entry);
    text.catch(() => {
      entry.until = 0;
      if (this.tokens.peek(key) === entry) this.tokens.delete(key);
    });
    return text;
  }
}

/** Others may wait for the same token, so that the request does not end with the call that began it. */
async function requestToken(
  auth: OAuth,
  client: string,
  secret: string,
  context: ConnectorContext,
  send: SendForm,
): Promise<{ readonly token: string; readonly lifetime: number }> {
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (auth.scope !== undefined) form.set("scope", auth.scope);
  if (auth.audience !== undefined) form.set("audience", auth.audience);
  const headers = new Map([["accept", "application/json"]]);
  if (auth.credentials === "header") {
    // RFC 6749, 2.3.1: both are encoded as in a form before they go into the header.
    const encode = (text: string): string => new URLSearchParams([["", text]]).toString().slice(1);
    headers.set("authorization", basic(encode(client), encode(secret), context));
  } else {
    form.set("client_id", client);
    form.set("client_secret", secret);
  }
  const answer = await send(new URL(auth.tokenUrl), form, headers, AbortSignal.timeout(TOKEN_REQUEST_LIMIT));
  const verdict = judge(answer.status, TOKEN_RULES);
  if (verdict !== "success") {
    const retryAfter = readRetryAfter(valueOf(answer.headers, "retry-after"), Date.now());
    throw new ConnectorError("oauth", `The token endpoint answered ${answer.status}.`, {
      retryable: verdict === "retry",
      ...(retryAfter !== undefined && { retryAfter }),
      details: describeAnswer(answer),
    });
  }
  const { access_token: token, expires_in: lifetime } = readTokenAnswer(answer);
  if (typeof token !== "string" || token === "") throw noToken();
  context.conceal(token);
  const seconds = Number(lifetime);
  return { token, lifetime: Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_LIFETIME };
}

function readTokenAnswer(answer: Answer): { readonly access_token?: unknown; readonly expires_in?: unknown } {
  try {
    const value: unknown = JSON.parse(answer.bytes.toString("utf8"));
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // The text may hold a token: it is not shown.
  }
  throw noToken();
}

function noToken(): ConnectorError {
  return new ConnectorError("oauth", "The answer of the token endpoint holds no access token.", {
    retryable: false,
  });
}
