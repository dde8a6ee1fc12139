import { createHash } from "node:crypto";
import { ConnectorError } from "../contract.js";
import { setHeader } from "./request.js";
import { describeAnswer } from "./parse.js";
import { judge, readRetryAfter } from "./status.js";
export const NO_CREDENTIALS = { headers: new Map(), query: [] };
const DEFAULT_LIFETIME = 300;
const MARGIN = 30;
const TOKEN_REQUEST_LIMIT = 30_000;
const MOST_TOKENS = 1_000;
const TOKEN_RULES = { success: ["2xx"], retry: [], final: [] };
export async function textOf(value, context) {
    return typeof value === "string" ? value : context.secret(value);
}
export function basic(user, password, context) {
    const encoded = Buffer.from(`${user}:${password}`).toString("base64");
    context.conceal(encoded);
    return `Basic ${encoded}`;
}
function inHeader(name, value) {
    const headers = new Map();
    setHeader(headers, name, value);
    return { headers, query: [] };
}
export async function credentialsOf(auth, context, token) {
    switch (auth?.type) {
        case undefined:
            return NO_CREDENTIALS;
        case "bearer":
            return inHeader("authorization", `Bearer ${await context.secret(auth.token)}`);
        case "basic": {
            const user = await textOf(auth.user, context);
            return inHeader("authorization", basic(user, await context.secret(auth.password), context));
        }
        case "apiKey": {
            const key = await context.secret(auth.key);
            return auth.in === "header"
                ? inHeader(auth.name, key)
                : { headers: new Map(), query: [[auth.name, key]] };
        }
        case "oauth2":
            return inHeader("authorization", `Bearer ${await token(auth)}`);
    }
}
export class TokenCache {
    tokens = new Map();
    async token(auth, context, send, stale) {
        const client = await textOf(auth.clientId, context);
        const secret = await context.secret(auth.clientSecret);
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
            if (this.tokens.get(key) !== known)
                return this.token(auth, context, send, stale);
        }
        return this.fetch(key, auth, client, secret, context, send);
    }
    fetch(key, auth, client, secret, context, send) {
        const text = requestToken(auth, client, secret, context, send).then(({ token, lifetime }) => {
            const margin = Math.min(MARGIN, lifetime / 2);
            entry.until = Date.now() + (lifetime - margin) * 1000;
            return token;
        });
        const entry = { text, until: Number.POSITIVE_INFINITY };
        this.tokens.delete(key);
        this.tokens.set(key, entry);
        text.catch(() => {
            entry.until = 0;
            if (this.tokens.get(key) === entry)
                this.tokens.delete(key);
        });
        for (const [oldest] of this.tokens) {
            if (this.tokens.size <= MOST_TOKENS)
                break;
            this.tokens.delete(oldest);
        }
        return text;
    }
}
async function requestToken(auth, client, secret, context, send) {
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (auth.scope !== undefined)
        form.set("scope", auth.scope);
    if (auth.audience !== undefined)
        form.set("audience", auth.audience);
    const headers = new Map([["accept", "application/json"]]);
    if (auth.credentials === "header") {
        const encode = (text) => new URLSearchParams([["", text]]).toString().slice(1);
        headers.set("authorization", basic(encode(client), encode(secret), context));
    }
    else {
        form.set("client_id", client);
        form.set("client_secret", secret);
    }
    const answer = await send(new URL(auth.tokenUrl), form, headers, AbortSignal.timeout(TOKEN_REQUEST_LIMIT));
    const verdict = judge(answer.status, TOKEN_RULES);
    if (verdict !== "success") {
        const retryAfter = readRetryAfter(answer.headers["retry-after"], Date.now());
        throw new ConnectorError("oauth", `The token endpoint answered ${answer.status}.`, {
            retryable: verdict === "retry",
            ...(retryAfter !== undefined && { retryAfter }),
            details: describeAnswer(answer),
        });
    }
    const { access_token: token, expires_in: lifetime } = readTokenAnswer(answer);
    if (typeof token !== "string" || token === "")
        throw noToken();
    context.conceal(token);
    const seconds = Number(lifetime);
    return { token, lifetime: Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_LIFETIME };
}
function readTokenAnswer(answer) {
    try {
        const value = JSON.parse(answer.bytes.toString("utf8"));
        if (typeof value === "object" && value !== null)
            return value;
    }
    catch {
    }
    throw noToken();
}
function noToken() {
    return new ConnectorError("oauth", "The answer of the token endpoint holds no access token.", {
        retryable: false,
    });
}
//# sourceMappingURL=auth.js.map