import { isJsonObject } from "../../model/json.js";
import { appendText, assertDepth, childElements, dataAttributes, isMeaningful, ownText } from "./dom.js";
import { MAX_DEPTH } from "../types/findings.js";
import { escapeName, propertyNameProblem, unescapeName } from "./names.js";
import { below } from "../../model/pointer.js";
import { kindOf, SchemaGuide } from "../schema/guide.js";
import { isList, scalarText } from "../types/shape.js";
const KIND = "json";
const LISTS = "json-lists";
const KINDS = new Set(["string", "number", "boolean", "null", "object", "array"]);
const NUMBER = /^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/;
export function fillJson(element, value, type, depth) {
    fill(element, value, new SchemaGuide(type.schema), depth, true);
}
function fill(element, value, guide, depth, isRoot) {
    assertDepth(depth);
    if (isList(value)) {
        for (const [index, entry] of value.entries())
            append(element, "item", entry, guide.item(index), depth);
    }
    else if (isJsonObject(value))
        fillProperties(element, value, guide, depth);
    else if (value !== null)
        appendText(element, scalarText(value));
    const kind = kindOf(value);
    const text = typeof value === "object" ? "" : scalarText(value);
    const hasElements = typeof value === "object" && element.firstChild !== null;
    if (guess(guide, text, hasElements, isRoot) !== kind)
        element.setAttribute(KIND, kind);
}
function append(parent, name, value, guide, depth) {
    const element = parent.ownerDocument?.createElement(name);
    if (!element)
        return;
    parent.appendChild(element);
    fill(element, value, guide, depth + 1, false);
}
function fillProperties(element, value, guide, depth) {
    const unclear = [];
    for (const [key, entry] of Object.entries(value)) {
        const name = escapeName(key);
        const property = guide.property(key);
        if (isList(entry)) {
            for (const [index, part] of entry.entries())
                append(element, name, part, property.item(index), depth);
            const isClear = property.isList ? entry.length > 0 || guide.required.includes(key) : entry.length > 1;
            if (!isClear)
                unclear.push(name);
        }
        else
            append(element, name, entry, property, depth);
    }
    if (unclear.length > 0)
        element.setAttribute(LISTS, unclear.join(" "));
}
function guess(guide, text, hasElements, isRoot) {
    const { kinds } = guide;
    if (hasElements)
        return guide.isList ? "array" : "object";
    if (isRoot && text === "" && !(kinds.size === 1 && kinds.has("string")))
        return undefined;
    if (kinds.has("string"))
        return "string";
    if (kinds.has("number") && isExactNumber(text))
        return "number";
    if (kinds.has("boolean") && /^\s*(true|false)\s*$/.test(text))
        return "boolean";
    if (isMeaningful(text))
        return "string";
    return ["object", "array", "null"].find((kind) => kinds.has(kind)) ?? "string";
}
function isExactNumber(text) {
    if (!NUMBER.test(text))
        return false;
    const number = Number(text);
    return Number.isFinite(number) && (text.length <= 15 || String(number) === text.trim());
}
export function readJson(element, type, findings, pointer, depth) {
    return read(element, new SchemaGuide(type.schema), { findings, depth, isRoot: true }, pointer);
}
function read(element, guide, reading, pointer) {
    const { findings } = reading;
    const children = childElements(element);
    const text = ownText(element);
    if (children.length > 0 && reading.depth >= MAX_DEPTH) {
        findings.tooDeep(pointer);
        return undefined;
    }
    if (children.length > 0 && isMeaningful(text))
        findings.add(pointer, "has text between its elements, which JSON cannot keep");
    for (const { name } of dataAttributes(element)) {
        if (name !== KIND && name !== LISTS)
            findings.add(pointer, `has an attribute "${name}", which JSON cannot keep`);
    }
    const said = element.getAttribute(KIND);
    const isSaid = said !== null && KINDS.has(said);
    const isBare = children.length === 0 && !element.hasAttribute(LISTS);
    const kind = isSaid ? said : guess(guide, text, !isBare, reading.isRoot);
    const below = { findings, depth: reading.depth + 1, isRoot: false };
    switch (kind) {
        case undefined:
            return undefined;
        case "null":
            return null;
        case "boolean":
            return text.trim() === "true";
        case "number":
            return Number.isFinite(Number(text)) ? Number(text) : text;
        case "string":
            return text;
        case "array":
            return readItems(children, guide, below, pointer);
        case "object":
            return readProperties(element, children, guide, below, pointer);
    }
}
function readItems(elements, guide, reading, pointer) {
    return elements.map((child, index) => read(child, guide.item(index), reading, below(pointer, index)) ?? null);
}
function readProperties(element, children, guide, reading, pointer) {
    const groups = new Map();
    for (const child of children) {
        const name = unescapeName(child.localName);
        const group = groups.get(name);
        if (group)
            group.push(child);
        else
            groups.set(name, [child]);
    }
    const lists = new Set((element.getAttribute(LISTS) ?? "").split(" ").filter(Boolean).map(unescapeName));
    for (const name of guide.required)
        if (guide.property(name).isList)
            lists.add(name);
    const value = {};
    for (const name of new Set([...groups.keys(), ...lists])) {
        const problem = propertyNameProblem(name);
        const group = groups.get(name) ?? [];
        const place = below(pointer, name);
        const property = guide.property(name);
        const [first, ...others] = group;
        if (problem !== undefined)
            reading.findings.add(place, problem);
        else if (!first || others.length > 0 || lists.has(name) || property.isList)
            value[name] = readItems(group, property, reading, place);
        else
            value[name] = read(first, property, reading, place) ?? null;
    }
    return value;
}
//# sourceMappingURL=json.js.map