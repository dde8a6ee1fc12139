import { element, textElement } from "./output.js";
const PRIVILEGES = new Set([
    "canSuspend",
    "canReallocateStateless",
    "canReallocateStateful",
    "canDeallocate",
    "canDelegate",
    "canSkip",
    "canPile",
]);
export function resourcing(source, where, writing) {
    if (!source)
        return undefined;
    const { offer, allocate, start, privileges, secondary: needed } = source;
    return element("resourcing", {}, element("offer", { initiator: offer.initiator }, offer.to && distributionSet(offer.to), offer.to?.familiarTask === undefined
        ? undefined
        : element("familiarParticipant", { taskID: offer.to.familiarTask })), element("allocate", { initiator: allocate.initiator }, allocate.allocator && selector("allocator", allocate.allocator)), element("start", { initiator: start.initiator }), needed && secondary(needed), privileges && privilegeSet(privileges, where, writing));
}
function distributionSet(set) {
    return element("distributionSet", {}, element("initialSet", {}, people(set), (set.variables ?? []).map(({ name, refersTo }) => element("param", {}, textElement("name", name), textElement("refers", refersTo)))), selectors("filters", "filter", set.filters), selectors("constraints", "constraint", set.constraints));
}
function people({ participants, roles }) {
    return [
        ...participants.map((id) => ({ ...element("participant"), text: id })),
        ...roles.map((id) => ({ ...element("role"), text: id })),
    ];
}
function selectors(name, entry, all) {
    return all?.length
        ? element(name, {}, all.map((each) => selector(entry, each)))
        : undefined;
}
function selector(name, { name: registered, parameters }) {
    const entries = Object.entries(parameters).map(([key, value]) => element("param", {}, textElement("key", key), textElement("value", value)));
    return element(name, {}, textElement("name", registered), entries.length === 0 ? undefined : element("params", {}, entries));
}
function secondary(source) {
    return element("secondary", {}, people(source), (source.nonHumanResources ?? []).map((id) => ({ ...element("nonHumanResource"), text: id })), (source.nonHumanCategories ?? []).map(({ name, subcategory }) => textElement("nonHumanCategory", name, { subcategory })));
}
function privilegeSet(source, where, writing) {
    const entries = Object.entries(source).map(([name, granted]) => {
        if (!PRIVILEGES.has(name))
            writing.lose(where, `"${name}" is no privilege that YAWL's schema knows.`);
        return element("privilege", {}, textElement("name", name), granted === "all" ? textElement("allowall", "true") : element("set", {}, people(granted)));
    });
    return element("privileges", {}, entries);
}
//# sourceMappingURL=resourcing.js.map