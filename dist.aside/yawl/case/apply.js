import { clear, put, take } from "../net/marking.js";
import { endedItem } from "../work/ended.js";
import { changed } from "./dataflow.js";
import { Draft } from "./draft.js";
import { pendingFor, pendingId, pendingIdsOf } from "./pending.js";
import { itemOf, netInstance, REMEMBERED_ITEMS, runOf } from "./state.js";
export function apply(state, events) {
    const draft = new Draft(state);
    for (const event of events)
        applyTo(draft, event);
    return draft.freeze();
}
export function applyTo(draft, event) {
    switch (event.type) {
        case "case-suspended":
            draft.whole().status = "suspended";
            return;
        case "case-resumed":
            draft.whole().status = "running";
            return;
        case "case-completed":
            Object.assign(draft.whole(), { status: "completed", result: event.result });
            return;
        case "case-cancelled":
            caseCancelled(draft, event);
            return;
        case "case-failed":
            Object.assign(draft.whole(), { status: "failed", result: event.result, fault: event.fault });
            return;
        case "case-deadlocked":
            draft.whole().status = "deadlocked";
            return;
        case "net-entered":
            draft.nets()[event.instance.key] = event.instance;
            return;
        case "net-exited":
            delete draft.nets()[event.net];
            return;
        case "tokens-taken":
            take(draft.marking(event.net), event.conditions);
            return;
        case "tokens-put":
            put(draft.marking(event.net), event.conditions);
            return;
        case "tokens-cleared":
            clear(draft.marking(event.net), event.conditions);
            return;
        case "task-enabled":
            draft.tasks(event.net)[event.task] = { phase: "enabled", item: event.item };
            return;
        case "task-fired":
            draft.tasks(event.net)[event.task] = event.run;
            return;
        case "task-failed":
            taskFailed(draft, event);
            return;
        case "task-retried":
            taskRetried(draft, event);
            return;
        case "task-withdrawn":
        case "task-exited":
        case "task-cancelled":
            delete draft.tasks(event.net)[event.task];
            return;
        case "instance-started":
            changeRunning(draft, event, (running) => [...running, event.id]);
            return;
        case "instance-ended":
            changeRunning(draft, event, (running) => running.filter((id) => id !== event.id));
            return;
        case "data-changed":
            dataChanged(draft, event);
            return;
        case "item":
            itemChanged(draft, event);
            return;
        case "drawn":
            draft.whole().random = event.random;
    }
}
function caseCancelled(draft, { result, reason }) {
    const state = draft.whole();
    state.status = "cancelled";
    state.result = result;
    if (reason !== undefined)
        state.reason = reason;
}
function taskFailed(draft, { net, task, fault }) {
    const run = runOf(netInstance(draft.state, net), task);
    draft.tasks(net)[task] = run?.phase === "busy" ? { ...run, fault } : { phase: "failed", fault };
}
function taskRetried(draft, { net, task }) {
    const run = runOf(netInstance(draft.state, net), task);
    const tasks = draft.tasks(net);
    if (run?.phase === "busy") {
        const { fault: _, ...rest } = run;
        tasks[task] = rest;
    }
    else
        delete tasks[task];
}
function changeRunning(draft, { net, task, multi }, change) {
    const run = runOf(netInstance(draft.state, net), task);
    if (run?.phase !== "busy")
        throw new Error(`task ${task} of ${net} is not busy`);
    const changed = { ...run, running: change(run.running) };
    draft.tasks(net)[task] = multi ? { ...changed, multi } : changed;
}
function dataChanged(draft, { net: key, values, emptied }) {
    const net = draft.net(key);
    net.data = changed(net.data, { values, emptied });
    net.dataVersion += 1;
}
function itemChanged(draft, event) {
    const { item, move } = event;
    followPending(draft, event);
    const items = draft.items();
    const ended = endedItem(item);
    if (ended) {
        delete items[item.id];
        const state = draft.whole();
        state.ended = [...state.ended.slice(1 - REMEMBERED_ITEMS), ended];
    }
    else
        items[item.id] = item;
    if (move === "created")
        draft.whole().lastItem += 1;
}
function followPending(draft, { item, asks }) {
    const { pending } = draft.state;
    const before = itemOf(draft.state, item.id);
    const next = pendingFor(item, asks);
    const id = next && pendingId(next);
    for (const earlier of before ? pendingIdsOf(before) : []) {
        if (earlier !== id && Object.hasOwn(pending, earlier))
            delete draft.pending()[earlier];
    }
    if (next && id !== undefined && (asks || !Object.hasOwn(pending, id)))
        draft.pending()[id] = next;
}
//# sourceMappingURL=apply.js.map