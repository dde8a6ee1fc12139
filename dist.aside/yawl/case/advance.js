import { ok } from "../model/fault.js";
import { readMessage } from "../work/message.js";
import { callExpired, takeOutcome } from "./calls.js";
import { decideCase } from "./case-commands.js";
import { decideItem } from "./item-commands.js";
import { distributeItem } from "./items.js";
import { emptyCase, enterRoot } from "./launch.js";
import { pendingOf } from "./pending.js";
import { settle } from "./settle.js";
import { CaseStep } from "./tasks/kind.js";
import { kindOf } from "./tasks/kinds.js";
export function advance(linked, state, input, now) {
    if (input.type === "launch") {
        if (state)
            throw new Error(`the case ${state.id} was launched before`);
        const step = new CaseStep(linked, emptyCase(input), now, kindOf);
        return settled(step, enterRoot(step, input.data));
    }
    if (!state)
        throw new Error("there is no case yet");
    const step = new CaseStep(linked, state, now, kindOf);
    return settled(step, take(step, input));
}
function take(step, input) {
    switch (input.type) {
        case "command":
            return takeCommand(step, input.message);
        case "call-ended":
            takeOutcome(step, input.outcome);
            return ok(undefined);
        case "timer-due":
            takeTimer(step, input.pending);
            return ok(undefined);
        case "people-found":
            for (const found of input.found)
                distributeItem(step, found);
            return ok(undefined);
    }
}
function takeCommand(step, message) {
    const read = readMessage(message);
    if (!read.ok)
        return read;
    return "item" in read.value
        ? decideItem(step, read.value)
        : decideCase(step, read.value.command, read.value.by);
}
function takeTimer(step, id) {
    const pending = pendingOf(step.state.pending, id);
    switch (pending?.kind) {
        case "callback":
            callExpired(step, pending);
            return;
        case "people":
        case "call":
        case undefined:
    }
}
function settled(step, taken) {
    if (!taken.ok)
        return taken;
    if (step.state.status === "running")
        settle(step);
    return ok(step);
}
//# sourceMappingURL=advance.js.map