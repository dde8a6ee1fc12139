import { fault, ok } from "../../model/fault.js";
import { builtinOf, normalizeSpace, whiteSpaceOf } from "./builtin.js";
import { decimalText } from "./decimal.js";
import { facetProblem, quoted } from "./facets.js";
import { unicodeProblem } from "../xml/names.js";
export function isNumeric(type) {
    return type.base === "integer" || type.base === "decimal" || type.base === "double";
}
export function itemType(type) {
    if (type.items)
        return type.items;
    const { list: _list, ...item } = type;
    return item;
}
export function parseSimple(text, type) {
    const problem = textProblem(text, type);
    return problem === undefined ? ok(readText(text, type)) : fault("invalid-data", `The value ${problem}.`);
}
export function textProblem(text, type) {
    if (type.list)
        return listProblem(text, type);
    if (type.union)
        return unionProblem(text, type, type.union);
    const value = normalizeSpace(text, whiteSpaceOf(type));
    const builtin = builtinOf(type);
    if (!builtin.fits(value))
        return `must be ${builtin.expectation}; it is ${quoted(text)}`;
    return type.facets && facetProblem(value, type, type.facets);
}
function listProblem(text, type) {
    const entries = entriesOf(text);
    const item = itemType(type);
    for (const [index, entry] of entries.entries()) {
        const problem = textProblem(entry, item);
        if (problem !== undefined)
            return `has a wrong entry ${index + 1}: it ${problem}`;
    }
    return type.items && type.facets && facetProblem(entries.join(" "), type, type.facets, entries.length);
}
function unionProblem(text, type, members) {
    const problems = members.map((member) => textProblem(text, member));
    if (!problems.includes(undefined))
        return problems.join(", or ") || "has no type that it could fit";
    return type.facets && facetProblem(normalizeSpace(text, "collapse"), type, type.facets);
}
function entriesOf(text) {
    const collapsed = normalizeSpace(text, "collapse");
    return collapsed === "" ? [] : collapsed.split(" ");
}
export function readText(text, type) {
    if (type.list) {
        const item = itemType(type);
        return entriesOf(text).map((entry) => readText(entry, item));
    }
    if (type.union) {
        const member = type.union.find((candidate) => textProblem(text, candidate) === undefined);
        return member ? readText(text, member) : text;
    }
    const value = normalizeSpace(text, whiteSpaceOf(type));
    if (type.base === "boolean")
        return value === "true" || value === "1";
    if (!isNumeric(type))
        return value;
    const number = Number(value);
    return Number.isFinite(number) && printNumber(number, type) === value ? number : value;
}
function printNumber(value, type) {
    return type.base === "integer" || type.base === "decimal" ? decimalText(value) : String(value);
}
export function printSimple(value, type) {
    if (typeof value === "string")
        return value;
    if (value === null)
        return "";
    if (type.list && Array.isArray(value)) {
        const item = itemType(type);
        return value.map((entry) => printSimple(entry, item)).join(" ");
    }
    if (type.union) {
        const member = type.union.find((candidate) => checkSimple(value, candidate) === undefined);
        if (member)
            return printSimple(value, member);
    }
    if (typeof value === "number")
        return printNumber(value, type);
    return typeof value === "boolean" ? String(value) : JSON.stringify(value);
}
export function checkSimple(value, type) {
    if (type.list)
        return checkList(value, type);
    if (type.union)
        return checkUnion(value, type, type.union);
    if (typeof value === "string") {
        if (type.base === "boolean")
            return `must be true or false, without quotes; it is ${quoted(value)}`;
        return unicodeProblem(value) ?? textProblem(value, type);
    }
    if (typeof value === "boolean" && type.base === "boolean")
        return type.facets && facetProblem(String(value), type, type.facets);
    if (typeof value === "number" && isNumeric(type) && Number.isFinite(value))
        return textProblem(printNumber(value, type), type);
    return `must be ${expectation(type)}; it is ${shapeOf(value)}`;
}
function expectation(type) {
    return builtinOf(type).expectation;
}
export function shapeOf(value) {
    if (value === null)
        return "null";
    if (Array.isArray(value))
        return "a list";
    if (typeof value === "object")
        return "an object";
    return typeof value === "string" ? "text" : `the ${typeof value} ${String(value)}`;
}
function checkList(value, type) {
    if (!Array.isArray(value))
        return `must be a list; it is ${shapeOf(value)}`;
    const item = itemType(type);
    for (const [index, entry] of value.entries()) {
        const spaced = typeof entry === "string" && (entry === "" || /[ \t\n\r]/.test(entry));
        const problem = spaced ? "must be text without white space" : checkSimple(entry, item);
        if (problem !== undefined)
            return `has a wrong entry ${index + 1}: it ${problem}`;
    }
    return type.items && type.facets && facetProblem(printSimple(value, type), type, type.facets, value.length);
}
function checkUnion(value, type, members) {
    const problems = members.map((member) => checkSimple(value, member));
    if (!problems.includes(undefined))
        return problems.join(", or ") || "has no type that it could fit";
    return type.facets && facetProblem(normalizeSpace(printSimple(value, type), "collapse"), type, type.facets);
}
//# sourceMappingURL=lexical.js.map