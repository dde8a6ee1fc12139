import { Document, parseXmlFragment } from "slimdom";
import { fault, ok } from "../../model/fault.js";
import { XSI } from "./dom.js";
import { Findings } from "../types/findings.js";
import { resolveType } from "../types/shape.js";
import { readElement } from "./read.js";
import { createElement } from "./write.js";
export function toXml(document, name, value, type, types) {
    return createElement(document, name, value, type, types);
}
export function fromXml(element, type, types) {
    const findings = new Findings();
    const value = readElement(element, type, { types, findings }, "", 0, true);
    const [first] = findings.details;
    if (!first)
        return ok(value);
    const place = first.pointer
        ? `"${first.pointer}" in the element "${element.nodeName}"`
        : `The element "${element.nodeName}"`;
    return fault(findings.tooLarge ? "too-large" : "invalid-data", `${place} ${first.message}.`, findings.details);
}
export function fromXmlText(content, type, types) {
    const document = new Document();
    const element = document.createElement("value");
    const isSimple = resolveType(type, types).kind === "simple";
    try {
        const prefixes = { resolveNamespacePrefix: (prefix) => (prefix === "xsi" ? XSI : undefined) };
        const parsed = parseXmlFragment(content, prefixes);
        while (parsed.firstChild)
            element.appendChild(parsed.firstChild);
    }
    catch (error) {
        if (!isSimple)
            return fault("invalid-data", `The content is no well-formed XML: ${firstLine(error)}`);
        element.appendChild(document.createTextNode(content));
    }
    return fromXml(element, type, types);
}
function firstLine(error) {
    return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
//# sourceMappingURL=convert.js.map