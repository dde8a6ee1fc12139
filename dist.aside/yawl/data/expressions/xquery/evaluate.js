import * as slimdom from "slimdom";
import { fault, ok } from "../../../model/fault.js";
import { isJsonObject } from "../../../model/json.js";
import { Budget, Exhausted, MAX_WORK, STEP } from "../budget.js";
import { createTypedValueFactory, evaluateXPath } from "./fontoxpath.js";
import { compiledQuery, LANGUAGES } from "./compile.js";
import "./functions.js";
import { Shown } from "../../xml/lazy-view.js";
export const FIXED_NOW = 946_684_800_000;
const ALL_RESULTS = evaluateXPath.ALL_RESULTS_TYPE;
const BOOLEAN = evaluateXPath.BOOLEAN_TYPE;
const workshop = new slimdom.Document();
function nodesFactory(budget) {
    const paid = (text, made) => {
        budget.spend(STEP);
        budget.read(text);
        return made;
    };
    return {
        createAttributeNS: (namespace, name) => paid(name, workshop.createAttributeNS(namespace, name)),
        createCDATASection: (text) => paid(text, workshop.createCDATASection(text)),
        createComment: (text) => paid(text, workshop.createComment(text)),
        createDocument: () => paid("", new slimdom.Document()),
        createElementNS: (namespace, name) => paid(name, workshop.createElementNS(namespace, name)),
        createProcessingInstruction: (target, text) => paid(text, workshop.createProcessingInstruction(target, text)),
        createTextNode: (text) => paid(text, workshop.createTextNode(text)),
    };
}
const NO_VARIABLES = {};
function evaluate({ text, language, answer, fails, source, variables = NO_VARIABLES }, { now = FIXED_NOW, timers = () => "dormant", work }) {
    const query = compiledQuery(text, language);
    if ("problem" in query)
        return fault(query.isTooLarge ? "too-large" : fails, `The expression ${shorten(text)} ${query.problem}.`);
    const budget = new Budget(Math.min(MAX_WORK, work?.left ?? MAX_WORK));
    const { values, widest } = bound(variables, query.variables);
    const surroundings = { budget, now, timers, widest };
    try {
        const found = evaluateXPath(query.module, source?.document ?? null, new Shown(source, budget), values, answer, {
            ...LANGUAGES[language],
            currentContext: surroundings,
            namespaceResolver: noNamespace,
            nodesFactory: nodesFactory(budget),
        });
        return ok(found);
    }
    catch (error) {
        if (budget.reason !== undefined || error instanceof Exhausted)
            return fault("too-large", `The expression ${shorten(text)} ${budget.reason ?? "needs too much work"}.`);
        if (error instanceof RangeError && /call stack/.test(error.message))
            return fault("too-large", `The expression ${shorten(text)} nests too deep.`);
        return failed(fails, text, error);
    }
    finally {
        if (work)
            work.left = Math.max(0, work.left - budget.spent);
    }
}
const noNamespace = () => null;
const converted = new WeakMap();
function bound(variables, used) {
    const values = {};
    let widest = 0;
    for (const name of used) {
        if (!Object.hasOwn(variables, name))
            continue;
        const value = variables[name] ?? null;
        if (value === null || typeof value !== "object") {
            values[name] = value;
            continue;
        }
        let known = converted.get(value);
        if (!known) {
            known = { value: createTypedValueFactory("item()?")(value, PLAIN), widest: widestOf(value) };
            converted.set(value, known);
        }
        values[name] = known.value;
        widest = Math.max(widest, known.widest);
    }
    return { values, widest };
}
function widestOf(value) {
    if (value === null || typeof value !== "object")
        return 0;
    const entries = isJsonObject(value) ? Object.values(value) : value;
    let widest = isJsonObject(value) ? entries.length : 0;
    for (const entry of entries)
        widest = Math.max(widest, widestOf(entry));
    return widest;
}
const PLAIN = new Shown(undefined, new Budget());
const ELEMENT_NODE = 1;
const DOCUMENT_NODE = 9;
function isNode(value) {
    return typeof value === "object" && value !== null && "nodeType" in value;
}
export function queryElements(text, context) {
    const found = evaluate({ text, language: "xquery", answer: ALL_RESULTS, fails: "mapping-failed", source: context }, context);
    if (!found.ok)
        return found;
    const elements = [];
    for (const item of Array.isArray(found.value) ? found.value : [found.value]) {
        const given = isNode(item) ? (context.view?.solid(item) ?? item) : item;
        const node = isNode(given) && given.nodeType === DOCUMENT_NODE ? given.firstChild : given;
        if (!isNode(node) || node.nodeType !== ELEMENT_NODE) {
            return fault("mapping-failed", `The query gives something that is no element: ${shorten(text)}`);
        }
        elements.push(node);
    }
    return ok(elements);
}
export function queryElement(text, context) {
    const found = queryElements(text, context);
    if (!found.ok)
        return found;
    const [first] = found.value;
    return first ? ok(first) : fault("mapping-failed", `The query gives nothing: ${shorten(text)}`);
}
export function queryString(text, context) {
    const found = evaluate({
        text: `string(${text})`,
        language: "xquery",
        answer: evaluateXPath.STRING_TYPE,
        fails: "mapping-failed",
        source: context,
    }, context);
    return found.ok ? ok(String(found.value)) : found;
}
export function queryBoolean(text, context) {
    const found = evaluate({ text, language: "xquery", answer: BOOLEAN, fails: "predicate-failed", source: context }, context);
    return found.ok ? ok(found.value === true) : found;
}
export function evaluateJson(text, variables, circumstances = {}) {
    const found = evaluate({ text, language: "xpath", answer: ALL_RESULTS, fails: "mapping-failed", variables }, circumstances);
    if (!found.ok)
        return found;
    const items = Array.isArray(found.value) ? found.value : [found.value];
    if (items.length === 0)
        return ok(undefined);
    const values = items.map(toJson);
    return ok(values.length === 1 ? values[0] : values);
}
export function evaluateJsonBoolean(text, variables, circumstances = {}) {
    const found = evaluate({ text, language: "xpath", answer: BOOLEAN, fails: "predicate-failed", variables }, circumstances);
    return found.ok ? ok(found.value === true) : found;
}
function toJson(value) {
    if (value === null || value === undefined)
        return null;
    if (typeof value === "boolean" || typeof value === "string")
        return value;
    if (typeof value === "number")
        return Number.isFinite(value) ? value : String(value);
    if (value instanceof Date)
        return value.toISOString();
    if (Array.isArray(value))
        return value.map(toJson);
    if (isJsonObject(value)) {
        return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
    }
    return null;
}
export function shorten(text) {
    return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
function failed(type, text, error) {
    return fault(type, `The expression ${shorten(text)} fails: ${reasonOf(error)}`);
}
function reasonOf(error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, name, own] = /^Custom XPath function Q\{[^}]*\}([\w-]+) raised:\n([^\n]*)/m.exec(message) ?? [];
    if (name !== undefined && own !== undefined)
        return shorten(`${name}(): ${own}`);
    return shorten(/[A-Z]{4}\d{4}: [^\n]*/.exec(message)?.[0] ?? message.trim());
}
//# sourceMappingURL=evaluate.js.map