import { parseXmlDocument } from "slimdom";
import { readAny } from "../../../yawl/data/xml/any.js";
import { Findings } from "../../../yawl/data/types/findings.js";
import { parseXml } from "../../../yawl/files/xml/parse.js";
import { ConnectorError } from "../contract.js";
const SNIPPET = 2_000;
const MOST_HEADERS = 40;
const LONGEST_HEADER = 300;
const UNSHOWN = new Set(["set-cookie", "authorization", "proxy-authenticate"]);
export function parseBody(answer, response) {
    const header = answer.headers["content-type"] ?? "";
    const [type = "", ...parameters] = header.split(";").map((part) => part.trim());
    if (answer.bytes.length === 0 || response.format === "none")
        return null;
    if (response.types && !response.types.some((wanted) => accepts(wanted, type.toLowerCase()))) {
        const found = type === "" ? "has no content type" : `is of the type "${type}"`;
        throw wrong("content-type", `The answer ${found}; wanted: ${response.types.join(", ")}`, answer);
    }
    const format = response.format === "auto" ? formatOf(type.toLowerCase()) : response.format;
    if (format === "binary")
        return answer.bytes.toString("base64");
    const charset = parameters
        .find((part) => /^charset=/i.test(part))
        ?.slice(8)
        .replaceAll('"', "");
    const text = decode(answer, format === "json" ? undefined : charset);
    if (format === "json")
        return parseJson(text, answer, type);
    if (format === "xml")
        return parseXmlBody(text, answer);
    if (format === "form")
        return parseForm(text);
    return text;
}
export function describeAnswer(answer) {
    const headers = Object.fromEntries(Object.entries(answer.headers)
        .filter(([name]) => !UNSHOWN.has(name))
        .slice(0, MOST_HEADERS)
        .map(([name, value]) => [name, value.slice(0, LONGEST_HEADER)]));
    const body = answer.bytes.subarray(0, SNIPPET).toString("utf8");
    return { status: answer.status, headers, ...(body !== "" && { body }) };
}
function wrong(type, sentence, answer) {
    return new ConnectorError(type, `${sentence}.`, { retryable: false, details: describeAnswer(answer) });
}
function accepts(wanted, type) {
    const pattern = wanted.toLowerCase();
    if (pattern.endsWith("/*"))
        return type.startsWith(pattern.slice(0, -1));
    return pattern === type;
}
function formatOf(type) {
    if (type === "application/json" || type === "text/json" || type.endsWith("+json"))
        return "json";
    if (type === "application/xml" || type === "text/xml" || type.endsWith("+xml"))
        return "xml";
    if (type === "application/x-www-form-urlencoded")
        return "form";
    return type.startsWith("text/") ? "text" : "binary";
}
function decode(answer, charset) {
    let decoder;
    try {
        decoder = new TextDecoder(charset ?? "utf-8", { fatal: charset === undefined });
    }
    catch {
        throw wrong("invalid-body", `The answer is in a character set that is not known, "${charset}"`, answer);
    }
    try {
        return decoder.decode(answer.bytes);
    }
    catch {
        throw wrong("invalid-body", "The answer is not valid UTF-8", answer);
    }
}
function parseJson(text, answer, type) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message.replace(/\s+/g, " ").slice(0, 200) : "";
        const said = type === "" ? "" : ` (content type "${type}")`;
        throw wrong("invalid-body", `The answer is no valid JSON${said}: ${reason}`, answer);
    }
}
function parseXmlBody(text, answer) {
    const guarded = parseXml(text);
    if (!guarded.ok) {
        const reason = guarded.fault.message.replace(/^The file /, "it ").replace(/\.$/, "");
        throw wrong("invalid-body", `The answer is no XML that can be read: ${reason}`, answer);
    }
    const root = parseXmlDocument(text.replace(/^\uFEFF/, "")).documentElement;
    if (!root)
        throw wrong("invalid-body", "The answer is XML without an element", answer);
    const findings = new Findings();
    const value = readAny(root, findings, "", 0);
    const [first] = findings.details;
    if (first)
        throw wrong("invalid-body", `The answer's XML ${first.message}`, answer);
    return { [root.prefix === null ? root.localName : root.nodeName]: value };
}
function parseForm(text) {
    const fields = new Map();
    for (const [name, value] of new URLSearchParams(text)) {
        fields.set(name, [...(fields.get(name) ?? []), value]);
    }
    return Object.fromEntries([...fields].map(([name, [first = "", ...others]]) => [
        name,
        others.length === 0 ? first : [first, ...others],
    ]));
}
//# sourceMappingURL=parse.js.map