import { checkObject } from "../data/types/validate.js";
import { fault, ok } from "../model/fault.js";
import { inputOf } from "./firing.js";
import { MAX_INSTANCES } from "./limits.js";
import { netInstance, runOf } from "./state.js";
export function addInstance(step, item, data) {
    const at = step.find(item);
    const { linked } = at;
    const run = runOf(netInstance(step.state, item.net), item.task);
    if (run?.phase !== "busy" || !run.multi) {
        return fault("wrong-state", `The instances of "${item.task}" have not been started.`);
    }
    const { spawned, maximum } = run.multi;
    if (spawned >= Math.min(maximum, MAX_INSTANCES)) {
        return fault("wrong-state", `The task "${item.task}" has had its ${spawned} instances; no more are allowed.`);
    }
    const problems = checkObject(data, linked.takes, step.linked.types, { requireAll: false });
    if (problems.length > 0) {
        return fault("invalid-data", "The data does not fit the input of an instance.", problems);
    }
    const common = inputOf(step, at);
    if (!common.ok)
        return common;
    const number = spawned + 1;
    const { index } = linked.task.instances ?? {};
    const input = { ...common.value, ...data, ...(index === undefined ? {} : { [index]: number }) };
    const id = at.kind.begin(step, at, input, number);
    step.emit({
        type: "instance-started",
        net: item.net,
        task: item.task,
        id,
        multi: { ...run.multi, spawned: number },
    });
    return ok(undefined);
}
//# sourceMappingURL=item-add.js.map