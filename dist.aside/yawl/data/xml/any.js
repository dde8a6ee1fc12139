import { isJsonObject } from "../../model/json.js";
import { appendText, assertDepth, childElements, isMeaningful, isNil, ownText, setNil, XMLNS, XSI, } from "./dom.js";
import { MAX_DEPTH } from "../types/findings.js";
import { escapeName, isNcName, propertyNameProblem, unescapeName } from "./names.js";
import { below } from "../../model/pointer.js";
import { isList, scalarText } from "../types/shape.js";
const NO_SCOPE = new Map();
export function appendAny(parent, name, value, depth, outer = NO_SCOPE) {
    if (isList(value)) {
        for (const entry of value)
            appendOne(parent, name, entry, depth, outer);
    }
    else
        appendOne(parent, name, value, depth, outer);
}
function appendOne(parent, name, value, depth, outer) {
    const document = parent.ownerDocument;
    if (!document)
        return;
    const scope = scopeOf(value, outer);
    const namespace = namespaceOf(name, scope);
    const element = namespace === undefined
        ? document.createElementNS(scope.get("") || null, escapeName(name))
        : document.createElementNS(namespace, name);
    parent.appendChild(element);
    if (value === null)
        setNil(element);
    else
        fillAny(element, value, depth, scope);
}
export function fillAny(element, value, depth, outer = NO_SCOPE) {
    assertDepth(depth);
    if (value === null)
        return;
    if (isList(value)) {
        for (const entry of value)
            appendOne(element, "item", entry, depth + 1, outer);
    }
    else if (isJsonObject(value)) {
        fillObject(element, value, depth, scopeOf(value, outer));
    }
    else
        appendText(element, scalarText(value));
}
function fillObject(element, value, depth, scope) {
    for (const [name, entry] of Object.entries(value)) {
        const isScalar = typeof entry !== "object";
        if (isScalar && name === "#text")
            appendText(element, scalarText(entry));
        else if (isScalar && name.startsWith("@"))
            setAttribute(element, name.slice(1), scalarText(entry), scope);
        else
            appendAny(element, name, entry, depth + 1, scope);
    }
}
function setAttribute(element, name, text, scope) {
    const isDeclaration = name === "xmlns" || name.startsWith("xmlns:");
    const namespace = isDeclaration ? XMLNS : namespaceOf(name, scope);
    if (namespace === undefined)
        element.setAttribute(escapeName(name), text);
    else
        element.setAttributeNS(namespace, name, text);
}
function scopeOf(value, outer) {
    if (!isJsonObject(value))
        return outer;
    let scope = outer;
    for (const [name, entry] of Object.entries(value)) {
        if (typeof entry !== "string" || !name.startsWith("@xmlns"))
            continue;
        if (name !== "@xmlns" && name[6] !== ":")
            continue;
        scope = new Map([...scope, [name.slice(7), entry]]);
    }
    return scope;
}
function namespaceOf(name, scope) {
    const colon = name.indexOf(":");
    if (colon <= 0 || !isNcName(name.slice(0, colon)) || !isNcName(name.slice(colon + 1)))
        return undefined;
    return scope.get(name.slice(0, colon));
}
export function readAny(element, findings, pointer, depth) {
    if (isNil(element))
        return null;
    const children = childElements(element);
    const text = ownText(element);
    const value = {};
    for (const attribute of element.attributes) {
        const isNoise = attribute.namespaceURI === XMLNS && attribute.value === XSI;
        if (!isNoise)
            value[`@${attribute.prefix === null ? unescapeName(attribute.name) : attribute.name}`] =
                attribute.value;
    }
    if (children.length === 0 && Object.keys(value).length === 0)
        return text;
    if (isMeaningful(text) || (children.length === 0 && text !== ""))
        value["#text"] = text;
    readChildren(children, value, findings, pointer, depth);
    return value;
}
export function readChildren(children, into, findings, pointer, depth) {
    if (children.length > 0 && depth >= MAX_DEPTH) {
        findings.tooDeep(pointer);
        return;
    }
    const groups = new Map();
    for (const child of children) {
        const name = child.prefix === null ? unescapeName(child.localName) : child.nodeName;
        const problem = propertyNameProblem(name);
        if (problem !== undefined)
            findings.add(below(pointer, name), problem);
        else {
            const group = groups.get(name) ?? [];
            if (group.length === 0)
                groups.set(name, group);
            group.push(readAny(child, findings, below(pointer, name), depth + 1));
        }
    }
    for (const [name, [first, ...others]] of groups) {
        if (first !== undefined)
            into[name] = others.length === 0 ? first : [first, ...others];
    }
}
//# sourceMappingURL=any.js.map