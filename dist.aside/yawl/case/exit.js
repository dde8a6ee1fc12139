import { taskOf } from "../net/linked.js";
import { ok } from "../model/fault.js";
import { cancelTask } from "./cancel.js";
import { changed, holds, netScope, NO_CHANGE, runMappings } from "./dataflow.js";
import { netInstance, runOf } from "./state.js";
export function endOnly(step, at, performed, output) {
    const { key, net, linked } = at;
    const mapped = runMappings(linked.task.completed, output, net.net.variables);
    if (!mapped.ok)
        return mapped;
    step.emit({ type: "instance-ended", net: key, task: linked.id, id: performed.id });
    return exitWith(step, at, mapped.value);
}
export function exitWith(step, at, change) {
    const exit = prepareExit(step, at, change);
    if (!exit.ok)
        return exit;
    exitTask(step, at, exit.value);
    return ok(undefined);
}
export function prepareExit(step, { key, net, linked }, change) {
    const { task: compiled, outputs } = linked;
    if (compiled.split === "and")
        return ok({ change, conditions: outputs });
    const data = changed(netInstance(step.state, key).data, change);
    const conditions = chooseFlows(compiled, netScope(net.net, data, step));
    return conditions.ok ? ok({ change, conditions: conditions.value }) : conditions;
}
export function exitTask(step, at, { change, conditions }) {
    const { key, linked } = at;
    if (change !== NO_CHANGE && Object.keys(change.values).length + change.emptied.length > 0) {
        step.emit({ type: "data-changed", net: key, values: change.values, emptied: change.emptied });
    }
    step.emit({ type: "task-exited", net: key, task: linked.id });
    emptyCancellationSet(step, at);
    step.emit({ type: "tokens-put", net: key, conditions });
    step.touch(key, conditions);
    step.touch(key, linked.task.from);
}
function emptyCancellationSet(step, { key, net, linked }) {
    const { cancels } = linked.task;
    if (!cancels)
        return;
    if (cancels.conditions.length > 0) {
        step.emit({ type: "tokens-cleared", net: key, conditions: cancels.conditions });
        step.touch(key, cancels.conditions);
    }
    for (const id of cancels.tasks) {
        if (runOf(netInstance(step.state, key), id)?.phase === "busy") {
            cancelTask(step, step.at(key, net, taskOf(net, id)));
        }
    }
}
function chooseFlows(task, scope) {
    const taken = [];
    for (const flow of task.flows) {
        const isTaken = takes(flow, task, scope);
        if (!isTaken.ok)
            return isTaken;
        if (!isTaken.value)
            continue;
        taken.push(flow);
        if (task.split === "xor")
            break;
    }
    if (taken.length > 0)
        return ok(taken.map(({ to }) => to));
    const fallback = task.flows.find(({ isDefault }) => isDefault) ?? task.flows.at(-1);
    return ok(fallback ? [fallback.to] : []);
}
function takes(flow, task, scope) {
    if (task.split === "xor" && flow.isDefault)
        return ok(true);
    if (!flow.predicate)
        return ok(!flow.isDefault);
    const answer = holds(flow.predicate, scope);
    if (answer.ok)
        return answer;
    return {
        ok: false,
        fault: {
            ...answer.fault,
            message: `The predicate of the flow from "${task.id}" to "${flow.to}" fails. ${answer.fault.message}`,
        },
    };
}
//# sourceMappingURL=exit.js.map