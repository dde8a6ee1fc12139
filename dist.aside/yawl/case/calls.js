import { checkObject } from "../data/types/validate.js";
import { netOf, taskOf } from "../net/linked.js";
import { fault, ok } from "../model/fault.js";
import { cancelNet } from "./cancel.js";
import { runMappings, valueOf } from "./dataflow.js";
import { finish } from "./item-end.js";
import { itemOf, netInstance } from "./state.js";
export function callOf(linked, state, id) {
    const item = itemOf(state, id);
    if (item?.status !== "started" || !item.call || item.call.waitsUntil !== undefined)
        return undefined;
    const net = netOf(linked, netInstance(state, item.net).net);
    return {
        item,
        call: item.call,
        input: item.call.input ?? item.data,
        how: compiledCall(taskOf(net, item.task)),
    };
}
function compiledCall({ id, work }) {
    if (!work?.call)
        throw new Error(`task ${id} calls no connector`);
    return work.call;
}
export function beginCall(step, at, move, before, status, by, key) {
    const { failure: _, draft: __, suspended: ___, call: earlier, ...item } = before;
    const number = (earlier?.number ?? 0) + 1;
    const call = { number, key: key ?? earlier?.key ?? item.id };
    const input = connectorInput(step, at, item);
    const who = by === undefined ? {} : { by: by.participant };
    if (!input.ok) {
        const next = suspended(step, { ...item, call }, failureOf(input.fault));
        step.emit({ type: "item", move, item: next, ...who });
        return;
    }
    const called = { ...call, ...(input.value === item.data ? {} : { input: input.value }) };
    step.emit({ type: "item", move, item: { ...item, status, call: called }, ...who });
}
function connectorInput(step, { linked }, item) {
    const { connector, input } = compiledCall(linked);
    if (!input)
        return ok(item.data);
    const scope = scopeOf(step, connector, linked.takes, item.data);
    const mapped = runMappings(input, scope, input.map(({ mapsTo }) => anything(mapsTo)));
    return mapped.ok ? ok(mapped.value.values) : mapped;
}
export function takeOutcome(step, outcome) {
    const item = itemOf(step.state, outcome.item);
    const isPending = Object.hasOwn(step.state.pending, `call:${outcome.item}:${outcome.number}`);
    if (!item?.call || !isPending)
        return;
    switch (outcome.kind) {
        case "answer": {
            const done = step.attempt(() => answered(step, item, "completed", outcome.answer));
            if (!done.ok)
                giveUp(step, { ...item, draft: outcome.answer }, failureOf(done.fault));
            return;
        }
        case "waiting": {
            const call = { ...item.call, waitsUntil: outcome.until };
            step.emit({ type: "item", move: "waiting", item: { ...item, call } });
            return;
        }
        case "failure":
            giveUp(step, item, outcome.failure);
    }
}
export function callExpired(step, { item: id }) {
    const item = itemOf(step.state, id);
    if (item)
        giveUp(step, item, { type: "callback-timeout", message: "The callback did not come in time." });
}
export function answered(step, item, status, answer) {
    const output = outputOf(step, step.find(item), answer);
    return output.ok ? finish(step, item, status, undefined, output.value) : output;
}
function outputOf(step, { linked }, answer) {
    const { connector, answers, output } = compiledCall(linked);
    const outputs = linked.work?.outputs ?? [];
    let values;
    if (output) {
        const names = new Set([...answers, ...Object.keys(answer)]);
        const scope = scopeOf(step, connector, [...names].map(anything), answer);
        const mapped = runMappings(output, scope, outputs);
        if (!mapped.ok)
            return mapped;
        values = mapped.value.values;
    }
    else
        values = sameNames(answer, outputs);
    const problems = checkObject(values, outputs, step.linked.types, { requireAll: false });
    if (problems.length === 0)
        return ok(values);
    const [first] = problems;
    return fault("invalid-data", `The answer of the connector "${connector}" does not fit: ${first?.pointer ?? ""} ${first?.message ?? ""}.`, problems);
}
function scopeOf(step, root, variables, data) {
    return { root, variables, data, types: step.linked.types, now: step.now, work: step.work };
}
function sameNames(answer, outputs) {
    const values = {};
    for (const { name } of outputs) {
        const value = valueOf(answer, name);
        if (value !== undefined)
            values[name] = value;
    }
    return values;
}
function anything(name) {
    return { name, type: { kind: "json", schema: {} } };
}
function failureOf({ type, message, details }) {
    if (!details)
        return { type, message };
    return { type, message, details: { errors: details.map((detail) => ({ ...detail })) } };
}
function giveUp(step, item, failure) {
    step.emit({ type: "item", move: "suspended", item: suspended(step, item, failure) });
}
function suspended(step, item, failure) {
    const at = step.now;
    return { ...item, status: "suspended", suspended: { from: "started" }, failure: { ...failure, at } };
}
export function retryCall(step, item, status, by, data) {
    const at = step.find(item);
    if (data === undefined) {
        beginCall(step, at, "retried", item, status, by);
        return ok(undefined);
    }
    const problems = checkObject(data, at.linked.takes, step.linked.types, { requireAll: false });
    if (problems.length > 0) {
        return fault("invalid-data", `The data does not fit the input of "${item.name}".`, problems);
    }
    const key = `${item.id}-${(item.call?.number ?? 0) + 1}`;
    beginCall(step, at, "retried", { ...item, data }, status, by, key);
    return ok(undefined);
}
export function failCall(step, item, status, by, reason) {
    const { participant } = by;
    const cause = reason ?? item.failure?.message ?? "An operator gave it up.";
    step.emit({
        type: "item",
        move: "failed",
        item: { ...item, status, endedAt: step.now, endedBy: participant, reason: cause },
        by: participant,
    });
    const root = step.linked.specification.rootNet;
    const result = netInstance(step.state, root).data;
    cancelNet(step, root);
    step.emit({
        type: "case-failed",
        result,
        fault: {
            type: "connector-failed",
            message: `The task "${item.name}" failed: ${cause}`,
            details: [{ element: `${item.net}/${item.task}`, message: cause }],
        },
    });
    return ok(undefined);
}
//# sourceMappingURL=calls.js.map