import { request as send } from "undici";
import { ConnectorError } from "../contract.js";
import { connectionFailure } from "../network/failure.js";
import { deadline, orAborted } from "../network/patience.js";
import { readBody } from "./answer.js";
import { credentialsOf, TokenCache } from "./auth.js";
import { connectionSettings, forOtherOrigin } from "./connection.js";
import { describeAnswer, parseBody } from "./parse.js";
import { nextHop } from "./redirect.js";
import { buildRequest } from "./request.js";
import { isTargetFault, judge, readRetryAfter } from "./status.js";
const LARGEST_TOKEN_ANSWER = 100_000;
const ERROR_BODY = 8_000;
const LONGEST_PATH = 200;
export class HttpClient {
    transport;
    targets;
    tokens = new TokenCache();
    constructor(transport, targets) {
        this.transport = transport;
        this.targets = targets;
    }
    async call(configuration, input, context, extra = {}) {
        const request = await buildRequest(configuration, input, context, extra);
        const connection = await connectionSettings(configuration, context);
        const limit = deadline(context.signal, configuration.limits.total, `The call of ${request.url.origin}`);
        const call = { configuration, context, connection, signal: limit.signal };
        try {
            const answer = await this.authenticated(call, request);
            return this.judged(configuration, request, answer);
        }
        finally {
            limit.end();
        }
    }
    async authenticated(call, request) {
        const { configuration, context, signal } = call;
        let used;
        const token = async (auth) => {
            const next = this.tokens.token(auth, context, this.tokenSender(call, request.url), used);
            used = await orAborted(signal, next);
            return used;
        };
        const credentials = await credentialsOf(configuration.auth, context, token);
        const answer = await this.followed(call, request, credentials);
        if (answer.status !== 401 || used === undefined)
            return answer;
        return this.followed(call, request, await credentialsOf(configuration.auth, context, token));
    }
    tokenSender(call, target) {
        return (url, form, headers, signal) => {
            const connection = url.origin === target.origin ? call.connection : forOtherOrigin(call.connection);
            const hop = {
                method: "POST",
                url,
                headers: new Map([...headers, ["content-type", "application/x-www-form-urlencoded"]]),
                body: Buffer.from(form.toString()),
            };
            return this.exchange({ ...call, connection, signal }, hop, () => [LARGEST_TOKEN_ANSWER, "cut"]);
        };
    }
    async followed(call, request, credentials) {
        const { redirects, limits, status: rules } = call.configuration;
        const seen = new Set();
        let hop = withCredentials(request, credentials);
        let connection = call.connection;
        for (let followed = 0;; followed += 1) {
            seen.add(`${hop.method} ${hop.url.href}`);
            const answer = await this.exchange({ ...call, connection }, hop, (status) => judge(status, rules) === "success" ? [limits.size, "fail"] : [ERROR_BODY, "cut"]);
            const next = redirects === 0 ? undefined : nextHop(hop, answer, request);
            if (!next)
                return answer;
            if (next.url.origin === request.url.origin) {
                hop = withCredentials(next, credentials);
                connection = call.connection;
            }
            else {
                hop = next;
                connection = forOtherOrigin(call.connection);
            }
            if (seen.has(`${hop.method} ${hop.url.href}`))
                throw redirectError("redirect-loop", "lead in a circle");
            if (followed >= redirects)
                throw redirectError("too-many-redirects", `are more than ${redirects}`);
        }
    }
    exchange({ configuration, context, connection, signal }, hop, wanted) {
        const { origin } = hop.url;
        const make = async () => {
            signal.throwIfAborted();
            try {
                const dispatcher = await this.transport.dispatcher(hop.url, connection, context.network);
                const sent = send(hop.url, {
                    dispatcher,
                    method: hop.method,
                    headers: Object.fromEntries(hop.headers),
                    body: hop.body ?? null,
                    signal,
                    headersTimeout: configuration.limits.headers,
                    bodyTimeout: configuration.limits.idle,
                });
                const response = await orAborted(signal, sent);
                const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]));
                const [limit, whenOver] = wanted(response.statusCode);
                const isEmpty = hop.method === "HEAD" || response.statusCode === 204 || response.statusCode === 304;
                const about = isEmpty ? {} : headers;
                const read = await orAborted(signal, readBody(response.body, about, limit, whenOver));
                return { status: response.statusCode, headers, ...read };
            }
            catch (error) {
                if (signal.aborted)
                    throw signal.reason;
                const way = connection.proxy ? ` (through the proxy ${new URL(connection.proxy.url).host})` : "";
                throw connectionFailure(error, `${origin}${way}`);
            }
        };
        return orAborted(signal, this.targets.run(origin, make, ({ status }) => isTargetFault(status)));
    }
    judged(configuration, request, answer) {
        const { status, headers } = answer;
        const verdict = judge(status, configuration.status);
        if (verdict === "success")
            return { status, headers: { ...headers }, body: parseBody(answer, configuration.response) };
        const retryAfter = verdict === "retry" ? readRetryAfter(headers["retry-after"], Date.now()) : undefined;
        throw new ConnectorError("http-status", `${request.method} ${request.url.origin}${request.url.pathname.slice(0, LONGEST_PATH)} was answered ${status}.`, {
            retryable: verdict === "retry",
            ...(retryAfter !== undefined && { retryAfter }),
            details: describeAnswer(answer),
        });
    }
}
function withCredentials(hop, { headers, query }) {
    const url = new URL(hop.url);
    for (const [name, value] of query)
        url.searchParams.set(name, value);
    return { ...hop, url, headers: new Map([...hop.headers, ...headers]) };
}
function redirectError(type, what) {
    return new ConnectorError(type, `The redirects ${what}.`, { retryable: false });
}
//# sourceMappingURL=client.js.map