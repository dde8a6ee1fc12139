export function itemView(item, linked, caseId, revision) {
    const { specification } = linked;
    const netId = netOfKey(item.net, linked);
    return {
        ...item,
        caseId,
        specificationId: specification.id,
        specificationVersion: specification.version,
        netId,
        decomposition: linked.nets.get(netId)?.tasks.get(item.task)?.task.decomposition ?? item.task,
        revision,
    };
}
function netOfKey(key, linked) {
    const { rootNet } = linked.specification;
    let net = rootNet;
    const path = key.slice(rootNet.length + 1);
    for (const part of path === "" ? [] : path.split("/")) {
        const tasks = linked.nets.get(net)?.tasks;
        const task = tasks?.get(part) ?? tasks?.get(part.replace(/\.\d+$/, ""));
        net = task?.task.decomposition ?? net;
    }
    return net;
}
function detailsOf({ reason, failure }, move) {
    if (reason !== undefined)
        return { details: { reason } };
    if (!failure || move === "retried")
        return {};
    const { type, message, attempts, details } = failure;
    return {
        details: {
            failure: type,
            message,
            ...(attempts === undefined ? {} : { attempts }),
            ...(details ? { details } : {}),
        },
    };
}
export function describeEvent(event) {
    switch (event.type) {
        case "item": {
            const { item, move, by } = event;
            const reason = detailsOf(item, move);
            const who = by === undefined ? {} : { by };
            return { type: `item-${move}`, item: item.id, task: item.task, net: item.net, ...who, ...reason };
        }
        case "case-suspended":
        case "case-resumed":
        case "case-completed":
        case "case-deadlocked":
            return { type: event.type };
        case "case-failed":
            return { type: event.type, details: { fault: event.fault.type, message: event.fault.message } };
        case "case-cancelled":
            return {
                type: event.type,
                ...(event.reason === undefined ? {} : { details: { reason: event.reason } }),
            };
        case "net-entered":
            return event.instance.parent
                ? { type: event.type, net: event.instance.key, task: event.instance.parent.task }
                : { type: "case-started", net: event.instance.key };
        case "net-exited":
            return { type: event.type, net: event.net };
        case "task-failed": {
            const details = { fault: event.fault.type, message: event.fault.message };
            return { type: event.type, net: event.net, task: event.task, details };
        }
        case "task-exited":
        case "task-cancelled":
            return { type: event.type, net: event.net, task: event.task };
        case "data-changed":
            return {
                type: event.type,
                net: event.net,
                details: { variables: [...Object.keys(event.values), ...event.emptied] },
            };
        case "tokens-taken":
        case "tokens-put":
        case "tokens-cleared":
        case "task-enabled":
        case "task-withdrawn":
        case "task-fired":
        case "task-retried":
        case "instance-started":
        case "instance-ended":
        case "drawn":
            return undefined;
    }
}
export function changedVariables(before, after) {
    const changed = Object.entries(after).filter(([name, value]) => !Object.hasOwn(before, name) || before[name] !== value);
    return {
        values: Object.fromEntries(changed),
        emptied: Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
    };
}
export function together(first, second) {
    if (!first)
        return second;
    const values = { ...first.values, ...second.values };
    for (const name of second.emptied)
        delete values[name];
    const emptied = [...first.emptied, ...second.emptied].filter((name) => !Object.hasOwn(values, name));
    return { values, emptied: [...new Set(emptied)] };
}
//# sourceMappingURL=describe.js.map