import { evaluateJson, evaluateJsonBoolean, queryBoolean, queryElement, queryString, } from "../data/expressions/xquery/evaluate.js";
import { evaluateJsonata, evaluateJsonataBoolean } from "../data/expressions/jsonata/evaluate.js";
import { simpleElement, simpleTruth } from "../data/expressions/xquery/simple.js";
import { timerTruth, withQuotedTimers } from "../data/expressions/xquery/timer-predicate.js";
import { checkValue } from "../data/types/validate.js";
import { fromXml } from "../data/xml/convert.js";
import { LazyView } from "../data/xml/lazy-view.js";
import { fault, ok } from "../model/fault.js";
export function netScope(net, data, { linked, now, work, timers }) {
    return { root: net.root, variables: net.variables, data, types: linked.types, now, work, timers };
}
export function valueOf(data, name) {
    return Object.hasOwn(data, name) ? data[name] : undefined;
}
const views = new WeakMap();
export function documentOf(scope) {
    const { data, root, variables, types, now, timers, work } = scope;
    const known = views.get(data) ?? [];
    let view = known.find((each) => each.shows(scope));
    if (!view) {
        view = new LazyView({ root, variables, data, types });
        views.set(data, [...known, view]);
    }
    return { document: view.document, view, now, timers, work };
}
function jsonVariables(scope) {
    const values = {};
    for (const { name } of scope.variables)
        values[name] = valueOf(scope.data, name) ?? null;
    return values;
}
function ownData({ data, variables }) {
    const values = {};
    for (const { name } of variables) {
        const value = valueOf(data, name);
        if (value !== undefined)
            values[name] = value;
    }
    return values;
}
export function evaluate(expression, scope, type) {
    switch (expression.language) {
        case "variable": {
            const value = valueOf(scope.data, expression.text);
            const source = scope.variables.find(({ name }) => name === expression.text);
            return source?.type === type ? ok(value) : fitting(value, expression, scope, type);
        }
        case "jsonata": {
            const value = evaluateJsonata(expression.text, ownData(scope), scope);
            if (!value.ok)
                return value;
            return fitting(value.value ?? undefined, expression, scope, type);
        }
        case "xpath": {
            const value = evaluateJson(expression.text, jsonVariables(scope), scope);
            if (!value.ok)
                return value;
            return fitting(value.value ?? undefined, expression, scope, type);
        }
        case "xquery": {
            const element = elementOf(expression.text, scope);
            if (!element.ok)
                return element;
            const value = fromXml(element.value, type, scope.types);
            if (value.ok)
                return fitting(value.value, expression, scope, type);
            return fault("mapping-failed", `The query ${expression.text} gives a value of the wrong type: ${value.fault.message}`, value.fault.details);
        }
    }
}
function fitting(value, { text }, scope, type) {
    const problems = checkValue(value, type, scope.types, "");
    if (problems.length === 0)
        return ok(value);
    return fault("mapping-failed", `The expression ${text} gives a value of the wrong type: ${problems[0]?.pointer ?? ""} ${problems[0]?.message ?? ""}`, problems);
}
export function holds(predicate, scope) {
    switch (predicate.language) {
        case "variable":
            return ok(valueOf(scope.data, predicate.text) === true);
        case "jsonata":
            return evaluateJsonataBoolean(predicate.text, ownData(scope), scope);
        case "xpath":
            return evaluateJsonBoolean(predicate.text, jsonVariables(scope), scope);
        case "xquery":
            return xqueryTruth(predicate.text, scope);
    }
}
export function elementOf(text, scope) {
    const simple = simpleElement(text, scope);
    if (simple)
        return ok(simple);
    if (text.startsWith("#external:"))
        return fault("mapping-failed", `The mapping asks a database gateway, which Mizzen does not have: ${text}`);
    return queryElement(withQuotedTimers(text), documentOf(scope));
}
function xqueryTruth(text, scope) {
    const simple = simpleTruth(text, scope);
    if (simple !== undefined)
        return ok(simple);
    return timerTruth(text, scope.timers) ?? queryBoolean(withQuotedTimers(text), documentOf(scope));
}
export const NO_CHANGE = { values: {}, emptied: [] };
export function changed(data, { values, emptied }) {
    const next = { ...data, ...values };
    for (const name of emptied)
        delete next[name];
    return next;
}
export function runMappings(mappings, scope, targets) {
    if (mappings.length === 0)
        return ok(NO_CHANGE);
    const values = {};
    const emptied = [];
    for (const { query, mapsTo } of mappings) {
        const target = targets.find(({ name }) => name === mapsTo);
        if (!target)
            return fault("mapping-failed", `There is no variable "${mapsTo}" to map to.`);
        const value = evaluate(query, scope, target.type);
        if (!value.ok) {
            return fault(value.fault.type, `The mapping to "${mapsTo}" failed. ${value.fault.message}`, value.fault.details);
        }
        if (value.value === undefined)
            emptied.push(mapsTo);
        else
            values[mapsTo] = value.value;
    }
    return ok({ values, emptied });
}
export function withInitials(variables, data) {
    const completed = {};
    for (const { name, initial } of variables) {
        const value = valueOf(data, name) ?? initial;
        if (value !== undefined)
            completed[name] = value;
    }
    return completed;
}
export function fillLabel(label, scope) {
    return label
        .map((part) => {
        if (typeof part === "string")
            return part;
        const value = part.language === "xquery"
            ? queryString(part.text, documentOf(scope))
            : evaluate(part, scope, { kind: "any" });
        if (!value.ok || value.value === undefined || value.value === null)
            return "";
        return typeof value.value === "object" ? JSON.stringify(value.value) : String(value.value);
    })
        .join("")
        .slice(0, 200);
}
//# sourceMappingURL=dataflow.js.map