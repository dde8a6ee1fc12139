import { called } from "./findings.js";
export function checkReach(net, findings) {
    const elements = new Map();
    for (const element of [net.inputCondition, ...net.conditions, ...net.tasks, net.outputCondition]) {
        elements.set(element.id, element);
    }
    const into = new Map();
    for (const element of elements.values()) {
        for (const { to } of element.flows) {
            const known = into.get(to);
            if (known)
                known.push(element.id);
            else
                into.set(to, [element.id]);
        }
    }
    const out = (id) => elements.get(id)?.flows.map((flow) => flow.to) ?? [];
    const reached = closure([net.inputCondition.id], out);
    const ending = closure([net.outputCondition.id], (id) => into.get(id) ?? []);
    const started = startable(net, elements, into);
    const dead = new Set();
    for (const [id, element] of elements) {
        const kind = "join" in element ? "task" : "condition";
        const warn = (message) => findings.warn([net.id, id], element.place, message);
        if ("join" in element && !started.has(id))
            dead.add(id);
        if (!reached.has(id)) {
            if (id !== net.outputCondition.id)
                warn(`No path leads from the input condition to the ${kind} ${called(element)}.`);
        }
        else if ("join" in element && element.join === "and" && !started.has(id)) {
            const missing = (into.get(id) ?? []).filter((from) => !started.has(from));
            if (missing.length < (into.get(id)?.length ?? 0)) {
                const names = missing.map((from) => called(elements.get(from) ?? { id: from })).join(", ");
                warn(`The AND-join of ${called(element)} can never fire: no token can come from ${names}.`);
            }
        }
        if (!ending.has(id) && id !== net.inputCondition.id) {
            warn(`No path leads from the ${kind} ${called(element)} to the output condition.`);
        }
    }
    return dead;
}
function closure(from, next) {
    const seen = new Set(from);
    const queue = [...from];
    for (let at = 0; at < queue.length; at++) {
        for (const id of next(queue[at] ?? "")) {
            if (seen.has(id))
                continue;
            seen.add(id);
            queue.push(id);
        }
    }
    return seen;
}
function startable(net, elements, into) {
    const missing = new Map();
    for (const task of net.tasks) {
        missing.set(task.id, task.join === "and" ? (into.get(task.id)?.length ?? 0) : 1);
    }
    const started = new Set([net.inputCondition.id]);
    const queue = [net.inputCondition.id];
    for (let at = 0; at < queue.length; at++) {
        for (const { to } of elements.get(queue[at] ?? "")?.flows ?? []) {
            const left = (missing.get(to) ?? 1) - 1;
            missing.set(to, left);
            if (left > 0 || started.has(to))
                continue;
            started.add(to);
            queue.push(to);
        }
    }
    return started;
}
//# sourceMappingURL=reach.js.map