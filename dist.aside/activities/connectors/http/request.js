import { ConnectorError } from "../contract.js";
import { fillJson, fillText, fillUrl, variablesOfJson, variablesOfText, variablesOfUrl, } from "../template.js";
import { encodeBody, escapeXml } from "./body.js";
const USER_AGENT = "mizzen/0.1";
const WITHOUT_BODY = new Set(["GET", "HEAD"]);
const RESERVED = /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|content-length|upgrade|expect|accept-encoding)$/;
const ACCEPT = {
    auto: "application/json, application/xml;q=0.9, */*;q=0.5",
    json: "application/json",
    xml: "application/xml, text/xml",
    text: "text/plain, text/*;q=0.9, */*;q=0.1",
    form: "application/x-www-form-urlencoded",
    binary: "*/*",
    none: "*/*",
};
const PARTS = new Set(["body", "query", "headers"]);
export async function buildRequest(configuration, input, context, extra = {}) {
    const { method } = configuration;
    const values = { ...variablesOf(input), ...extra };
    const url = fillUrl(configuration.url, values);
    addQuery(url, fillJson(configuration.query, values));
    addQuery(url, input.query ?? {});
    const headers = new Map([
        ["user-agent", USER_AGENT],
        ["accept", configuration.response.types?.join(", ") ?? ACCEPT[configuration.response.format]],
    ]);
    const value = bodyOf(configuration, input, values);
    const body = value === undefined ? undefined : await encodeBody(value, configuration.encoding);
    if (body && WITHOUT_BODY.has(method)) {
        throw new ConnectorError("invalid-body", `A ${method} request has no body.`, { retryable: false });
    }
    if (body)
        headers.set("content-type", body.type);
    if (configuration.idempotencyHeader !== false && !WITHOUT_BODY.has(method)) {
        headers.set(configuration.idempotencyHeader.toLowerCase(), context.idempotencyKey);
    }
    for (const [name, text] of Object.entries(configuration.headers)) {
        const filled = typeof text === "string" ? fillText(text, values) : await context.secret(text);
        setHeader(headers, name, filled);
    }
    for (const [name, text] of Object.entries(input.headers ?? {})) {
        if (text !== null)
            setHeader(headers, name, String(text));
    }
    return { method, url, headers, body: body?.bytes };
}
export function variablesIn(configuration) {
    const { url, query, headers, body } = configuration;
    const names = [
        ...variablesOfUrl(url).map(({ name }) => name),
        ...variablesOfJson(query),
        ...Object.values(headers).flatMap((text) => (typeof text === "string" ? variablesOfText(text) : [])),
        ...(body === undefined ? [] : variablesOfJson(body)),
    ];
    return [...new Set(names)];
}
function variablesOf(input) {
    return Object.fromEntries(Object.entries(input).filter(([name]) => !PARTS.has(name)));
}
function bodyOf(configuration, input, values) {
    const { body: template, encoding } = configuration;
    if (template === undefined)
        return input.body ?? undefined;
    const all = input.body === undefined ? values : { ...values, body: input.body };
    if (encoding === "xml" && typeof template === "string")
        return fillText(template, all, escapeXml);
    return fillJson(template, all);
}
function addQuery(url, query) {
    for (const [name, value] of Object.entries(query)) {
        const entries = Array.isArray(value) ? value : [value];
        for (const entry of entries) {
            if (entry === null)
                continue;
            if (typeof entry === "object") {
                throw new ConnectorError("invalid-url", `The query parameter "${name}" is an object.`, {
                    retryable: false,
                });
            }
            const parameter = new URLSearchParams([[name, String(entry)]]).toString();
            url.search = url.search === "" ? parameter : `${url.search}&${parameter}`;
        }
    }
}
export function setHeader(headers, name, value) {
    const key = name.toLowerCase();
    const refuse = (reason) => new ConnectorError("invalid-header", `The header "${name.slice(0, 60)}" ${reason}.`, {
        retryable: false,
    });
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key))
        throw refuse("has a name that is none");
    if (RESERVED.test(key))
        throw refuse("is set by the engine itself");
    if (/[\r\n]/.test(value))
        throw refuse("has a line break in its value");
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
        throw refuse("has characters that a header cannot have");
    headers.set(key, value);
}
//# sourceMappingURL=request.js.map