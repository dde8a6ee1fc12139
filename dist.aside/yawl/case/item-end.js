import { defaultValue } from "../data/types/defaults.js";
import { fault } from "../model/fault.js";
import { checkOutputs } from "./completion.js";
import { valueOf } from "./dataflow.js";
import { netInstance, runOf } from "./state.js";
export function complete(step, item, status, by, { data, submissionId }) {
    const { work } = step.find(item).linked;
    const problems = checkOutputs(work?.outputs ?? [], data, step.linked.types);
    if (problems.length > 0) {
        return fault("invalid-data", `The data does not fit what "${item.name}" asks for: ${problems[0]?.message ?? ""}`, problems);
    }
    const done = submissionId === undefined ? item : { ...item, submissionId };
    return finish(step, done, status, by.participant, data);
}
export function finish(step, item, status, by, output) {
    const at = step.find(item);
    const { work } = at.linked;
    const ended = {
        ...item,
        status,
        offeredTo: [],
        output,
        endedAt: step.now,
    };
    delete ended.draft;
    delete ended.suspended;
    if (by !== undefined)
        ended.endedBy = by;
    const move = status === "skipped" ? "skipped" : "completed";
    step.emit({ type: "item", move, item: ended, ...(by === undefined ? {} : { by }) });
    const { id, instance } = item;
    return at.kind.ended(step, at, instance === undefined ? { id } : { id, instance }, {
        root: work?.root ?? item.task,
        variables: work?.outputs ?? [],
        data: output,
        types: step.linked.types,
        now: step.now,
        work: step.work,
    });
}
export function skip(step, item, status, { participant }, given) {
    const at = step.find(item);
    const problems = given ? checkOutputs(at.linked.work?.outputs ?? [], given, step.linked.types) : [];
    if (problems.length > 0) {
        return fault("invalid-data", `The data is no output of "${item.name}": ${problems[0]?.message ?? ""}`, problems);
    }
    const run = runOf(netInstance(step.state, item.net), item.task);
    if (run?.phase !== "enabled") {
        return finish(step, item, status, participant, given ?? skippedOutput(step, at, item.data));
    }
    const input = at.kind.skip(step, at, item);
    if (!input.ok)
        return input;
    return finish(step, item, status, participant, given ?? skippedOutput(step, at, input.value));
}
function skippedOutput(step, { linked }, input) {
    const output = {};
    for (const { name, type, initial } of linked.work?.outputs ?? []) {
        const value = valueOf(input, name) ?? initial ?? defaultValue(type, step.linked.types);
        if (value !== undefined)
            output[name] = value;
    }
    return output;
}
//# sourceMappingURL=item-end.js.map