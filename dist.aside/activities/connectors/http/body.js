import { Document, serializeToWellFormedString } from "slimdom";
import { FormData, Response } from "undici";
import { appendAny } from "../../../yawl/data/xml/any.js";
import { isJsonObject } from "../../../yawl/model/json.js";
import { ConnectorError } from "../contract.js";
export async function encodeBody(value, encoding) {
    switch (encoding) {
        case "json":
            return { bytes: Buffer.from(JSON.stringify(value)), type: "application/json" };
        case "form":
            return encodeForm(asObject(value, "form"));
        case "multipart":
            return encodeMultipart(asObject(value, "multipart"));
        case "text":
            if (typeof value === "object")
                throw invalid("a text body must be a text, number or truth value");
            return { bytes: Buffer.from(String(value)), type: "text/plain; charset=utf-8" };
        case "xml":
            return { bytes: Buffer.from(xmlText(value)), type: "application/xml; charset=utf-8" };
        case "binary":
            return { bytes: fromBase64(value), type: "application/octet-stream" };
    }
}
function invalid(reason) {
    return new ConnectorError("invalid-body", `The body of the request cannot be written: ${reason}.`, {
        retryable: false,
    });
}
function asObject(value, encoding) {
    if (!isJsonObject(value))
        throw invalid(`a ${encoding} body must be an object`);
    return value;
}
function fields(value) {
    return Object.entries(value).flatMap(([name, entry]) => {
        const entries = Array.isArray(entry) ? entry : [entry];
        return entries.filter((each) => each !== null).map((each) => [name, each]);
    });
}
function encodeForm(value) {
    const form = new URLSearchParams();
    for (const [name, entry] of fields(value)) {
        if (typeof entry === "object")
            throw invalid(`the form field "${name}" is no text, number or truth value`);
        form.append(name, String(entry));
    }
    return { bytes: Buffer.from(form.toString()), type: "application/x-www-form-urlencoded" };
}
async function encodeMultipart(value) {
    const form = new FormData();
    for (const [name, entry] of fields(value)) {
        if (!isJsonObject(entry)) {
            if (typeof entry === "object")
                throw invalid(`the field "${name}" is a list of lists`);
            form.append(name, String(entry));
            continue;
        }
        const { filename, contentType, content, base64 } = entry;
        if (typeof filename !== "string" || filename === "")
            throw invalid(`the file "${name}" has no \`filename\``);
        const bytes = base64 === undefined ? textOf(content, name) : fromBase64(base64);
        const type = typeof contentType === "string" ? contentType : "application/octet-stream";
        if (!/^[\x20-\x7e]+$/.test(type))
            throw invalid(`the file "${name}" has a content type that is none`);
        form.append(name, new Blob([new Uint8Array(bytes)], { type }), filename);
    }
    const encoded = new Response(form);
    return {
        bytes: Buffer.from(await encoded.arrayBuffer()),
        type: encoded.headers.get("content-type") ?? "multipart/form-data",
    };
}
function textOf(content, name) {
    if (typeof content !== "string")
        throw invalid(`the file "${name}" has neither \`content\` nor \`base64\``);
    return Buffer.from(content);
}
function fromBase64(value) {
    if (typeof value !== "string" || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) {
        throw invalid("binary content must be a text in Base64");
    }
    return Buffer.from(value, "base64");
}
function xmlText(value) {
    if (typeof value === "string")
        return value;
    const [[name, content] = ["", null], ...others] = isJsonObject(value) ? Object.entries(value) : [];
    if (name === "" || others.length > 0 || Array.isArray(content)) {
        throw invalid("an XML body must be a text, or an object with one property: the root element");
    }
    const document = new Document();
    const holder = document.createElement("holder");
    try {
        appendAny(holder, name, content, 0);
        const root = holder.firstChild;
        if (!root)
            throw new Error("there is no root element");
        return serializeToWellFormedString(root);
    }
    catch (error) {
        throw invalid(error instanceof Error ? error.message.replace(/\.$/, "") : String(error));
    }
}
export function escapeXml(text) {
    return text
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&apos;");
}
//# sourceMappingURL=body.js.map