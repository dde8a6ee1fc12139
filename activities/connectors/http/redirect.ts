/** Where a redirect leads, and what of the request goes with it (RFC 9110, 15.4). */
import { ConnectorError } from "../contract.ts";
import type { Answer } from "./answer.ts";
import { valuesOf } from "./headers.ts";
import type { HttpRequest } from "./request.ts";

/** A request that is about to be sent. */
export type Hop = HttpRequest;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Headers that say nothing about who asks; all others stay with the origin that they were written for. */
const INNOCENT: ReadonlySet<string> = new Set(["accept", "content-type", "user-agent", "accept-language"]);
const ABOUT_BODY: ReadonlySet<string> = new Set([
  "content-type",
  "content-language",
  "content-encoding",
  "content-location",
]);

/**
 * The next request, or `undefined` when the answer is no redirect.
 *
 * @param first the call's own request, whose origin the headers and body were meant for
 * @throws ConnectorError `redirect-refused` for a step from https to http, for what is no HTTP URL, and for a body that
 * would go to another origin
 */
export function nextHop(hop: Hop, answer: Answer, first: HttpRequest): Hop | undefined {
  const { status, headers } = answer;
  const [location, ...others] = new Set(valuesOf(headers, "location"));
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  if (others.length > 0) throw refused("leads to several places at once");
  if (!URL.canParse(location, hop.url)) throw refused("leads to something that is no URL");
  const url = new URL(location, hop.url);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw refused("leads to something that is no HTTP URL");
  if (url.username !== "" || url.password !== "")
    throw refused("leads to a URL with a user name or password");
  if (hop.url.protocol === "https:" && url.protocol === "http:") throw refused("leads from https to http");
  url.hash = "";
  const becomesGet =
    (status === 303 && hop.method !== "HEAD") ||
    ((status === 301 || status === 302) && hop.method === "POST");
  const method = becomesGet ? "GET" : hop.method;
  const body = becomesGet ? undefined : hop.body;
  const isSameOrigin = url.origin === first.url.origin;
  if (!isSameOrigin && body !== undefined) throw refused("would send the body to another server");
  // From a hop to another origin on, only what says nothing about who asks is left.
  const kept = [...hop.headers].filter(
    ([name]) => (isSameOrigin || INNOCENT.has(name)) && (!becomesGet || !ABOUT_BODY.has(name)),
  );
  return { method, url, headers: new Map(kept), body };
}

function refused(reason: string): ConnectorError {
  return new ConnectorError("redirect-refused", `A redirect was not followed: it ${reason}.`, {
    retryable: false,
  });
}
