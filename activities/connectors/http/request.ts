/** A request from its configuration and input, before anything secret is added to it. */
import type { Json, JsonObject } from "../../../yawl/model/json.ts";
import { ConnectorError, type ConnectorContext } from "../contract.ts";
import { endpointOf } from "../network/guard.ts";
import { fillJson, fillText, variablesOfJson, variablesOfText, type Values } from "../template.ts";
import { fillUrl, literalOrigin, variablesOfUrl } from "../url-template.ts";
import { encodeBody, escapeXml } from "./body.ts";
import type { HttpConfiguration, HttpInput } from "./configuration.ts";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** names in lower case */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer | undefined;
}

const USER_AGENT = "mizzen/0.1";
const WITHOUT_BODY: ReadonlySet<string> = new Set(["GET", "HEAD"]);
/** What HTTP itself needs and `undici` sends, or what would let a header change where a message ends. */
const RESERVED =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|content-length|upgrade|expect|accept-encoding)$/;
const ACCEPT: Readonly<Record<HttpConfiguration["response"]["format"], string>> = {
  auto: "application/json, application/xml;q=0.9, */*;q=0.5",
  json: "application/json",
  xml: "application/xml, text/xml",
  text: "text/plain, text/*;q=0.9, */*;q=0.1",
  form: "application/x-www-form-urlencoded",
  binary: "*/*",
  none: "*/*",
};

/** Input properties that are parts of the request. */
const PARTS: ReadonlySet<string> = new Set(["body", "query", "headers"]);

/**
 * @param extra variables besides those of the input
 * @throws ConnectorError (final) for variables without value, invalid URLs, headers and bodies
 */
export async function buildRequest(
  configuration: HttpConfiguration,
  input: HttpInput,
  context: ConnectorContext,
  extra: Values = {},
): Promise<HttpRequest> {
  const { method } = configuration;
  const values: Values = { ...variablesOf(input), ...extra };
  if (isHostOpen(configuration)) {
    const message = "The request holds secrets, and its host comes from the data: nothing was sent.";
    throw new ConnectorError("invalid-url", message, { retryable: false });
  }
  const url = fillUrl(configuration.url, values);
  addQuery(url, fillJson(configuration.query, values) as JsonObject);
  addQuery(url, input.query ?? {});

  const headers = new Map<string, string>([
    ["user-agent", USER_AGENT],
    ["accept", configuration.response.types?.join(", ") ?? ACCEPT[configuration.response.format]],
  ]);
  const value = bodyOf(configuration, input, values);
  const body = value === undefined ? undefined : await encodeBody(value, configuration.encoding);
  if (body && WITHOUT_BODY.has(method)) {
    throw new ConnectorError("invalid-body", `A ${method} request has no body.`, { retryable: false });
  }
  if (body) headers.set("content-type", body.type);
  if (configuration.idempotencyHeader !== false && !WITHOUT_BODY.has(method)) {
    headers.set(configuration.idempotencyHeader.toLowerCase(), context.idempotencyKey);
  }
  for (const [name, text] of Object.entries(configuration.headers)) {
    const filled =
      typeof text === "string" ? fillText(text, values) : await context.secret(text, endpointOf(url));
    setHeader(headers, name, filled);
  }
  for (const [name, text] of Object.entries(input.headers ?? {})) {
    if (text !== null) setHeader(headers, name, String(text));
  }
  return { method, url, headers, body: body?.bytes };
}

/** Whether data decides where secrets go. */
export function isHostOpen({ url, auth, headers, tls }: HttpConfiguration): boolean {
  const holdsSecrets =
    auth !== undefined ||
    tls.key !== undefined ||
    Object.values(headers).some((value) => typeof value !== "string");
  return holdsSecrets && literalOrigin(url) === undefined;
}

/** Names of all template variables of a configuration, but for those of the URL that may be absent. */
export function variablesIn(configuration: HttpConfiguration): readonly string[] {
  const { url, query, headers, body } = configuration;
  const names = [
    ...variablesOfUrl(url).map(({ name }) => name),
    ...variablesOfJson(query),
    ...Object.values(headers).flatMap((text) => (typeof text === "string" ? variablesOfText(text) : [])),
    ...(body === undefined ? [] : variablesOfJson(body)),
  ];
  return [...new Set(names)];
}

/** The input without the parts of the request: a map without the properties that all objects have. */
function variablesOf(input: HttpInput): Values {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !PARTS.has(name)));
}

function bodyOf(configuration: HttpConfiguration, input: HttpInput, values: Values): Json | undefined {
  const { body: template, encoding } = configuration;
  if (template === undefined) return input.body ?? undefined;
  const all: Values = input.body === undefined ? values : { ...values, body: input.body };
  // XML that is written as text is the only template in which a value could pass for what is around it.
  if (encoding === "xml" && typeof template === "string") return fillText(template, all, escapeXml);
  return fillJson(template, all);
}

function addQuery(url: URL, query: Readonly<Record<string, Json>>): void {
  for (const [name, value] of Object.entries(query)) {
    const entries: readonly Json[] = Array.isArray(value) ? value : [value];
    for (const entry of entries) {
      if (entry === null) continue;
      if (typeof entry === "object") {
        throw new ConnectorError("invalid-url", `The query parameter "${name}" is an object.`, {
          retryable: false,
        });
      }
      // What the URL has already stays as it was written: `searchParams` would encode it anew.
      const parameter = new URLSearchParams([[name, String(entry)]]).toString();
      url.search = url.search === "" ? parameter : `${url.search}&${parameter}`;
    }
  }
}

/**
 * Sets a header.
 *
 * @throws ConnectorError `invalid-header` for names that are none or reserved, and for values with line breaks, other
 * control characters or characters beyond Latin 1: a value must not begin another header
 */
export function setHeader(headers: Map<string, string>, name: string, value: string): void {
  const key = name.toLowerCase();
  const refuse = (reason: string): ConnectorError =>
    new ConnectorError("invalid-header", `The header "${name}" ${reason}.`, {
      retryable: false,
    });
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key)) throw refuse("has a name that is none");
  if (RESERVED.test(key)) throw refuse("is set by the engine itself");
  if (/[\r\n]/.test(value)) throw refuse("has a line break in its value");
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw refuse("has characters that a header cannot have");
  headers.set(key, value);
}
