import { isJsonObject } from "../../model/json.js";
import { appendAny, fillAny } from "./any.js";
import { arrange } from "../types/arrangement.js";
import { contentOf, countsOf, occurrencesOf, WILDCARD } from "../types/content.js";
import { appendText, assertDepth, setNil } from "./dom.js";
import { fillJson } from "./json.js";
import { printSimple } from "../types/lexical.js";
import { escapeName } from "./names.js";
import { isList, own, resolveType } from "../types/shape.js";
export function fillElement(element, value, type, types, depth) {
    const resolved = resolveType(type, types);
    switch (resolved.kind) {
        case "simple":
            if (isJsonObject(value) || (isList(value) && !resolved.list && !resolved.union))
                fillAny(element, value, depth);
            else
                appendText(element, printSimple(value, resolved));
            break;
        case "complex":
            if (isJsonObject(value))
                fillComplex(element, value, resolved, types, depth);
            else if (resolved.simpleContent && value !== null)
                fillElement(element, value, resolved.simpleContent, types, depth);
            else
                fillAny(element, value, depth);
            break;
        case "json":
            fillJson(element, value, resolved, depth);
            break;
        case "any":
            fillAny(element, value, depth);
            break;
    }
}
function fillComplex(element, value, type, types, depth) {
    assertDepth(depth);
    const rest = new Set(Object.keys(value));
    for (const attribute of type.attributes ?? []) {
        const entry = own(value, `@${attribute.name}`);
        if (entry === undefined || entry === null)
            continue;
        element.setAttribute(attribute.name, printSimple(entry, attribute.type));
        rest.delete(`@${attribute.name}`);
    }
    const text = own(value, "#text");
    if (text !== undefined && rest.delete("#text")) {
        if (type.simpleContent)
            fillElement(element, text, type.simpleContent, types, depth);
        else
            fillAny(element, text, depth);
    }
    fillContent(element, value, rest, contentOf(type), types, depth);
}
function fillContent(element, value, rest, plan, types, depth) {
    const writeNamed = (name, entry) => {
        const slot = plan.slots.get(name);
        const child = element.ownerDocument?.createElement(name);
        if (!slot || !child)
            return;
        element.appendChild(child);
        const { type, nillable } = slot.particle;
        const { kind } = resolveType(type, types);
        if (entry !== null || kind === "json")
            fillElement(child, entry, type, types, depth + 1);
        else if (nillable || kind === "any")
            setNil(child);
    };
    const wild = [...rest]
        .filter((name) => !plan.slots.has(name))
        .flatMap((name) => entriesOf(value, name).map((entry) => [name, entry]));
    const order = plan.isPlain ? undefined : orderOf(plan, value, wild.length);
    if (order === undefined) {
        for (const slot of plan.slots.values())
            for (const entry of occurrencesOf(value, slot.name, slot.isList))
                writeNamed(slot.name, entry);
        for (const [name, entry] of wild)
            appendAny(element, name, [entry], depth + 1);
        return;
    }
    const written = new Map();
    for (const name of order) {
        const index = written.get(name) ?? 0;
        written.set(name, index + 1);
        const [wildName, wildEntry] = wild[index] ?? [];
        if (name !== WILDCARD)
            writeNamed(name, occurrencesOf(value, name, plan.slots.get(name)?.isList ?? false)[index] ?? null);
        else if (wildName !== undefined && wildEntry !== undefined)
            appendAny(element, wildName, [wildEntry], depth + 1);
    }
}
function entriesOf(value, name) {
    const entry = own(value, name);
    if (entry === undefined)
        return [];
    return isList(entry) ? entry : [entry];
}
function orderOf(plan, value, wild) {
    const order = arrange(plan, countsOf(plan, value, wild));
    return typeof order === "string" ? undefined : order;
}
export function createElement(document, name, value, type, types) {
    const element = document.createElement(escapeName(name));
    const isNull = value === null && resolveType(type, types).kind !== "json";
    if (value !== undefined && !isNull)
        fillElement(element, value, type, types, 0);
    return element;
}
//# sourceMappingURL=write.js.map