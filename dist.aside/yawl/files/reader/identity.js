import { isText } from "./extension.js";
import { quoted } from "./findings.js";
import { readMetadata } from "./metadata.js";
const MAX_ID = 200;
export function readIdentity(specification) {
    const uri = specification.requiredAttribute("uri");
    const part = specification.one("metaData");
    const metadata = readMetadata(part);
    const id = idOf(uri);
    if (id !== uri) {
        specification.warn(`The uri ${quoted(uri)} cannot stand in a URL as it is; the specification is called ${quoted(id)}.`);
    }
    const number = part?.textOf("version") ?? "0.1";
    if (!/^\d{1,9}(\.\d{1,9})?$/.test(number)) {
        part?.error(`The version ${quoted(number)} of the specification is no number.`);
    }
    const exact = part?.extra("version", isText);
    if (exact !== undefined && !/^\d{1,9}(\.\d{1,9}){0,3}$/.test(exact))
        part?.error(`The version ${quoted(exact)} of the specification is none.`);
    const kept = part?.extra("uri", isText);
    const title = specification.textOf("name") ?? metadata.title ?? uri;
    return {
        id,
        version: exact ?? number,
        title,
        metadata: kept === undefined && id === uri ? metadata : { ...metadata, uri: kept ?? uri },
    };
}
export function idOf(text) {
    const isSafe = text.length <= MAX_ID && /^[A-Za-z0-9_][A-Za-z0-9._~-]*$/.test(text);
    if (isSafe || text === "")
        return text;
    const readable = text
        .slice(0, MAX_ID / 2)
        .replaceAll(/[^A-Za-z0-9._~-]+/g, "-")
        .replace(/^[^A-Za-z0-9_]+/, "");
    return `${readable}${readable === "" || readable.endsWith("-") ? "" : "-"}${checksum(text)}`;
}
function checksum(text) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) {
        hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    }
    return (hash >>> 0).toString(16).padStart(8, "0");
}
//# sourceMappingURL=identity.js.map