import { fault, ok } from "../../model/fault.js";
import { exitTask, exitWith, prepareExit } from "../exit.js";
import { run, take } from "../firing.js";
import { finishInstance, instanceInputs, joinResults } from "../instances.js";
import { MAX_INSTANCES_IN_STEP } from "../limits.js";
export function many(one) {
    return {
        firesByItself: (task) => one.firesByItself(task) || !task.contested,
        offer(step, at) {
            const item = one.begin(step, at, {});
            step.emit({ type: "task-enabled", net: at.key, task: at.linked.id, item });
        },
        fire(step, at) {
            const begun = beginAll(step, at, one);
            return begun.ok ? ok(undefined) : begun;
        },
        start(step, at, item) {
            const begun = beginAll(step, at, one, item.id);
            if (!begun.ok)
                return begun;
            return ok(begun.value && { ...item, instance: 1, data: begun.value });
        },
        skip: () => fault("wrong-state", "Its instances have not been started."),
        mayBegin: (step, at) => one.mayBegin(step, at),
        begin: (step, at, input, instance) => one.begin(step, at, input, instance),
        ended(step, at, performed, output) {
            const finished = finishInstance(step, at, performed, output);
            if (!finished.ok)
                return finished;
            return finished.value === "more" ? ok(undefined) : exitWith(step, at, finished.value);
        },
        cancel: (step, at, id, reason) => one.cancel(step, at, id, reason),
    };
}
function beginAll(step, at, one, first) {
    const { key, linked } = at;
    const prepared = instanceInputs(step, at);
    if (!prepared.ok)
        return prepared;
    const { inputs, bounds } = prepared.value;
    if (step.instancesMade + inputs.length > MAX_INSTANCES_IN_STEP) {
        return fault("too-large", `Task "${linked.id}" would make more than ${MAX_INSTANCES_IN_STEP} instances in one step.`);
    }
    const multi = { ...bounds, spawned: inputs.length, completed: 0, results: [] };
    if (inputs.length === 0) {
        const joined = joinResults(step, at, multi);
        const exit = joined.ok ? prepareExit(step, at, joined.value) : joined;
        if (!exit.ok)
            return exit;
        take(step, at);
        exitTask(step, at, exit.value);
        return ok(undefined);
    }
    const may = one.mayBegin(step, at);
    if (!may.ok)
        return may;
    take(step, at);
    step.emit({ type: "task-fired", net: key, task: linked.id, run: { phase: "busy", running: [], multi } });
    step.instancesMade += inputs.length;
    for (const [index, input] of inputs.entries()) {
        const isThere = index === 0 && first !== undefined;
        run(step, at, isThere ? first : one.begin(step, at, input, index + 1));
    }
    return ok(inputs[0]);
}
//# sourceMappingURL=many.js.map