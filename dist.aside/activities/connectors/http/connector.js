import { defineConnector } from "../contract.js";
import { checkUrlTemplate } from "../template.js";
import { HTTP_CONFIGURATION, HTTP_INPUT, HTTP_OUTPUT } from "./configuration.js";
import { setHeader, variablesIn } from "./request.js";
const PARTS = new Set(["body", "query", "headers"]);
export function checkHttp(configuration) {
    const { method, body, auth, tls, headers } = configuration;
    const problems = [...checkUrlTemplate(configuration.url)];
    if (body !== undefined && (method === "GET" || method === "HEAD"))
        problems.push(`A ${method} request has no body.`);
    if ((tls.certificate === undefined) !== (tls.key === undefined))
        problems.push("`tls.certificate` and `tls.key` belong together.");
    if (isHostOpen(configuration.url) && holdsSecrets(configuration))
        problems.push("The host of the URL comes from the data, so that secrets would go wherever it says: name its domain (`https://{tenant}.acme.com`).");
    const names = [
        ...Object.keys(headers),
        ...(auth?.type === "apiKey" && auth.in === "header" ? [auth.name] : []),
    ];
    for (const name of names) {
        try {
            setHeader(new Map(), name, "");
        }
        catch (error) {
            if (error instanceof Error)
                problems.push(error.message);
        }
    }
    return problems;
}
function isHostOpen(url) {
    const authority = /^https?:\/\/([^/?#]*)/i.exec(url.replaceAll(/\{[^{}]*\}/g, "{}"))?.[1] ?? "{}";
    const last = authority.lastIndexOf("{}");
    return last !== -1 && !/^[a-z0-9-]*\.[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i.test(authority.slice(last + 2));
}
function holdsSecrets({ auth, headers, tls }) {
    return (auth !== undefined ||
        tls.key !== undefined ||
        Object.values(headers).some((value) => typeof value !== "string"));
}
export function httpVariables(configuration) {
    return variablesIn(configuration).filter((name) => !PARTS.has(name) || name === "body");
}
export function httpConnector(client) {
    return defineConnector({
        name: "http",
        version: 1,
        title: "HTTP",
        description: "Calls a REST or other HTTP interface and answers its status, headers and body.",
        configuration: HTTP_CONFIGURATION,
        input: HTTP_INPUT,
        output: HTTP_OUTPUT,
        check: checkHttp,
        variables: httpVariables,
        execute: (configuration, input, context) => client.call(configuration, input, context),
    });
}
//# sourceMappingURL=connector.js.map