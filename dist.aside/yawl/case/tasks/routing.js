import { ok } from "../../model/fault.js";
import { NO_CHANGE } from "../dataflow.js";
import { exitTask, prepareExit } from "../exit.js";
import { take } from "../firing.js";
export const ROUTING = {
    firesByItself: () => true,
    offer: neverWaits,
    fire(step, at) {
        const exit = prepareExit(step, at, NO_CHANGE);
        if (!exit.ok)
            return exit;
        take(step, at);
        exitTask(step, at, exit.value);
        return ok(undefined);
    },
    start: neverWaits,
    skip: neverWaits,
    mayBegin: () => ok(undefined),
    begin: neverRuns,
    ended: neverRuns,
    cancel: neverRuns,
};
function neverWaits() {
    throw new Error("a task without work waits for nobody");
}
function neverRuns() {
    throw new Error("nothing runs for a task without work");
}
//# sourceMappingURL=routing.js.map