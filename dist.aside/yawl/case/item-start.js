import { ok } from "../model/fault.js";
import { netInstance, runOf } from "./state.js";
export function start(step, item, status, by) {
    const at = step.find(item);
    const isEnabled = runOf(netInstance(step.state, item.net), item.task)?.phase === "enabled";
    const begun = isEnabled ? at.kind.start(step, at, item) : ok(item);
    if (!begun.ok)
        return begun;
    step.emit(begun.value
        ? {
            type: "item",
            move: "started",
            item: { ...begun.value, status, startedAt: item.startedAt ?? step.now },
            by: by.participant,
        }
        : {
            type: "item",
            move: "withdrawn",
            item: { ...item, status: "cancelled", endedAt: step.now, reason: "There is nothing to do." },
            by: by.participant,
        });
    return ok(undefined);
}
//# sourceMappingURL=item-start.js.map