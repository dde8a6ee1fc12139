import { NO_BOUND } from "../../model/specification.js";
import { called, listed } from "./findings.js";
export function checkTasks(net, findings) {
    const byName = new Map();
    for (const task of net.tasks) {
        if (task.instances)
            checkInstances(net, task, task.instances, findings);
        checkCancellationSet(net, task, findings);
        if (task.name === undefined || task.name === "")
            continue;
        const known = byName.get(task.name);
        if (known)
            known.push(task);
        else
            byName.set(task.name, [task]);
    }
    for (const [name, [first, second, ...more]] of byName) {
        if (!first || !second)
            continue;
        const ids = listed([first, second, ...more].map(({ id }) => `"${id}"`));
        findings.warn([net.id, second.id], second.place, `The tasks ${ids} are all called "${name}"; people cannot tell their items apart, nor can a predicate timer(${name}).`);
    }
}
function checkInstances(net, task, instances, findings) {
    const path = [net.id, task.id];
    const minimum = fixed(instances.minimum);
    const maximum = fixed(instances.maximum);
    const threshold = fixed(instances.threshold);
    const error = (message) => findings.error(path, task.place, message);
    const warn = (message) => findings.warn(path, task.place, message);
    if (minimum !== undefined && minimum < 0) {
        error(`The task ${called(task)} asks for a minimum of ${minimum} instances, which is less than none.`);
    }
    if (maximum !== undefined && maximum < 1) {
        error(`The task ${called(task)} allows at most ${maximum} instances, so it can never start.`);
    }
    if (minimum !== undefined && maximum !== undefined && maximum >= 1 && minimum > maximum) {
        error(`The task ${called(task)} asks for at least ${minimum} instances and allows at most ${maximum}.`);
    }
    if (threshold !== undefined && maximum !== undefined && threshold > maximum) {
        warn(`The threshold of ${called(task)} is ${threshold}, more than its ${maximum} instances: it waits for all of them.`);
    }
    if (task.decomposition === undefined) {
        warn(`The task ${called(task)} has multiple instances but no decomposition: there is nothing for an instance to do.`);
    }
}
function fixed(bound) {
    return typeof bound === "number" && bound !== NO_BOUND ? bound : undefined;
}
function checkCancellationSet(net, task, findings) {
    const seen = new Set();
    for (const removal of task.removes) {
        const key = removal.kind === "flow" ? `${removal.from} -> ${removal.to}` : removal.id;
        if (seen.has(key)) {
            findings.warn([net.id, task.id], task.place, `The cancellation set of ${called(task)} names "${key}" twice.`);
        }
        seen.add(key);
        if (removal.kind === "element" && removal.id === net.outputCondition.id) {
            findings.warn([net.id, task.id], task.place, `The cancellation set of ${called(task)} has the output condition in it, which is without effect: the net ends with the first token there.`);
        }
    }
}
//# sourceMappingURL=tasks.js.map