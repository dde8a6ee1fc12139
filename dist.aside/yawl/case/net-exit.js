import { netOf } from "../net/linked.js";
import { cancelNet } from "./cancel.js";
import { valueOf } from "./dataflow.js";
import { netInstance } from "./state.js";
function netOutput(step, key) {
    const instance = netInstance(step.state, key);
    const { net } = netOf(step.linked, instance.net);
    const variables = net.variables.filter(({ output }) => output);
    const data = {};
    for (const { name } of variables) {
        const value = valueOf(instance.data, name);
        if (value !== undefined)
            data[name] = value;
    }
    return { root: net.root, variables, data, types: step.linked.types, now: step.now, work: step.work };
}
export function exitNet(step, key) {
    const { parent } = netInstance(step.state, key);
    const output = netOutput(step, key);
    if (!parent) {
        const result = netInstance(step.state, key).data;
        cancelNet(step, key);
        step.emit({ type: "case-completed", result });
        return;
    }
    const done = step.attempt(() => {
        cancelNet(step, key);
        const { instance } = parent;
        const performed = { id: key, ...(instance === undefined ? {} : { instance }) };
        const at = step.find(parent);
        return at.kind.ended(step, at, performed, output);
    });
    if (!done.ok) {
        step.emit({ type: "task-failed", net: parent.net, task: parent.task, fault: done.fault });
    }
}
//# sourceMappingURL=net-exit.js.map