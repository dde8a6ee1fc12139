import { isText } from "./extension.js";
export function readConfiguration(part) {
    const join = part.one("join");
    const split = part.one("split");
    const remove = part.one("rem");
    const instances = part.one("nofi");
    return {
        ...(join && { join: readPorts(join, "flowSource") }),
        ...(split && { split: readPorts(split, "flowDestination") }),
        ...(remove && { remove: valueOf(remove) }),
        ...(instances && {
            instances: {
                minIncrease: instances.requiredText("minIncrease"),
                maxDecrease: instances.requiredText("maxDecrease"),
                thresIncrease: instances.requiredText("thresIncrease"),
                creationMode: instances.requiredText("creationMode").replace(/^restict$/, "restrict"),
            },
        }),
    };
}
function readPorts(part, flow) {
    const ports = part.all("port").map((port) => ({
        ...valueOf(port),
        flows: port.all(flow).map((each) => each.requiredAttribute("id")),
    }));
    return { ...valueOf(part), ports };
}
function valueOf(part) {
    const value = part.attribute("value")?.trim() ?? part.extra("value", isText);
    return value ? { value } : {};
}
//# sourceMappingURL=configuration.js.map