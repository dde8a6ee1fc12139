import { MAX_DEPTH } from "../types/findings.js";
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";
export const XMLNS = "http://www.w3.org/2000/xmlns/";
const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;
export function isElement(node) {
    return node.nodeType === ELEMENT;
}
export function childElements(element) {
    const children = [];
    for (let node = element.firstChild; node; node = node.nextSibling)
        if (isElement(node))
            children.push(node);
    return children;
}
export function ownText(element) {
    let text = "";
    for (let node = element.firstChild; node; node = node.nextSibling) {
        if (node.nodeType === TEXT || node.nodeType === CDATA)
            text += node.nodeValue ?? "";
    }
    return text;
}
export function isMeaningful(text) {
    return /[^ \t\n\r]/.test(text);
}
export function dataAttributes(element) {
    if (element.attributes.length === 0)
        return [];
    return element.attributes.filter(({ namespaceURI }) => namespaceURI !== XSI && namespaceURI !== XMLNS);
}
export function isNil(element) {
    if (element.attributes.length === 0)
        return false;
    const nil = element.getAttributeNS(XSI, "nil");
    return nil === "true" || nil === "1";
}
export function setNil(element) {
    element.setAttributeNS(XSI, "xsi:nil", "true");
}
export function appendText(element, text) {
    if (text !== "" && element.ownerDocument)
        element.appendChild(element.ownerDocument.createTextNode(text));
}
export function assertDepth(depth) {
    if (depth > MAX_DEPTH)
        throw new RangeError(`data nests deeper than ${MAX_DEPTH} levels`);
}
//# sourceMappingURL=dom.js.map