import * as slimdom from "slimdom";
import { queryElement, queryElements } from "../data/expressions/xquery/evaluate.js";
import { fromXml } from "../data/xml/convert.js";
import { fault, ok } from "../model/fault.js";
import { elementOf, evaluate, netScope } from "./dataflow.js";
import { inputOf } from "./firing.js";
import { MAX_INSTANCES } from "./limits.js";
import { netInstance, runOf } from "./state.js";
export function instanceInputs(step, at) {
    const { key, net, linked } = at;
    const { instances } = linked.task;
    if (!instances)
        throw new Error(`task ${linked.id} has one instance`);
    const scope = netScope(net.net, netInstance(step.state, key).data, step);
    const minimum = bound(instances.minimum, scope);
    if (!minimum.ok)
        return minimum;
    const maximum = bound(instances.maximum, scope);
    if (!maximum.ok)
        return maximum;
    const threshold = bound(instances.threshold, scope);
    if (!threshold.ok)
        return threshold;
    const common = inputOf(step, at);
    if (!common.ok)
        return common;
    const own = ownInputs(step, instances, linked.takes, scope);
    if (!own.ok)
        return own;
    const count = own.value.length;
    if (count < minimum.value || count > Math.min(maximum.value, MAX_INSTANCES)) {
        return fault("invalid-data", `Task "${linked.id}" would have ${count} instances; it needs ${minimum.value} to ${Math.min(maximum.value, MAX_INSTANCES)}.`, [{ element: `${net.id}/${linked.id}`, message: `${count} instances` }]);
    }
    const inputs = own.value.map((input, index) => ({
        ...common.value,
        ...input,
        ...(instances.index === undefined ? {} : { [instances.index]: index + 1 }),
    }));
    return ok({
        inputs,
        bounds: { minimum: minimum.value, maximum: maximum.value, threshold: threshold.value },
    });
}
function bound(value, scope) {
    if (typeof value === "number")
        return ok(value);
    const text = value.language === "xquery" ? `<n>{${value.text}}</n>` : value.text;
    const answer = evaluate({ ...value, text }, scope, { kind: "any" });
    if (!answer.ok)
        return answer;
    const number = typeof answer.value === "number" ? answer.value : Number(answer.value ?? NaN);
    return Number.isFinite(number)
        ? ok(number)
        : fault("mapping-failed", `The expression ${value.text} gives no number.`);
}
function ownInputs(step, instances, parameters, scope) {
    const { input } = instances;
    if (!input) {
        const count = instances.count ? bound(instances.count, scope) : bound(instances.minimum, scope);
        if (!count.ok)
            return count;
        if (step.has("whole-instance-counts") && !Number.isInteger(count.value)) {
            return fault("invalid-data", `The number of instances is no whole number: ${count.value}.`);
        }
        const number = Math.max(0, Math.floor(count.value));
        if (number > MAX_INSTANCES) {
            return fault("too-large", `${number} instances are more than the limit of ${MAX_INSTANCES}.`);
        }
        return ok(Array.from({ length: number }, () => ({})));
    }
    const parameter = parameters.find(({ name }) => name === input.parameter);
    const entries = input.splitter
        ? splitXml(input.query, input.splitter, parameter?.type ?? { kind: "any" }, scope)
        : splitJson(input.query, scope);
    if (!entries.ok)
        return entries;
    return ok(entries.value.map((value) => (value === undefined || !parameter ? {} : { [parameter.name]: value })));
}
function splitJson(query, scope) {
    const value = evaluate(query, scope, { kind: "any" });
    if (!value.ok)
        return value;
    if (value.value === undefined || value.value === null)
        return ok([]);
    return ok(Array.isArray(value.value) ? value.value : [value.value]);
}
function splitXml(query, splitter, type, scope) {
    const whole = elementOf(query.text, scope);
    if (!whole.ok)
        return whole;
    const document = new slimdom.Document();
    document.appendChild(document.importNode(whole.value, true));
    const parts = queryElements(splitter.text, {
        document,
        now: scope.now,
        timers: scope.timers,
        work: scope.work,
    });
    if (!parts.ok)
        return parts;
    const values = [];
    for (const part of parts.value) {
        const value = fromXml(part, type, scope.types);
        if (!value.ok)
            return value;
        values.push(value.value);
    }
    return ok(values);
}
export function finishInstance(step, at, { id, instance }, output) {
    const { key, linked } = at;
    const run = runOf(netInstance(step.state, key), linked.id);
    const instances = linked.task.instances;
    if (run?.phase !== "busy" || !run.multi || !instances) {
        throw new Error(`task ${linked.id} of ${key} has no instances`);
    }
    const result = resultOf(instances, instance ?? 0, output);
    if (!result.ok)
        return result;
    const multi = {
        ...run.multi,
        completed: run.multi.completed + 1,
        results: [...run.multi.results, ...result.value].toSorted((a, b) => a.instance - b.instance),
    };
    step.emit({ type: "instance-ended", net: key, task: linked.id, id, multi });
    const left = run.running.filter((other) => other !== id);
    if (left.length > 0 && multi.completed < multi.threshold)
        return ok("more");
    for (const other of left) {
        at.kind.cancel(step, at, other, `Task "${linked.id}" reached its threshold.`);
    }
    return joinResults(step, at, multi);
}
function resultOf(instances, instance, output) {
    if (!instances.output)
        return ok([]);
    const { query } = instances.output;
    if (query.language === "xquery") {
        const element = elementOf(query.text, output);
        if (!element.ok)
            return element;
        return ok([{ instance, xml: slimdom.serializeToWellFormedString(element.value) }]);
    }
    const value = evaluate(query, output, { kind: "any" });
    return value.ok ? ok([{ instance, value: value.value ?? null }]) : value;
}
export function joinResults(step, { net, linked }, multi) {
    const { instances } = linked.task;
    if (!instances?.output)
        return ok({ values: {}, emptied: [] });
    const { joiner, variable } = instances.output;
    const target = net.net.variables.find(({ name }) => name === variable);
    if (!target)
        return noVariable(variable);
    if (joiner?.language !== "xquery") {
        const results = multi.results.map(({ value }) => value ?? null);
        return joinJson(joiner, results, target, step);
    }
    const document = new slimdom.Document();
    const root = document.createElement(linked.work?.root ?? linked.nested?.root ?? "data");
    document.appendChild(root);
    for (const { xml } of multi.results) {
        const parsed = slimdom.parseXmlDocument(xml ?? "<none/>").documentElement;
        if (parsed)
            root.appendChild(document.importNode(parsed, true));
    }
    const element = queryElement(joiner.text, { document, now: step.now, work: step.work });
    if (!element.ok)
        return element;
    const value = fromXml(element.value, target.type, step.linked.types);
    if (!value.ok)
        return value;
    return ok(value.value === undefined
        ? { values: {}, emptied: [variable] }
        : { values: { [variable]: value.value }, emptied: [] });
}
function joinJson(joiner, results, target, step) {
    if (!joiner)
        return ok({ values: { [target.name]: results }, emptied: [] });
    const scope = {
        root: "results",
        variables: [{ name: "results", type: { kind: "any" } }],
        data: { results },
        types: step.linked.types,
        now: step.now,
        work: step.work,
    };
    const value = evaluate(joiner, scope, target.type);
    if (!value.ok)
        return value;
    return ok(value.value === undefined
        ? { values: {}, emptied: [target.name] }
        : { values: { [target.name]: value.value }, emptied: [] });
}
function noVariable(name) {
    return fault("mapping-failed", `There is no variable "${name}" to join the results into.`);
}
//# sourceMappingURL=instances.js.map