export function link(specification) {
    const nets = new Map();
    for (const net of Object.values(specification.nets))
        nets.set(net.id, linkNet(net, specification));
    return { specification, types: specification.types, nets };
}
function linkNet(net, specification) {
    const compiled = Object.values(net.tasks);
    const consumerCount = new Map();
    for (const task of compiled) {
        for (const condition of task.from) {
            consumerCount.set(condition, (consumerCount.get(condition) ?? 0) + 1);
        }
    }
    const tasks = new Map();
    const consumers = new Map();
    for (const [index, task] of compiled.entries()) {
        const linked = {
            id: task.id,
            index,
            task,
            ...decompositionOf(task, specification),
            contested: task.from.some((condition) => (consumerCount.get(condition) ?? 0) > 1),
            outputs: task.flows.map(({ to }) => to),
        };
        tasks.set(task.id, linked);
        for (const condition of task.from) {
            const known = consumers.get(condition);
            if (known)
                known.push(linked);
            else
                consumers.set(condition, [linked]);
        }
    }
    const orJoins = [...tasks.values()].filter(({ task }) => task.join === "or" && task.from.length > 1);
    return { id: net.id, net, tasks, consumers, orJoins };
}
function decompositionOf({ decomposition: id }, { nets, work: works }) {
    const nested = id !== undefined && Object.hasOwn(nets, id) ? nets[id] : undefined;
    const work = id !== undefined && !nested && Object.hasOwn(works, id) ? works[id] : undefined;
    if (id === undefined)
        return { kind: "empty", work, nested, takes: [] };
    if (nested) {
        return { kind: "composite", work, nested, takes: nested.variables.filter(({ input }) => input) };
    }
    return { kind: work?.call ? "call" : "work", work, nested, takes: work?.inputs ?? [] };
}
export function netOf(linked, id) {
    const net = linked.nets.get(id);
    if (!net)
        throw new Error(`no net ${id}`);
    return net;
}
export function taskOf(net, id) {
    const task = net.tasks.get(id);
    if (!task)
        throw new Error(`no task ${id} in net ${net.id}`);
    return task;
}
//# sourceMappingURL=linked.js.map