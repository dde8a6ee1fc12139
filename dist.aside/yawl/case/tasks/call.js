import { ok } from "../../model/fault.js";
import { beginCall } from "../calls.js";
import { endItem } from "../cancel.js";
import { endOnly } from "../exit.js";
import { inputOf, run, take } from "../firing.js";
import { newItem } from "../items.js";
export const CALL = {
    firesByItself: () => true,
    offer: neverWaits,
    fire(step, at) {
        const input = inputOf(step, at);
        if (!input.ok)
            return input;
        take(step, at);
        run(step, at, CALL.begin(step, at, input.value));
        return ok(undefined);
    },
    start: neverWaits,
    skip: neverWaits,
    mayBegin: () => ok(undefined),
    begin(step, at, input, instance) {
        const item = newItem(step, at, input, instance);
        beginCall(step, at, "created", { ...item, startedAt: step.now }, "started", undefined);
        return item.id;
    },
    ended: endOnly,
    cancel: (step, _at, id, reason) => endItem(step, id, "cancelled", reason),
};
function neverWaits() {
    throw new Error("a connector's task waits for nobody");
}
//# sourceMappingURL=call.js.map