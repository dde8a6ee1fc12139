import { ok } from "../../model/fault.js";
import { endItem } from "../cancel.js";
import { valueOf } from "../dataflow.js";
import { endOnly } from "../exit.js";
import { inputOf, take } from "../firing.js";
import { newItem } from "../items.js";
import { netInstance } from "../state.js";
export const WORK = {
    firesByItself: () => false,
    offer(step, at) {
        const preview = inputOf(step, at);
        const item = WORK.begin(step, at, preview.ok ? preview.value : {});
        step.emit({ type: "task-enabled", net: at.key, task: at.linked.id, item });
    },
    fire() {
        throw new Error("people's work is fired by whoever starts it");
    },
    start(step, at, item) {
        let { data } = item;
        if (item.dataVersion !== netInstance(step.state, at.key).dataVersion || isBlank(data)) {
            const input = inputOf(step, at);
            if (!input.ok)
                return input;
            data = input.value;
        }
        take(step, at, [item.id]);
        return ok(data === item.data ? item : { ...item, data });
    },
    skip(step, at, item) {
        const input = inputOf(step, at);
        if (input.ok)
            take(step, at, [item.id]);
        return input;
    },
    mayBegin: () => ok(undefined),
    begin(step, at, input, instance) {
        const item = newItem(step, at, input, instance);
        const demand = demandOf(at.linked.task, netInstance(step.state, at.key).data);
        step.emit({
            type: "item",
            move: "created",
            item,
            ...(demand ? { asks: { demand, since: step.now } } : {}),
        });
        return item.id;
    },
    ended: endOnly,
    cancel: (step, _at, id, reason) => endItem(step, id, "cancelled", reason),
};
function isBlank(data) {
    return Object.keys(data).length === 0;
}
export function demandOf({ resourcing }, data) {
    const set = resourcing?.offer.to;
    if (!resourcing || resourcing.offer.initiator !== "system" || !set)
        return undefined;
    const named = { participant: [], role: [] };
    for (const { name, refersTo } of set.variables ?? []) {
        const value = valueOf(data, name);
        const entries = Array.isArray(value) ? value : [value];
        for (const entry of entries)
            if (typeof entry === "string")
                named[refersTo].push(entry);
    }
    const bySystem = resourcing.allocate.initiator === "system";
    return {
        set,
        participants: [...set.participants, ...named.participant],
        roles: [...set.roles, ...named.role],
        ...(bySystem ? { allocator: resourcing.allocate.allocator ?? { name: "random", parameters: {} } } : {}),
        ...(bySystem && resourcing.start.initiator === "system" ? { start: true } : {}),
    };
}
//# sourceMappingURL=work.js.map