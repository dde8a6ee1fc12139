import { fault, ok } from "../model/fault.js";
import { distributed } from "../work/distribution.js";
import { statusAfter } from "../work/lifecycle.js";
import { privilegesOf } from "../work/privileges.js";
import { judgeItem, remembering } from "../work/verdict.js";
import { answered, failCall, retryCall } from "./calls.js";
import { addInstance } from "./item-add.js";
import { complete, skip } from "./item-end.js";
import { start } from "./item-start.js";
import { itemOf, netInstance } from "./state.js";
import { demandOf } from "./tasks/work.js";
export function decideItem(step, { item: id, by, command }) {
    const item = itemOf(step.state, id);
    const verdict = judgeItem(item ?? step.state.ended.findLast((each) => each.id === id), { by, command }, {
        privileges: privilegesOf(item && step.find(item).linked.task),
        caseStatus: step.state.status,
        ended: step.state.ended,
    });
    switch (verdict.kind) {
        case "repeated":
            return ok(undefined);
        case "refused":
            return refusalOf(verdict.refusal, id, command);
        case "allowed":
            if (!item)
                throw new Error(`something is allowed with the item ${id}, which has ended`);
            return perform(step, remembering(item, { by, command }), verdict.rule, by, command);
    }
}
function refusalOf(refusal, item, { type }) {
    switch (refusal.type) {
        case "not-found":
            return fault("not-found", `There is no work item "${item}" that the case remembers.`);
        case "submission-conflict":
            return fault("submission-conflict", `The submission "${refusal.submission}" was made before with other content.`);
        case "not-eligible":
            return fault("not-eligible", refusal.because === "not-offered"
                ? `The work item "${item}" is not offered to you.`
                : `You may not ${type} the work item "${item}".`);
        case "wrong-state":
            return fault("wrong-state", stateOf(refusal, type));
    }
}
function stateOf(refusal, command) {
    switch (refusal.because) {
        case "case":
            return `The case is ${refusal.status}.`;
        case "kind": {
            const who = refusal.performer === "call" ? "a connector performs" : "people perform";
            return `"${command}" is no command for an item that ${who}.`;
        }
        case "status":
            return `"${command}" needs the work item to be ${refusal.from.join(" or ")}; it is ${refusal.status}.`;
    }
}
function perform(step, item, rule, by, command) {
    const status = statusAfter(rule, item);
    switch (command.type) {
        case "offer":
            return offer(step, item, rule, by, command.to);
        case "claim":
            return move(step, by, "claimed", ownedBy(by.participant, item, status, step.now));
        case "allocate":
            return move(step, by, "allocated", ownedBy(command.to, item, status, step.now));
        case "delegate":
            return move(step, by, "delegated", ownedBy(command.to, item, status, step.now));
        case "reject":
            return reject(step, item, rule, by);
        case "deallocate":
            return deallocate(step, item, status, by);
        case "reallocate":
            return reallocate(step, item, status, by, command);
        case "start":
            return start(step, item, status, by);
        case "save":
            return move(step, by, "saved", { ...item, status, draft: command.data });
        case "suspend":
            return move(step, by, "suspended", {
                ...item,
                status,
                suspended: { from: "started", by: by.participant },
            });
        case "resume": {
            const { suspended: _, ...rest } = item;
            return move(step, by, "resumed", { ...rest, status });
        }
        case "complete":
            return complete(step, item, status, by, command);
        case "skip":
            return skip(step, item, status, by, command.data);
        case "retry":
            return retryCall(step, item, status, by, command.data);
        case "fail":
            return failCall(step, item, status, by, command.reason);
        case "callback":
            return answered(step, item, status, command.data);
        case "add-instance":
            return addInstance(step, item, command.data);
    }
}
function move(step, by, name, item) {
    step.emit({ type: "item", move: name, item, by: by.participant });
    return ok(undefined);
}
function ownedBy(participant, item, status, now) {
    return { ...item, status, offeredTo: [], allocatedTo: participant, allocatedAt: now };
}
function offer(step, item, rule, by, to) {
    const next = distributed(item, to, step.now);
    return move(step, by, "offered", { ...next, status: statusAfter(rule, item, to.length === 0) });
}
function reject(step, item, rule, by) {
    const others = item.offeredTo.filter((participant) => participant !== by.participant);
    const isForNobody = others.length === 0;
    const next = distributed(item, others, item.offeredAt ?? step.now);
    return move(step, by, "rejected", { ...next, status: statusAfter(rule, item, isForNobody) });
}
function reallocate(step, item, status, by, { to, keepData }) {
    const { draft, suspended: _, ...rest } = ownedBy(to, item, status, step.now);
    return move(step, by, "reallocated", keepData && draft ? { ...rest, draft } : rest);
}
function deallocate(step, item, status, by) {
    const { allocatedTo: owner, allocatedAt: _, ...rest } = item;
    const demand = demandOf(step.find(item).linked.task, netInstance(step.state, item.net).data);
    step.emit({
        type: "item",
        move: "deallocated",
        item: { ...rest, status, offeredTo: [] },
        by: by.participant,
        ...(demand ? { asks: { demand: askedAgain(demand, owner), since: step.now } } : {}),
    });
    return ok(undefined);
}
function askedAgain(demand, owner) {
    const { allocator: _, start: __, ...asked } = demand;
    return owner === undefined ? asked : { ...asked, except: [owner] };
}
//# sourceMappingURL=item-commands.js.map