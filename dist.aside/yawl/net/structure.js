export function implicitCondition(from, to) {
    return `c{${from}_${to}}`;
}
export function structureOf(net) {
    const taskIds = new Set(net.tasks.map((task) => task.id));
    const conditions = {};
    const inputs = new Map(net.tasks.map((task) => [task.id, []]));
    for (const { id, name, flows } of [net.inputCondition, ...net.conditions, net.outputCondition]) {
        conditions[id] = name === undefined ? {} : { name };
        for (const { to } of flows)
            inputs.get(to)?.push(id);
    }
    const outputs = new Map();
    for (const task of net.tasks) {
        const flows = [];
        for (const { to, predicate, isDefault } of inEvaluationOrder(task)) {
            const condition = taskIds.has(to) ? implicitCondition(task.id, to) : to;
            if (condition !== to) {
                conditions[condition] = {};
                inputs.get(to)?.push(condition);
            }
            flows.push({ to: condition, ...(predicate ? { predicate } : {}), ...(isDefault ? { isDefault } : {}) });
        }
        outputs.set(task.id, flows);
    }
    const tasks = {};
    for (const task of net.tasks) {
        const cancels = cancellationSet(task, taskIds);
        tasks[task.id] = {
            id: task.id,
            name: task.name ?? task.id,
            join: task.join,
            split: task.split,
            from: inputs.get(task.id) ?? [],
            flows: outputs.get(task.id) ?? [],
            starting: [],
            completed: [],
            ...(cancels.conditions.length + cancels.tasks.length > 0 ? { cancels } : {}),
        };
    }
    return {
        id: net.id,
        root: net.root,
        input: net.inputCondition.id,
        output: net.outputCondition.id,
        conditions,
        tasks,
        variables: [],
    };
}
function cancellationSet(task, taskIds) {
    const conditions = [];
    const tasks = [];
    for (const removal of task.removes) {
        if (removal.kind === "flow")
            conditions.push(implicitCondition(removal.from, removal.to));
        else
            (taskIds.has(removal.id) ? tasks : conditions).push(removal.id);
    }
    return { conditions, tasks };
}
function inEvaluationOrder({ flows, split }) {
    if (split === "and")
        return flows;
    const rank = (flow) => (split === "xor" && flow.isDefault ? 1 : 0);
    return flows
        .map((flow, index) => ({ flow, index }))
        .toSorted((a, b) => rank(a.flow) - rank(b.flow) ||
        (a.flow.order ?? Infinity) - (b.flow.order ?? Infinity) ||
        a.index - b.index)
        .map(({ flow }) => flow);
}
//# sourceMappingURL=structure.js.map