import { fault, ok } from "../model/fault.js";
import { judgeCase } from "../work/verdict.js";
import { cancelNet } from "./cancel.js";
import { netInstance, runOf } from "./state.js";
export function decideCase(step, command, by) {
    const { status } = step.state;
    const verdict = judgeCase(status, command, by);
    switch (verdict.kind) {
        case "repeated":
            return ok(undefined);
        case "refused":
            return verdict.refusal.type === "not-eligible"
                ? fault("not-eligible", "Only case managers may do this to a case.")
                : fault("wrong-state", `The case is ${status}.`);
        case "allowed":
            perform(step, command);
            return ok(undefined);
    }
}
function perform(step, command) {
    switch (command.type) {
        case "suspend-case":
            step.emit({ type: "case-suspended" });
            return;
        case "resume-case":
            step.emit({ type: "case-resumed" });
            for (const [key, { marking }] of Object.entries(step.state.nets))
                step.touch(key, Object.keys(marking));
            return;
        case "retry":
            retry(step);
            return;
        case "cancel-case":
            cancelCase(step, command.reason);
    }
}
function cancelCase(step, reason) {
    const root = step.linked.specification.rootNet;
    const result = netInstance(step.state, root).data;
    cancelNet(step, root);
    step.emit({ type: "case-cancelled", result, ...(reason === undefined ? {} : { reason }) });
}
function retry(step) {
    for (const key of Object.keys(step.state.nets)) {
        for (const task of Object.keys(netInstance(step.state, key).tasks)) {
            const run = runOf(netInstance(step.state, key), task);
            if (run?.phase === "failed") {
                step.emit({ type: "task-retried", net: key, task });
                step.touch(key, step.netFor(key).tasks.get(task)?.task.from ?? []);
            }
            else if (run?.phase === "busy" && run.fault) {
                step.emit({ type: "task-retried", net: key, task });
                for (const child of run.running)
                    if (Object.hasOwn(step.state.nets, child))
                        step.touch(child, []);
            }
        }
    }
}
//# sourceMappingURL=case-commands.js.map