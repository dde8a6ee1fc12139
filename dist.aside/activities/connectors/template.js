import { parseTemplate } from "url-template";
import { isJsonObject } from "../../yawl/model/json.js";
import { ConnectorError } from "./contract.js";
const PLACE = /\{\{([^{}]*)\}\}|\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g;
const EXPRESSION = /\{([+#./;?&]?)([^{}]*)\}/g;
const VARIABLE = /^((?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2})+(?:\.(?:[A-Za-z0-9_-]|%[0-9A-Fa-f]{2})+)*)(?::[1-9]\d{0,3}|\*)?$/;
export function variablesOfText(template) {
    return [...template.matchAll(PLACE)].flatMap(({ 2: name }) => (name === undefined ? [] : [name]));
}
export function fillText(template, values, escape = (text) => text) {
    return template.replaceAll(PLACE, (_, literal, name) => {
        if (name === undefined)
            return `{${literal ?? ""}}`;
        const value = own(values, name);
        if (value === undefined || value === null)
            throw missing(name);
        return escape(typeof value === "string" ? value : JSON.stringify(value));
    });
}
export function fillJson(template, values) {
    if (typeof template === "string") {
        const alone = /^\{([A-Za-z_][A-Za-z0-9_.-]*)\}$/.exec(template)?.[1];
        if (alone === undefined)
            return fillText(template, values);
        const value = own(values, alone);
        if (value === undefined)
            throw missing(alone);
        return value;
    }
    if (Array.isArray(template))
        return template.map((entry) => fillJson(entry, values));
    if (!isJsonObject(template))
        return template;
    return Object.fromEntries(Object.entries(template).map(([name, entry]) => [name, fillJson(entry, values)]));
}
export function variablesOfJson(template) {
    if (typeof template === "string")
        return variablesOfText(template);
    if (typeof template !== "object" || template === null)
        return [];
    return Object.values(template).flatMap((entry) => variablesOfJson(entry));
}
export function variablesOfUrl(template) {
    return [...template.matchAll(EXPRESSION)].flatMap(([, operator = "", list = ""]) => list.split(",").map((variable) => ({
        name: VARIABLE.exec(variable)?.[1] ?? variable,
        optional: operator === "?" || operator === "&",
    })));
}
export function checkUrlTemplate(template) {
    const problems = [];
    const rest = template.replaceAll(EXPRESSION, (whole, _operator, list) => {
        for (const variable of list.split(",")) {
            if (!VARIABLE.test(variable))
                problems.push(`"${whole}" in the URL is no template expression (RFC 6570).`);
        }
        return "x";
    });
    if (/[{}]/.test(rest))
        problems.push("A brace in the URL has no partner.");
    if (template.startsWith("{"))
        return problems;
    if (!/^https?:\/\/[^/?#]/i.test(rest))
        problems.push('The URL must begin with "http://" or "https://" and a host.');
    else if (/^https?:\/\/[^/?#]*@/i.test(rest))
        problems.push("The URL must not hold a user name or password; use `auth`.");
    else if (!URL.canParse(rest))
        problems.push("The URL is not valid.");
    return problems;
}
export function fillUrl(template, values) {
    const filled = Object.create(null);
    for (const { name, optional } of variablesOfUrl(template)) {
        const value = own(values, name);
        const isAbsent = value === undefined || value === null;
        if (!optional && (isAbsent || value === "" || (Array.isArray(value) && value.length === 0))) {
            throw missing(name);
        }
        if (!isAbsent && !isFlat(value))
            throw invalid(`"{${name}}" has a value that cannot stand in a URL`);
        filled[name] = isAbsent ? null : value;
    }
    let text;
    try {
        text = parseTemplate(template).expand(filled);
    }
    catch {
        throw invalid("a value has characters that cannot be encoded");
    }
    const path = text.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
    if (path.split(/[/\\]/).some((step) => /^(?:\.|%2e){1,2}$/i.test(step))) {
        throw invalid('its path has a step "." or ".."');
    }
    if (!URL.canParse(text))
        throw invalid("it is not valid");
    const url = new URL(text);
    if (url.protocol !== "http:" && url.protocol !== "https:")
        throw invalid("it is no HTTP URL");
    if (url.username !== "" || url.password !== "")
        throw invalid("it holds a user name or password");
    return url;
}
function own(values, name) {
    return Object.hasOwn(values, name) ? values[name] : undefined;
}
function isFlat(value) {
    if (typeof value !== "object" || value === null)
        return true;
    return Object.values(value).every((entry) => typeof entry !== "object" || entry === null);
}
function missing(name) {
    return new ConnectorError("missing-variable", `The template variable "{${name}}" has no value.`, {
        retryable: false,
        details: { variable: name },
    });
}
function invalid(reason) {
    return new ConnectorError("invalid-url", `The URL cannot be used: ${reason}.`, { retryable: false });
}
//# sourceMappingURL=template.js.map