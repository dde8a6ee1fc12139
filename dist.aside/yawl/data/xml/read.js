import { readAny, readChildren } from "./any.js";
import { normalizeSpace, whiteSpaceOf } from "../types/builtin.js";
import { contentOf } from "../types/content.js";
import { childElements, dataAttributes, isMeaningful, isNil, ownText } from "./dom.js";
import { listed } from "../types/facets.js";
import { MAX_DEPTH } from "../types/findings.js";
import { readJson } from "./json.js";
import { readText, textProblem } from "../types/lexical.js";
import { propertyNameProblem } from "./names.js";
import { below } from "../../model/pointer.js";
import { resolveType } from "../types/shape.js";
export function readElement(element, type, reading, pointer, depth, isWhole) {
    const resolved = resolveType(type, reading.types);
    switch (resolved.kind) {
        case "any":
            return readAny(element, reading.findings, pointer, depth);
        case "json":
            return readJson(element, resolved, reading.findings, pointer, depth);
        case "simple":
            for (const child of childElements(element))
                reading.findings.add(below(pointer, child.localName), "is an element where text is expected");
            readAttributes(element, undefined, {}, reading, pointer);
            return isNil(element) ? undefined : readSimple(ownText(element), resolved, reading, pointer);
        case "complex":
            if (isNil(element)) {
                if (dataAttributes(element).length > 0)
                    reading.findings.add(pointer, "is nil and has attributes, which null cannot keep");
                return undefined;
            }
            return isWhole && isEmptied(element, resolved)
                ? undefined
                : readComplex(element, resolved, reading, pointer, depth);
    }
}
function readSimple(text, type, reading, pointer) {
    const problem = textProblem(text, type);
    if (problem === undefined)
        return readText(text, type);
    if (normalizeSpace(text, whiteSpaceOf(type)) !== "")
        reading.findings.add(pointer, problem);
    return undefined;
}
function isEmptied(element, type) {
    if (dataAttributes(element).length > 0 ||
        childElements(element).length > 0 ||
        isMeaningful(ownText(element)))
        return false;
    if (type.simpleContent)
        return (textProblem("", type.simpleContent) !== undefined ||
            Boolean(type.attributes?.some(({ required }) => required)));
    if (type.attributes?.some(({ required }) => required))
        return true;
    return [...contentOf(type).slots.values()].some((slot) => slot.min > 0);
}
function readComplex(element, type, reading, pointer, depth) {
    const value = {};
    readAttributes(element, type, value, reading, pointer);
    const children = childElements(element);
    const text = ownText(element);
    if (children.length > 0 && depth >= MAX_DEPTH) {
        reading.findings.tooDeep(pointer);
        return value;
    }
    if (type.simpleContent) {
        const content = readSimple(text, type.simpleContent, reading, below(pointer, "#text"));
        if (content !== undefined)
            value["#text"] = content;
    }
    else if (type.mixed && (isMeaningful(text) || (children.length === 0 && text !== "")))
        value["#text"] = text;
    else if (isMeaningful(text))
        reading.findings.add(pointer, "has text between its elements, which its type does not allow");
    readContent(children, contentOf(type), value, reading, pointer, depth);
    return value;
}
function readAttributes(element, type, value, reading, pointer) {
    for (const { localName, value: text } of dataAttributes(element)) {
        const name = `@${localName}`;
        const declared = type?.attributes?.find((attribute) => attribute.name === localName);
        const problem = declared
            ? textProblem(text, declared.type)
            : "is an attribute that the type does not have";
        if (problem !== undefined)
            reading.findings.add(below(pointer, name), problem);
        else if (declared)
            value[name] = readText(text, declared.type);
    }
}
function readContent(children, plan, value, reading, pointer, depth) {
    const lists = new Map();
    const wild = [];
    for (const child of children) {
        const name = child.localName;
        const slot = plan.slots.get(name);
        const place = below(pointer, name);
        const problem = slot && propertyNameProblem(name);
        if (problem !== undefined)
            reading.findings.add(place, problem);
        else if (slot?.isList) {
            const list = lists.get(name) ?? [];
            if (list.length === 0)
                lists.set(name, list);
            list.push(readPart(child, slot.particle, reading, below(place, list.length), depth));
        }
        else if (slot && Object.hasOwn(value, name))
            reading.findings.add(place, "occurs more than once");
        else if (slot)
            value[name] = readPart(child, slot.particle, reading, place, depth);
        else if (plan.isOpen)
            wild.push(child);
        else
            reading.findings.add(place, unknownElement(plan));
    }
    for (const slot of plan.slots.values()) {
        if (!slot.isList)
            continue;
        const list = lists.get(slot.name);
        if (list)
            value[slot.name] = list;
        else if (slot.isFixed)
            value[slot.name] = [];
    }
    if (wild.length > 0)
        readChildren(wild, value, reading.findings, pointer, depth);
}
function readPart(child, { type, default: standard }, reading, pointer, depth) {
    const value = readElement(child, type, reading, pointer, depth + 1, false);
    if (value !== undefined)
        return value;
    const resolved = standard === undefined || isNil(child) ? undefined : resolveType(type, reading.types);
    if (standard === undefined || resolved?.kind !== "simple")
        return null;
    return textProblem(standard, resolved) === undefined ? readText(standard, resolved) : null;
}
function unknownElement(plan) {
    const names = [...plan.slots.keys()];
    return names.length === 0
        ? "is an element where the type has none"
        : `is no element of the type, which has ${listed(names)}`;
}
//# sourceMappingURL=read.js.map