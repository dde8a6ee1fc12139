export function resetNetBefore(net, join) {
    const producers = producersOf(net);
    const conditions = new Map();
    const busy = new Map();
    let size = 0;
    const queue = [];
    const reach = (condition) => {
        if (conditions.has(condition))
            return;
        conditions.set(condition, size++);
        queue.push(condition);
    };
    for (const condition of join.from)
        reach(condition);
    for (let next = 0; next < queue.length; next++) {
        for (const task of producers.get(queue[next] ?? "") ?? []) {
            if (busy.has(task.id))
                continue;
            busy.set(task.id, size++);
            if (task.id !== join.id)
                for (const condition of task.from)
                    reach(condition);
        }
    }
    const transitions = [];
    for (const { task } of net.tasks.values()) {
        const inside = busy.get(task.id);
        if (inside === undefined)
            continue;
        if (task.id !== join.id)
            addStarts(task, inside, conditions, transitions);
        addEnds(task, inside, conditions, busy, transitions);
    }
    const consumers = Array.from({ length: size }, () => []);
    for (const [index, transition] of transitions.entries()) {
        for (const place of transition.pre)
            consumers[place]?.push(index);
    }
    return { size, conditions, busy, transitions, consumers };
}
function addStarts(task, inside, conditions, transitions) {
    const inputs = numbers([...new Set(task.from)], conditions);
    if (inputs.length === 0)
        return;
    const start = (pre) => {
        transitions.push({ pre, post: [inside], resets: [] });
    };
    if (task.join === "and")
        start(inputs);
    else
        for (const input of inputs)
            start([input]);
}
function addEnds(task, inside, conditions, busy, transitions) {
    const resets = task.cancels
        ? [...new Set([...numbers(task.cancels.conditions, conditions), ...numbers(task.cancels.tasks, busy)])]
        : [];
    const outputs = numbers(task.flows.map((flow) => flow.to), conditions);
    const end = (post) => {
        transitions.push({ pre: [inside], post, resets });
    };
    if (task.split === "xor")
        for (const output of new Set(outputs))
            end([output]);
    else
        end(outputs);
}
function producersOf(net) {
    const producers = new Map();
    for (const { task } of net.tasks.values()) {
        for (const condition of new Set(task.flows.map((flow) => flow.to))) {
            const known = producers.get(condition);
            if (known)
                known.push(task);
            else
                producers.set(condition, [task]);
        }
    }
    return producers;
}
function numbers(ids, places) {
    const found = [];
    for (const id of ids) {
        const place = places.get(id);
        if (place !== undefined)
            found.push(place);
    }
    return found;
}
//# sourceMappingURL=reset-net.js.map