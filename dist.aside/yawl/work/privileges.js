const GRANTED = new Set(["canSuspend", "canDeallocate"]);
const ALL = [
    "canSuspend",
    "canReallocateStateless",
    "canReallocateStateful",
    "canDeallocate",
    "canDelegate",
    "canSkip",
    "canPile",
];
export function privilegesOf(task) {
    const granted = task?.resourcing?.privileges;
    const isDynamic = task?.instances?.creation === "dynamic";
    if (!granted && !isDynamic)
        return GRANTED;
    const named = granted ? ALL.filter((privilege) => granted[privilege] === "all") : GRANTED;
    return new Set(isDynamic ? [...named, "hasDynamicInstances"] : named);
}
//# sourceMappingURL=privileges.js.map