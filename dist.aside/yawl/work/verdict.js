import { canonical } from "../model/json.js";
import { CASE_LIFECYCLE } from "./case-lifecycle.js";
import { digestOf } from "./digest.js";
import { endedItem } from "./ended.js";
import { kindOf } from "./item.js";
import { mayGive, privilegesFor, relations, ruleOf, } from "./lifecycle.js";
export function judgeItem(item, asked, surroundings) {
    const { by, command } = asked;
    const submission = command.type === "complete" ? command.submissionId : undefined;
    const taken = submission === undefined ? undefined : takenBy(submission, surroundings.ended);
    if (submission !== undefined && taken !== undefined && taken.id !== item?.id) {
        return refused({ type: "submission-conflict", submission });
    }
    if (!item)
        return refused({ type: "not-found" });
    if (!isItem(item))
        return judgeEnded(item, asked);
    const ended = endedItem(item);
    if (ended)
        return judgeEnded(ended, asked);
    const kind = kindOf(item);
    const rule = ruleOf(command.type, kind);
    if (!rule)
        return refused({ type: "wrong-state", because: "kind", performer: kind });
    const held = relations(item, by.participant, by.manager);
    if (isRepeated(rule, item, asked, held))
        return { kind: "repeated" };
    const { caseStatus, privileges } = surroundings;
    if (caseStatus !== undefined && caseStatus !== "running") {
        return refused({ type: "wrong-state", because: "case", status: caseStatus });
    }
    if (!rule.from.includes(item.status)) {
        return refused({ type: "wrong-state", because: "status", status: item.status, from: rule.from });
    }
    if (mayGive(rule, held, privileges, privilegesFor(command, rule)))
        return { kind: "allowed", rule };
    const because = item.status === "offered" ? "not-offered" : held.includes("owner") ? "no-privilege" : "not-theirs";
    return refused({ type: "not-eligible", because });
}
function isItem(item) {
    return "offeredTo" in item;
}
function takenBy(submission, ended = []) {
    return ended.find((each) => each.submission?.id === submission);
}
function judgeEnded(item, { by, command }) {
    const rule = ruleOf(command.type, item.kind);
    if (!rule)
        return refused({ type: "wrong-state", because: "kind", performer: item.kind });
    const { ender, submission, calledBack } = rule.repeated ?? {};
    const isTheirs = item.by === by.participant;
    if (isTheirs && ender?.includes(item.status))
        return { kind: "repeated" };
    if (calledBack && item.calledBack && rule.who.includes("outside"))
        return { kind: "repeated" };
    if (submission &&
        isTheirs &&
        command.type === "complete" &&
        command.submissionId !== undefined &&
        command.submissionId === item.submission?.id) {
        return item.submission.digest === digestOf(command.data)
            ? { kind: "repeated" }
            : refused({ type: "submission-conflict", submission: command.submissionId });
    }
    return refused({ type: "wrong-state", because: "status", status: item.status, from: rule.from });
}
function isRepeated({ repeated }, item, { by, command }, held) {
    if (!repeated)
        return false;
    if (held.includes("owner") && repeated.owner?.includes(item.status))
        return true;
    if (!repeated.lately || !item.lately)
        return false;
    const isSame = (done) => done?.by === by.participant && done.command === textOf(command);
    return isSame(item.lately.at(-1)) || (held.length === 0 && item.lately.some(isSame));
}
function textOf(command) {
    const to = "to" in command ? ` ${canonical(command.to)}` : "";
    return `${command.type}${to}${"keepData" in command && command.keepData ? " with its data" : ""}`;
}
const REMEMBERED_COMMANDS = 5;
export function remembering(item, { by, command }) {
    const rule = ruleOf(command.type, kindOf(item));
    const { lately, owner } = rule?.repeated ?? {};
    if (!lately && !owner)
        return item;
    const done = { by: by.participant, command: textOf(command) };
    return { ...item, lately: [...(item.lately ?? []).slice(1 - REMEMBERED_COMMANDS), done] };
}
export function judgeCase(status, command, by) {
    if (by && !by.manager)
        return refused({ type: "not-eligible", because: "no-manager" });
    const rule = CASE_LIFECYCLE[command.type];
    if (status === rule.to)
        return { kind: "repeated" };
    if (rule.from.includes(status))
        return { kind: "allowed", rule };
    return refused({ type: "wrong-state", because: "status", status, from: rule.from });
}
function refused(refusal) {
    return { kind: "refused", refusal };
}
//# sourceMappingURL=verdict.js.map