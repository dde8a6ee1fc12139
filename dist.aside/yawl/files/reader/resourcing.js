const INITIATORS = ["system", "user"];
export function readResourcing(part) {
    const offer = part.one("offer");
    const allocate = part.one("allocate");
    const start = part.one("start");
    const to = offer && readDistribution(offer);
    const allocator = allocate?.one("allocator");
    const privileges = readPrivileges(part.one("privileges"));
    const secondary = part.one("secondary");
    return {
        offer: { initiator: initiatorOf(offer), ...(to && { to }) },
        allocate: {
            initiator: initiatorOf(allocate),
            ...(allocator && { allocator: readSelector(allocator) }),
        },
        start: { initiator: initiatorOf(start) },
        ...(privileges && { privileges }),
        ...(secondary && { secondary: readSecondary(secondary) }),
    };
}
function initiatorOf(interaction) {
    return interaction?.oneOf(interaction.attribute("initiator"), INITIATORS, "user") ?? "user";
}
function readDistribution(offer) {
    const part = offer.one("distributionSet");
    const familiarTask = offer.one("familiarParticipant")?.requiredAttribute("taskID");
    if (!part && familiarTask === undefined)
        return undefined;
    const initial = part?.one("initialSet");
    const variables = initial?.all("param").map((param) => ({
        name: param.requiredText("name"),
        refersTo: param.oneOf(param.textOf("refers"), ["participant", "role"], "participant"),
    }));
    const filters = part?.one("filters")?.all("filter").map(readSelector);
    const constraints = part?.one("constraints")?.all("constraint").map(readSelector);
    return {
        ...readSet(initial),
        ...(variables?.length && { variables }),
        ...(filters?.length && { filters }),
        ...(constraints?.length && { constraints }),
        ...(familiarTask !== undefined && { familiarTask }),
    };
}
function readSet(part) {
    const ids = (element) => (part?.all(element) ?? []).map((entry) => entry.text).filter((id) => id !== "");
    return { participants: ids("participant"), roles: ids("role") };
}
function readSecondary(part) {
    const things = part
        .all("nonHumanResource")
        .map(({ text }) => text)
        .filter((id) => id !== "");
    const categories = part.all("nonHumanCategory").map((category) => {
        const subcategory = category.attribute("subcategory");
        return { name: category.text, ...(subcategory !== undefined && { subcategory }) };
    });
    return {
        ...readSet(part),
        ...(things.length > 0 && { nonHumanResources: things }),
        ...(categories.length > 0 && { nonHumanCategories: categories }),
    };
}
function readSelector(part) {
    const parameters = part.one("params")?.all("param") ?? [];
    return {
        name: part.requiredText("name"),
        parameters: Object.fromEntries(parameters.map((parameter) => [parameter.requiredText("key"), parameter.textOf("value") ?? ""])),
    };
}
function readPrivileges(part) {
    if (!part)
        return undefined;
    return Object.fromEntries(part.all("privilege").map((privilege) => {
        const all = ["true", "1"].includes(privilege.textOf("allowall") ?? "");
        return [privilege.requiredText("name"), all ? "all" : readSet(privilege.one("set"))];
    }));
}
//# sourceMappingURL=resourcing.js.map