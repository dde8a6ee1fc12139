import { distribution } from "../work/distribution.js";
import { endItem } from "./cancel.js";
import { fillLabel, netScope } from "./dataflow.js";
import { pendingOf } from "./pending.js";
import { itemOf, netInstance, runOf } from "./state.js";
export function newItem(step, { key, net, linked }, data, instance) {
    const inside = netInstance(step.state, key);
    const { task } = linked;
    const scope = netScope(net.net, inside.data, step);
    return {
        id: `${step.state.id}.${step.state.lastItem + 1}`,
        net: key,
        task: task.id,
        name: task.label ? fillLabel(task.label, scope) : task.name,
        status: "unoffered",
        ...(instance === undefined ? {} : { instance }),
        offeredTo: [],
        data,
        dataVersion: inside.dataVersion,
        enabledAt: step.now,
    };
}
export function distributeItem(step, { item: id, people }) {
    const item = itemOf(step.state, id);
    const pending = pendingOf(step.state.pending, `people:${id}`);
    if (!item || pending?.kind !== "people")
        return;
    step.emit({ type: "item", ...distribution(item, people, pending.since) });
}
export function withdrawTask(step, key, task) {
    const run = runOf(netInstance(step.state, key), task);
    if (run?.phase === "enabled") {
        endItem(step, run.item, "withdrawn", "The work is no longer needed.");
    }
    step.emit({ type: "task-withdrawn", net: key, task });
}
//# sourceMappingURL=items.js.map