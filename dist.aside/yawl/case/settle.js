import { joinState } from "../net/enabling.js";
import { isEmpty, tokens } from "../net/marking.js";
import { withdrawTask } from "./items.js";
import { MAX_SILENT_FIRINGS } from "./limits.js";
import { exitNet } from "./net-exit.js";
import { busyTasks, netInstance, runOf } from "./state.js";
export function settle(step) {
    if (step.dirty.size === 0)
        return;
    for (;;) {
        const next = step.dirty.keys().next();
        if (next.done)
            break;
        const key = next.value;
        const changed = step.dirty.get(key) ?? new Set();
        step.dirty.delete(key);
        if (Object.hasOwn(step.state.nets, key))
            settleNet(step, key, changed);
    }
    checkDeadlock(step);
}
function settleNet(step, key, changed) {
    const net = step.netFor(key);
    if (hasEnded(step, key, net)) {
        exitNet(step, key);
        return;
    }
    const enabled = [];
    for (const task of candidatesOf(net, changed)) {
        const run = runOf(netInstance(step.state, key), task.id);
        if (run?.phase === "busy")
            continue;
        const join = joinOf(step, key, net, task);
        if (join === "undecided") {
            if (!run)
                fail(step, key, task, undecidedFault(task));
        }
        else if (join === "waits") {
            if (run)
                withdrawTask(step, key, task.id);
        }
        else if (!run)
            enabled.push(task);
    }
    if (enabled.length > 0)
        enable(step, key, net, enabled);
    else if (isQuiet(step, key, changed))
        exitNet(step, key);
}
function hasEnded(step, key, net) {
    return tokens(netInstance(step.state, key).marking, net.net.output) > 0;
}
function joinOf(step, key, net, task) {
    const instance = netInstance(step.state, key);
    return joinState(net, task, instance.marking, () => busyTasks(instance));
}
function candidatesOf(net, changed) {
    const found = new Set(net.orJoins);
    for (const condition of changed) {
        for (const task of net.consumers.get(condition) ?? [])
            found.add(task);
    }
    const tasks = [...found];
    return tasks.length > 1 ? tasks.toSorted((a, b) => a.index - b.index) : tasks;
}
function enable(step, key, net, enabled) {
    const firing = [];
    const waiting = [];
    for (const task of enabled) {
        const at = step.at(key, net, task);
        if (at.kind.firesByItself(task))
            firing.push(task);
        else
            waiting.push(at);
    }
    if (firing.length === 0) {
        for (const at of waiting)
            at.kind.offer(step, at);
        return;
    }
    for (const { linked } of waiting)
        step.touch(key, linked.task.from);
    for (const task of firing) {
        while (isReady(step, key, net, task)) {
            fireOrFail(step, step.at(key, net, chosenOf(step, key, net, task, firing)));
            if (hasEnded(step, key, net))
                return step.touch(key, []);
        }
    }
}
function chosenOf(step, key, net, task, firing) {
    if (!task.contested)
        return task;
    const rivals = firing.filter((other) => compete(task, other) && isReady(step, key, net, other));
    return (rivals.length > 1 ? rivals[step.draw(rivals.length)] : undefined) ?? task;
}
function compete(a, b) {
    return a === b || a.task.from.some((condition) => b.task.from.includes(condition));
}
function isReady(step, key, net, task) {
    const run = runOf(netInstance(step.state, key), task.id);
    return !run && joinOf(step, key, net, task) === "satisfied";
}
function fireOrFail(step, at) {
    const { key, linked: task, kind } = at;
    step.silentFirings += 1;
    if (step.silentFirings > MAX_SILENT_FIRINGS) {
        fail(step, key, task, endlessFault(task));
        return;
    }
    const fired = step.attempt(() => kind.fire(step, at));
    if (!fired.ok)
        fail(step, key, task, fired.fault);
}
function fail(step, key, { id }, fault) {
    step.emit({ type: "task-failed", net: key, task: id, fault });
}
function endlessFault({ id }) {
    return {
        type: "endless-loop",
        message: `Tasks without work loop without end; stopped at "${id}" after ${MAX_SILENT_FIRINGS} firings.`,
    };
}
function undecidedFault({ id }) {
    return {
        type: "too-large",
        message: `Whether the OR-join of "${id}" has to wait cannot be decided: too much may still happen before it.`,
    };
}
function isQuiet(step, key, changed) {
    const instance = netInstance(step.state, key);
    for (const condition of changed)
        if (tokens(instance.marking, condition) > 0)
            return false;
    return isEmpty(instance.marking) && Object.keys(instance.tasks).length === 0;
}
function checkDeadlock(step) {
    if (step.state.status !== "running")
        return;
    for (const id in step.state.items)
        if (Object.hasOwn(step.state.items, id))
            return;
    for (const instance of Object.values(step.state.nets)) {
        for (const run of Object.values(instance.tasks)) {
            if (run.phase === "failed" || (run.phase === "busy" && run.fault))
                return;
        }
    }
    step.emit({ type: "case-deadlocked" });
}
//# sourceMappingURL=settle.js.map