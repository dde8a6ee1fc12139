export function callerFrom(participant) {
    return { id: participant.id, participant, manager: hasAccess(participant.access, ["manager"]) };
}
export function hasAccess(held, needed) {
    return held.includes("admin") || needed.some((access) => held.includes(access));
}
export function actorOf(caller) {
    return { participant: caller.id, manager: caller.manager };
}
//# sourceMappingURL=caller.js.map