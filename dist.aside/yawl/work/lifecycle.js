import { OUTSIDE } from "./command.js";
import { kindOf } from "./item.js";
export const LIFECYCLE = [
    {
        command: "offer",
        from: ["unoffered", "offered"],
        to: "offered",
        toNobody: "unoffered",
        who: ["manager"],
        repeated: { lately: true },
    },
    {
        command: "allocate",
        from: ["unoffered", "offered", "allocated"],
        to: "allocated",
        who: ["manager"],
        repeated: { lately: true },
    },
    {
        command: "claim",
        from: ["offered"],
        to: "allocated",
        who: ["offeree"],
        repeated: { owner: ["allocated", "started", "suspended"] },
    },
    {
        command: "reject",
        from: ["offered"],
        to: "same",
        toNobody: "unoffered",
        who: ["offeree"],
        repeated: { lately: true },
    },
    {
        command: "start",
        from: ["allocated"],
        to: "started",
        who: ["owner"],
        repeated: { owner: ["started"] },
    },
    { command: "save", from: ["started"], to: "same", who: ["owner"] },
    {
        command: "complete",
        from: ["started"],
        to: "completed",
        who: ["owner"],
        repeated: { submission: true },
    },
    {
        command: "suspend",
        from: ["started"],
        to: "suspended",
        who: ["owner", "manager"],
        privileges: ["canSuspend"],
        repeated: { owner: ["suspended"], lately: true },
    },
    {
        command: "resume",
        from: ["suspended"],
        to: "previous",
        who: ["owner", "manager"],
        repeated: { owner: ["started"], lately: true },
    },
    {
        command: "deallocate",
        from: ["allocated"],
        to: "unoffered",
        who: ["owner", "manager"],
        privileges: ["canDeallocate"],
        repeated: { lately: true },
    },
    {
        command: "delegate",
        from: ["allocated"],
        to: "allocated",
        who: ["owner", "manager"],
        privileges: ["canDelegate"],
        repeated: { lately: true },
    },
    {
        command: "reallocate",
        from: ["started", "suspended"],
        to: "allocated",
        who: ["owner", "manager"],
        privileges: ["canReallocateStateful", "canReallocateStateless"],
        repeated: { lately: true },
    },
    {
        command: "skip",
        from: ["unoffered", "offered", "allocated"],
        to: "skipped",
        who: ["owner", "manager"],
        privileges: ["canSkip"],
        repeated: { ender: ["skipped"] },
    },
    {
        command: "add-instance",
        from: ["unoffered", "offered", "allocated", "started", "suspended"],
        to: "same",
        who: ["owner", "manager"],
        requires: "hasDynamicInstances",
    },
];
export const CALL_LIFECYCLE = [
    {
        command: "callback",
        from: ["started"],
        to: "completed",
        who: ["outside"],
        repeated: { calledBack: true },
    },
    { command: "retry", from: ["suspended"], to: "started", who: ["manager"] },
    {
        command: "skip",
        from: ["started", "suspended"],
        to: "skipped",
        who: ["manager"],
        repeated: { ender: ["skipped"] },
    },
    {
        command: "fail",
        from: ["started", "suspended"],
        to: "failed",
        who: ["manager"],
        repeated: { ender: ["failed"] },
    },
    {
        command: "add-instance",
        from: ["started", "suspended"],
        to: "same",
        who: ["manager"],
        requires: "hasDynamicInstances",
    },
];
function lifecycleOf(kind) {
    return kind === "call" ? CALL_LIFECYCLE : LIFECYCLE;
}
export function ruleOf(command, kind) {
    return lifecycleOf(kind).find((rule) => rule.command === command);
}
export function statusAfter(rule, item, isForNobody = false) {
    if (isForNobody && rule.toNobody)
        return rule.toNobody;
    switch (rule.to) {
        case "same":
            return item.status;
        case "previous":
            return item.suspended?.from ?? "started";
        default:
            return rule.to;
    }
}
export function relations(item, participant, manager) {
    const found = [];
    if (item.status === "offered" && item.offeredTo.includes(participant))
        found.push("offeree");
    if (item.allocatedTo === participant)
        found.push("owner");
    if (manager)
        found.push("manager");
    if (participant === OUTSIDE.participant && item.call?.waitsUntil !== undefined)
        found.push("outside");
    return found;
}
export function mayGive({ requires, who: people, privileges: named }, relationsToItem, privileges, needed = named) {
    if (requires && !privileges.has(requires))
        return false;
    return people.some((who) => {
        if (!relationsToItem.includes(who))
            return false;
        return who !== "owner" || !needed || needed.some((privilege) => privileges.has(privilege));
    });
}
export function privilegesFor(command, rule) {
    if (command.type !== "reallocate")
        return rule.privileges;
    return [command.keepData ? "canReallocateStateful" : "canReallocateStateless"];
}
export function possibleCommands(item, participant, manager, privileges) {
    const held = relations(item, participant, manager);
    return lifecycleOf(kindOf(item))
        .filter((rule) => rule.from.includes(item.status) && mayGive(rule, held, privileges))
        .map((rule) => rule.command);
}
//# sourceMappingURL=lifecycle.js.map