import { fault, ok } from "../../model/fault.js";
import { netOf } from "../../net/linked.js";
import { cancelNet } from "../cancel.js";
import { withInitials } from "../dataflow.js";
import { endOnly } from "../exit.js";
import { inputOf, run, take } from "../firing.js";
import { MAX_DEPTH } from "../limits.js";
import { netInstance } from "../state.js";
export const COMPOSITE = {
    firesByItself: () => true,
    offer: neverWaits,
    fire(step, at) {
        const deep = COMPOSITE.mayBegin(step, at);
        if (!deep.ok)
            return deep;
        const input = inputOf(step, at);
        if (!input.ok)
            return input;
        take(step, at);
        run(step, at, COMPOSITE.begin(step, at, input.value));
        return ok(undefined);
    },
    start: neverWaits,
    skip: neverWaits,
    mayBegin(step, { key, linked }) {
        if (netInstance(step.state, key).depth < MAX_DEPTH)
            return ok(undefined);
        return fault("too-deep", `Nets nest deeper than ${MAX_DEPTH} levels at task "${linked.id}".`);
    },
    begin(step, { key, net, linked }, input, instance) {
        const { depth } = netInstance(step.state, key);
        const nested = netOf(step.linked, linked.task.decomposition ?? "");
        const child = `${key}/${instance === undefined ? linked.id : instanceName(net, linked.id, instance)}`;
        step.emit({
            type: "net-entered",
            instance: {
                key: child,
                net: nested.id,
                parent: { net: key, task: linked.id, ...(instance === undefined ? {} : { instance }) },
                depth: depth + 1,
                marking: { [nested.net.input]: 1 },
                tasks: {},
                data: withInitials(nested.net.variables, input),
                dataVersion: 0,
            },
        });
        step.touch(child, [nested.net.input]);
        return child;
    },
    ended: endOnly,
    cancel: (step, _at, id) => cancelNet(step, id),
};
function instanceName(net, task, number) {
    let name = `${task}.${number}`;
    for (let zeros = "0"; net.tasks.has(name); zeros += "0")
        name = `${task}.${zeros}${number}`;
    return name;
}
function neverWaits() {
    throw new Error("a composite task waits for nobody");
}
//# sourceMappingURL=composite.js.map