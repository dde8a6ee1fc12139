import { itemOf, netInstance, runOf } from "./state.js";
export function endItem(step, id, move, reason) {
    const item = itemOf(step.state, id);
    if (!item)
        return;
    step.emit({
        type: "item",
        move,
        item: { ...item, status: "cancelled", offeredTo: [], endedAt: step.now, reason },
    });
}
export function cancelTask(step, at) {
    const { key, linked, kind } = at;
    const run = runOf(netInstance(step.state, key), linked.id);
    if (run?.phase !== "busy")
        return;
    for (const id of run.running)
        kind.cancel(step, at, id, `Task "${linked.id}" was cancelled.`);
    step.emit({ type: "task-cancelled", net: key, task: linked.id });
    step.touch(key, linked.task.from);
}
export function cancelNet(step, key) {
    const instance = netInstance(step.state, key);
    for (const task of Object.keys(instance.tasks).toSorted()) {
        const run = runOf(netInstance(step.state, key), task);
        if (run?.phase === "busy")
            cancelTask(step, step.find({ net: key, task }));
        else if (run?.phase === "enabled") {
            endItem(step, run.item, "withdrawn", `The net "${instance.net}" has ended.`);
        }
    }
    step.emit({ type: "net-exited", net: key });
}
//# sourceMappingURL=cancel.js.map