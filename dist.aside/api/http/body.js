import { raw } from "express";
import { parseJson } from "./json.js";
import { Problem } from "./problem.js";
export function readBytes(limit) {
    return raw({ type: () => true, limit, inflate: true });
}
export function jsonBody(request) {
    const bytes = bytesOf(request);
    if (bytes === undefined)
        return undefined;
    const { mediaType, charset } = contentType(request);
    if (mediaType !== "application/json" && !mediaType.endsWith("+json"))
        throw unsupported(mediaType, ["application/json"]);
    return parseJson(decode(bytes, charset ?? "utf-8"));
}
export function textBody(request, accepted) {
    const { mediaType, charset } = contentType(request);
    if (!accepted.includes(mediaType))
        throw unsupported(mediaType, accepted);
    const bytes = bytesOf(request);
    if (bytes === undefined)
        throw new Problem("bad-request", "The request has no body.");
    const declared = charset ?? byteOrder(bytes) ?? (mediaType.endsWith("xml") ? xmlEncoding(bytes) : undefined);
    return { text: decode(bytes, declared ?? "utf-8"), contentType: mediaType };
}
function bytesOf(request) {
    const body = request.body;
    return Buffer.isBuffer(body) && body.length > 0 ? body : undefined;
}
function contentType(request) {
    const [mediaType = "", ...parameters] = (request.get("content-type") ?? "").split(";");
    const charset = parameters
        .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(parameter)?.[1])
        .find(Boolean);
    return { mediaType: mediaType.trim().toLowerCase(), charset };
}
function byteOrder(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return "utf-16le";
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return "utf-16be";
    return undefined;
}
function xmlEncoding(bytes) {
    return /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.toString("latin1", 0, 200))?.[1];
}
function decode(bytes, encoding) {
    let decoder;
    try {
        decoder = new TextDecoder(encoding, { fatal: true });
    }
    catch {
        throw new Problem("unsupported-media-type", `The encoding ${encoding} is not known.`);
    }
    try {
        return decoder.decode(bytes);
    }
    catch {
        throw new Problem("bad-request", `The body is not text in ${encoding}.`);
    }
}
function unsupported(mediaType, accepted) {
    const sent = mediaType === ""
        ? "The request names no content type"
        : `The content type ${mediaType} is not taken here`;
    return new Problem("unsupported-media-type", `${sent}; send ${accepted.join(", ")}.`, {
        headers: { Accept: accepted.join(", ") },
    });
}
//# sourceMappingURL=body.js.map