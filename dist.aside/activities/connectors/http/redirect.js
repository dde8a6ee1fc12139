import { ConnectorError } from "../contract.js";
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const INNOCENT = new Set(["accept", "content-type", "user-agent", "accept-language"]);
const ABOUT_BODY = new Set(["content-type", "content-language"]);
export function nextHop(hop, answer, first) {
    const { status, headers } = answer;
    const location = headers["location"];
    if (!REDIRECTS.has(status) || location === undefined)
        return undefined;
    if (!URL.canParse(location, hop.url))
        throw refused("leads to something that is no URL");
    const url = new URL(location, hop.url);
    if (url.protocol !== "http:" && url.protocol !== "https:")
        throw refused("leads to something that is no HTTP URL");
    if (url.username !== "" || url.password !== "")
        throw refused("leads to a URL with a user name or password");
    if (hop.url.protocol === "https:" && url.protocol === "http:")
        throw refused("leads from https to http");
    url.hash = "";
    const becomesGet = (status === 303 && hop.method !== "HEAD") ||
        ((status === 301 || status === 302) && hop.method === "POST");
    const method = becomesGet ? "GET" : hop.method;
    const body = becomesGet ? undefined : hop.body;
    const isSameOrigin = url.origin === first.url.origin;
    if (!isSameOrigin && body !== undefined)
        throw refused("would send the body to another server");
    const source = isSameOrigin ? first.headers : hop.headers;
    const kept = [...source].filter(([name]) => (isSameOrigin || INNOCENT.has(name)) && (body !== undefined || !ABOUT_BODY.has(name)));
    return { method, url, headers: new Map(kept), body };
}
function refused(reason) {
    return new ConnectorError("redirect-refused", `A redirect was not followed: it ${reason}.`, {
        retryable: false,
    });
}
//# sourceMappingURL=redirect.js.map