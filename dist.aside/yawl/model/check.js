export function checkReferences(specification) {
    const details = [];
    const { decompositions, rootNet } = specification;
    const byId = new Map();
    for (const decomposition of decompositions) {
        const element = decomposition.id;
        if (decomposition.id === UNUSABLE)
            details.push(at(element, decomposition, unusable(element)));
        else if (byId.has(decomposition.id)) {
            details.push(at(element, decomposition, `There is more than one decomposition ${name(decomposition.id)}.`));
        }
        else if (decomposition.id !== "")
            byId.set(decomposition.id, decomposition);
        checkVariables(decomposition, element, details);
    }
    if (rootNet !== "" && byId.get(rootNet)?.kind !== "net") {
        details.push({
            element: "specification",
            message: `The root net ${name(rootNet)} does not exist.`,
        });
    }
    const nets = decompositions.filter((decomposition) => decomposition.kind === "net");
    const allTasks = new Set(nets.flatMap((net) => net.tasks.map(({ id }) => id)));
    for (const net of nets)
        details.push(...new NetCheck(net, byId, allTasks).run());
    return details;
}
const UNUSABLE = "__proto__";
function unusable(id) {
    return `${name(id)} cannot be used as a name.`;
}
class NetCheck {
    net;
    decompositions;
    allTasks;
    variables;
    targets = new Map();
    details = [];
    constructor(net, decompositions, allTasks) {
        this.net = net;
        this.decompositions = decompositions;
        this.allTasks = allTasks;
        this.variables = new Set([...net.inputs, ...net.outputs, ...net.locals].map((variable) => variable.name));
    }
    run() {
        const { inputCondition, outputCondition, conditions, tasks } = this.net;
        const all = [inputCondition, ...conditions, ...tasks, outputCondition];
        for (const element of all) {
            if (element.id === UNUSABLE)
                this.tell(element.id, element, unusable(element.id));
            else if (this.targets.has(element.id)) {
                this.tell(element.id, element, `The net has more than one element ${name(element.id)}.`);
            }
            else if (element.id !== "")
                this.targets.set(element.id, new Set(element.flows.map(({ to }) => to)));
        }
        for (const element of all) {
            for (const flow of element.flows) {
                if (this.isThere(flow.to))
                    continue;
                this.tell(`${element.id}/${flow.to}`, flow, `A flow leads to ${name(flow.to)}, which the net does not have.`);
            }
        }
        for (const task of tasks)
            this.checkTask(task);
        return this.details;
    }
    checkTask(task) {
        for (const removal of task.removes) {
            if (removal.kind === "element") {
                if (this.isThere(removal.id))
                    continue;
                this.tell(task.id, task, `The task cancels ${name(removal.id)}, which the net does not have.`);
            }
            else if (removal.from !== "" &&
                removal.to !== "" &&
                !this.targets.get(removal.from)?.has(removal.to)) {
                const flow = `${name(removal.from)} to ${name(removal.to)}`;
                this.tell(task.id, task, `The task cancels the flow from ${flow}, which the net does not have.`);
            }
        }
        const familiar = task.resourcing?.offer.to?.familiarTask;
        if (familiar && !this.allTasks.has(familiar)) {
            this.tell(task.id, task, `The task goes to who performed ${name(familiar)}, which is no task of the specification.`);
        }
        for (const variable of task.resourcing?.offer.to?.variables ?? []) {
            this.checkVariable(task, variable.name, "The task goes to whom the variable");
        }
        if (task.timer?.variable !== undefined)
            this.checkVariable(task, task.timer.variable, "The timer uses the variable");
        for (const { mapsTo } of task.completedMappings)
            this.checkVariable(task, mapsTo, "A mapping goes to");
        if (task.instances?.output)
            this.checkVariable(task, task.instances.output.variable, "The instances' output goes to");
        this.checkWork(task);
    }
    checkWork(task) {
        if (!task.decomposition)
            return;
        const decomposition = this.decompositions.get(task.decomposition);
        if (!decomposition) {
            this.tell(task.id, task, `The task decomposes to ${name(task.decomposition)}, which does not exist.`);
            return;
        }
        const inputs = new Set(decomposition.inputs.map((input) => input.name));
        for (const { mapsTo } of task.startingMappings) {
            if (mapsTo === "" || inputs.has(mapsTo))
                continue;
            const missing = `${name(mapsTo)}, which is no input parameter of ${name(decomposition.id)}`;
            this.tell(task.id, task, `A mapping goes to ${missing}.`);
        }
    }
    checkVariable(task, variable, use) {
        if (variable === "" || this.variables.has(variable))
            return;
        this.tell(task.id, task, `${use} ${name(variable)}, which the net does not have.`);
    }
    isThere(id) {
        return id === "" || this.targets.has(id);
    }
    tell(element, where, message) {
        this.details.push(at(`${this.net.id}/${element}`, where, message));
    }
}
function checkVariables(decomposition, element, details) {
    const locals = decomposition.kind === "net" ? decomposition.locals : [];
    checkNames([...decomposition.inputs, ...locals], "variable");
    checkNames(decomposition.outputs, "output parameter");
    function checkNames(variables, kind) {
        const names = new Set();
        for (const variable of variables) {
            if (variable.name === UNUSABLE)
                details.push(at(element, decomposition, unusable(UNUSABLE)));
            else if (names.has(variable.name)) {
                details.push(at(element, decomposition, `There is more than one ${kind} ${name(variable.name)}.`));
            }
            else if (variable.name !== "")
                names.add(variable.name);
        }
    }
}
function at(element, { place }, message) {
    return { element, ...place, message };
}
function name(id) {
    return `"${id.length > 80 ? `${id.slice(0, 77)}...` : id}"`;
}
//# sourceMappingURL=check.js.map