export function precedences(net) {
    const conditionEmptiedBy = new Map();
    const taskCancelledBy = new Map();
    for (const { task } of net.tasks.values()) {
        for (const id of task.cancels?.conditions ?? [])
            note(conditionEmptiedBy, id, task.id);
        for (const id of task.cancels?.tasks ?? [])
            note(taskCancelledBy, id, task.id);
    }
    const sameDanger = (task, condition) => sameSet(taskCancelledBy.get(task.id), conditionEmptiedBy.get(condition));
    const first = new Set();
    const atOnce = new Set();
    for (const { task, contested } of net.tasks.values()) {
        const ends = task.cancels === undefined &&
            task.flows.every(({ to }) => to !== net.net.output && sameDanger(task, to));
        if (ends)
            atOnce.add(task.id);
        if (!contested && task.from.every((condition) => sameDanger(task, condition)))
            first.add(task.id);
    }
    for (const id of loopBreakers(net, first))
        first.delete(id);
    const found = new Map();
    for (const id of net.tasks.keys())
        found.set(id, { endsAtOnce: atOnce.has(id), goesFirst: first.has(id) });
    return found;
}
function loopBreakers(net, among) {
    const next = (id) => {
        const after = [];
        for (const { to } of net.tasks.get(id)?.task.flows ?? []) {
            for (const consumer of net.consumers.get(to) ?? [])
                if (among.has(consumer.id))
                    after.push(consumer.id);
        }
        return after;
    };
    const breakers = new Set();
    const seen = new Set();
    const open = new Set();
    for (const root of among) {
        if (seen.has(root))
            continue;
        const stack = [{ id: root, next: next(root), at: 0 }];
        seen.add(root);
        open.add(root);
        for (let top = stack.at(-1); top; top = stack.at(-1)) {
            const id = top.next[top.at++];
            if (id === undefined) {
                open.delete(top.id);
                stack.pop();
            }
            else if (open.has(id))
                breakers.add(id);
            else if (!seen.has(id)) {
                seen.add(id);
                open.add(id);
                stack.push({ id, next: next(id), at: 0 });
            }
        }
    }
    return breakers;
}
function note(index, key, value) {
    const known = index.get(key);
    if (known)
        known.add(value);
    else
        index.set(key, new Set([value]));
}
function sameSet(a, b) {
    if ((a?.size ?? 0) !== (b?.size ?? 0))
        return false;
    for (const entry of a ?? [])
        if (!b?.has(entry))
            return false;
    return true;
}
//# sourceMappingURL=reduce.js.map