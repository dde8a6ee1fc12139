import { hasEnded } from "../../yawl/work/item.js";
import { judgeItem } from "../../yawl/work/verdict.js";
import { Problem } from "../http/problem.js";
import { actorOf } from "../security/caller.js";
import { maySeeItem } from "./visibility.js";
export function judge({ item, knownTo }, caller, command, privileges) {
    const mayKnow = maySeeItem(item, caller);
    if (!mayKnow && !knownTo.includes(caller.id))
        throw noSuchItem(item.id);
    const verdict = judgeItem(item, { by: actorOf(caller), command }, { privileges });
    switch (verdict.kind) {
        case "repeated":
            return "done";
        case "allowed":
            return "send";
        case "refused":
            throw problemOf(verdict.refusal, item, caller, command, mayKnow);
    }
}
export function noSuchItem(id) {
    return new Problem("not-found", `There is no work item "${id}".`);
}
function problemOf(refusal, item, caller, command, mayKnow) {
    switch (refusal.type) {
        case "not-found":
            return noSuchItem(item.id);
        case "submission-conflict":
            return new Problem("submission-conflict", `The submission "${refusal.submission}" was made before with other data.`);
        case "not-eligible":
            return new Problem("not-eligible", refusalOf(refusal.because, command));
        case "wrong-state":
            return new Problem("wrong-state", wrongState(refusal, item, caller, command, mayKnow));
    }
}
function wrongState(refusal, item, caller, command, mayKnow) {
    switch (refusal.because) {
        case "case":
            return `The case is ${refusal.status}.`;
        case "kind":
            return otherKind(item, command);
        case "status":
            return `${stateOf(item, caller, mayKnow)} To ${command.type} it, it has to be ${either(refusal.from)}.`;
    }
}
function otherKind(item, { type }) {
    return item.call
        ? `A connector performs the work item: it cannot be given the command ${type}.`
        : `People perform the work item: it cannot be given the command ${type}.`;
}
function stateOf(item, caller, mayKnow) {
    const holder = item.allocatedTo;
    if (holder === undefined || hasEnded(item.status))
        return `The work item is ${item.status}.`;
    if (holder === caller.id)
        return `The work item is ${item.status}, and yours.`;
    return mayKnow
        ? `The work item is ${item.status}; ${holder} has it.`
        : `The work item is ${item.status}; someone else has it.`;
}
function refusalOf(because, { type }) {
    switch (because) {
        case "not-offered":
            return "The work item is not offered to you.";
        case "no-privilege":
            return `Its task does not give you the privilege to ${type} it.`;
        case "not-theirs":
        case "no-manager":
            return "The work item is not yours.";
    }
}
function either(states) {
    return states.length < 2 ? (states[0] ?? "") : `${states.slice(0, -1).join(", ")} or ${states.at(-1)}`;
}
//# sourceMappingURL=judge.js.map