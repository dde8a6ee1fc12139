/** Calls over HTTP: credentials, redirects, limits and the judgement of the answer. */
import { request as send } from "undici";
import { ConnectorError, type ConnectorContext } from "../contract.ts";
import { connectionFailure } from "../network/failure.ts";
import { endpointOf } from "../network/guard.ts";
import { deadline, orAborted } from "../network/patience.ts";
import type { Targets } from "../network/targets.ts";
import type { ConnectionSettings, Transport } from "../network/transport.ts";
import type { Values } from "../template.ts";
import { readBody, type Answer } from "./answer.ts";
import { credentialsOf, TokenCache, type Credentials, type SendForm } from "./auth.ts";
import type { Auth, HttpConfiguration, HttpInput, HttpOutput } from "./configuration.ts";
import { connectionSettings, forOtherOrigin } from "./connection.ts";
import { readHeaders, valueOf, type Headers } from "./headers.ts";
import { describeAnswer, parseBody } from "./parse.ts";
import { nextHop, type Hop } from "./redirect.ts";
import { buildRequest, type HttpRequest } from "./request.ts";
import { isTargetFault, judge, readRetryAfter } from "./status.ts";

const LARGEST_TOKEN_ANSWER = 100_000;
/** How much of an answer is read that nobody wants but an operator. */
const ERROR_BODY = 16_000;

/** One call, with all that its requests have in common. */
interface Call {
  readonly configuration: HttpConfiguration;
  readonly context: ConnectorContext;
  readonly connection: ConnectionSettings;
  readonly signal: AbortSignal;
}

export class HttpClient {
  private readonly transport: Transport;
  private readonly targets: Targets;
  private readonly tokens = new TokenCache();

  constructor(transport: Transport, targets: Targets) {
    this.transport = transport;
    this.targets = targets;
  }

  /**
   * Makes a call.
   *
   * @param extra template variables besides the input's
   * @throws ConnectorError; the types are listed in `docs/connectors.md`
   */
  async call(
    configuration: HttpConfiguration,
    input: HttpInput,
    context: ConnectorContext,
    extra: Values = {},
  ): Promise<HttpOutput> {
    const own = throughProxy(configuration, context);
    const request = await buildRequest(configuration, input, own, extra);
    const connection = await connectionSettings(configuration, own, endpointOf(request.url));
    const limit = deadline(context.signal, configuration.limits.total, `The call of ${request.url.origin}`);
    const call: Call = { configuration, context: own, connection, signal: limit.signal };
    try {
      const answer = await this.authenticated(call, request);
      return this.judged(configuration, request, answer);
    } finally {
      limit.end();
    }
  }

  /** With an OAuth token that is refused, the request is made once more with a new one. */
  private async authenticated(call: Call, request: HttpRequest): Promise<Answer> {
    const { configuration, context, signal } = call;
    let used: string | undefined;
    const token = async (auth: Extract<Auth, { type: "oauth2" }>): Promise<string> => {
      const next = this.tokens.token(auth, context, this.tokenSender(call, request.url), used);
      used = await orAborted(signal, next);
      return used;
    };
    const target = endpointOf(request.url);
    const credentials = await credentialsOf(configuration.auth, context, target, token);
    const answer = await this.followed(call, request, credentials);
    if (answer.status !== 401 || used === undefined) return answer;
    return this.followed(call, request, await credentialsOf(configuration.auth, context, target, token));
  }

  private tokenSender(call: Call, target: URL): SendForm {
    return (url, form, headers, signal) => {
      const connection = url.origin === target.origin ? call.connection : forOtherOrigin(call.connection);
      const hop: Hop = {
        method: "POST",
        url,
        headers: new Map([...headers, ["content-type", "application/x-www-form-urlencoded"]]),
        body: Buffer.from(form.toString()),
      };
      return this.exchange({ ...call, connection, signal }, hop, () => [LARGEST_TOKEN_ANSWER, "cut"]);
    };
  }

  /** The answer after all redirects. Credentials stay with the origin that they are meant for. */
  private async followed(call: Call, request: HttpRequest, credentials: Credentials): Promise<Answer> {
    const { redirects, limits, status: rules } = call.configuration;
    const seen = new Set<string>();
    let hop: Hop = withCredentials(request, credentials);
    let connection = call.connection;
    let hasLeft = false;
    for (let followed = 0; ; followed += 1) {
      seen.add(`${hop.method} ${hop.url.href}`);
      const answer = await this.exchange({ ...call, connection }, hop, (status) =>
        judge(status, rules) === "success" ? [limits.size, "fail"] : [ERROR_BODY, "cut"],
      );
      const next = redirects === 0 ? undefined : nextHop(hop, answer, request);
      if (!next) return answer;
      hasLeft ||= next.url.origin !== request.url.origin;
      // Whoever leads back from another origin chose the place: it gets no credentials either.
      if (!hasLeft) {
        hop = withCredentials(next, credentials);
        connection = call.connection;
      } else {
        hop = next;
        connection = forOtherOrigin(call.connection);
      }
      if (seen.has(`${hop.method} ${hop.url.href}`)) throw redirectError("redirect-loop", "lead in a circle");
      if (followed >= redirects) throw redirectError("too-many-redirects", `are more than ${redirects}`);
    }
  }

  /** One request and its answer, counted for its target. */
  private exchange(
    { configuration, context, connection, signal }: Call,
    hop: Hop,
    wanted: (status: number) => readonly [limit: number, whenOver: "fail" | "cut"],
  ): Promise<Answer> {
    const { origin } = hop.url;
    const make = async (): Promise<Answer> => {
      signal.throwIfAborted();
      try {
        const dispatcher = await this.transport.dispatcher(hop.url, connection, context.network);
        const sent = send(hop.url, {
          dispatcher,
          method: hop.method as "GET",
          headers: Object.fromEntries(hop.headers),
          body: hop.body ?? null,
          signal,
          headersTimeout: configuration.limits.headers,
          bodyTimeout: configuration.limits.idle,
        });
        const response = await orAborted(signal, sent);
        const headers = readHeaders(response.headers);
        const [limit, whenOver] = wanted(response.statusCode);
        // Such answers have headers about a body that is not sent.
        const isEmpty = hop.method === "HEAD" || response.statusCode === 204 || response.statusCode === 304;
        const about = isEmpty ? {} : headers;
        const read = await orAborted(signal, readBody(response.body, about, limit, whenOver));
        return { status: response.statusCode, headers, ...read };
      } catch (error) {
        // Aborted by the caller or by the time limit: the reason says which.
        if (signal.aborted) throw signal.reason;
        const way = connection.proxy ? ` (through the proxy ${new URL(connection.proxy.url).host})` : "";
        throw connectionFailure(error, `${origin}${way}`);
      }
    };
    // A call that waits for its turn ends at once when it is aborted, not when its turn comes.
    return orAborted(
      signal,
      this.targets.run(origin, make, ({ status }) => isTargetFault(status)),
    );
  }

  private judged(configuration: HttpConfiguration, request: HttpRequest, answer: Answer): HttpOutput {
    const { status, headers } = answer;
    const verdict = judge(status, configuration.status);
    if (verdict === "success")
      return { status, headers: copied(headers), body: parseBody(answer, configuration.response) };
    const retryAfter =
      verdict === "retry" ? readRetryAfter(valueOf(headers, "retry-after"), Date.now()) : undefined;
    throw new ConnectorError(
      "http-status",
      `${request.method} ${request.url.origin}${request.url.pathname} was answered ${status}.`,
      {
        retryable: verdict === "retry",
        ...(retryAfter !== undefined && { retryAfter }),
        details: describeAnswer(answer),
      },
    );
  }
}

/** A proxy that a specification names sees what goes through it: secrets have to be for it, too. */
function throughProxy({ proxy }: HttpConfiguration, context: ConnectorContext): ConnectorContext {
  if (proxy === undefined || proxy === false) return context;
  const way = endpointOf(new URL(proxy.url));
  return {
    ...context,
    async secret(reference, target) {
      await context.secret(reference, way);
      return await context.secret(reference, target);
    },
  };
}

function withCredentials(hop: Hop, { headers, query }: Credentials): Hop {
  const url = new URL(hop.url);
  for (const [name, value] of query) {
    // What the URL has already stays as it was written: `searchParams` would encode it anew.
    const others = url.search
      .slice(1)
      .split("&")
      .filter((part) => part !== "" && !new URLSearchParams(part).has(name));
    url.search = [...others, new URLSearchParams([[name, value]]).toString()].join("&");
  }
  return { ...hop, url, headers: new Map([...hop.headers, ...headers]) };
}

function copied(headers: Headers): HttpOutput["headers"] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}

function redirectError(type: string, what: string): ConnectorError {
  return new ConnectorError(type, `The redirects ${what}.`, { retryable: false });
}
