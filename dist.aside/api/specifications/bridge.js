export const NO_BRIDGE = { codelets: [], services: [] };
export function applyBridge(specification, bridge) {
    const decompositions = specification.decompositions.map((decomposition) => {
        if (decomposition.kind !== "work" || decomposition.call)
            return decomposition;
        const call = callFor(decomposition, bridge);
        return call ? { ...decomposition, interaction: "automated", call } : decomposition;
    });
    return { ...specification, decompositions };
}
export function checkUnbridged({ decompositions }) {
    return decompositions.flatMap((decomposition) => {
        if (decomposition.kind !== "work" || decomposition.interaction !== "automated" || decomposition.call)
            return [];
        const { id, place } = decomposition;
        return [
            {
                element: id,
                ...(place ? { line: place.line, column: place.column } : {}),
                message: `No connector does the work of "${id}": ${reason(decomposition)} Its work items come to the administrator.`,
            },
        ];
    });
}
function reason({ codelet, service }) {
    if (codelet !== undefined)
        return `the codelet "${codelet}" is not in the bridge.`;
    if (service !== undefined)
        return `the service "${service}" is not in the bridge.`;
    return "it is automated, and names neither a codelet nor a service.";
}
function callFor({ codelet, service }, bridge) {
    const rule = (codelet === undefined ? undefined : ruleForClass(codelet, bridge.codelets)) ??
        (service === undefined ? undefined : ruleForUri(service, bridge.services));
    return rule?.call;
}
function ruleForClass(codelet, rules) {
    return (rules.find(({ name }) => name === codelet) ??
        rules.find(({ name }) => (isSimple(name) || isSimple(codelet)) && simpleName(name) === simpleName(codelet)));
}
function isSimple(className) {
    return !className.includes(".");
}
function simpleName(className) {
    return className.slice(className.lastIndexOf(".") + 1);
}
function ruleForUri(service, rules) {
    return (rules.find(({ name }) => name === service) ?? rules.find(({ name }) => matches(name.split("*"), service)));
}
function matches(parts, text) {
    const [first = "", ...rest] = parts;
    const last = rest.pop();
    if (last === undefined)
        return first === text;
    if (!text.startsWith(first))
        return false;
    let from = first.length;
    for (const part of rest) {
        const found = text.indexOf(part, from);
        if (found < 0)
            return false;
        from = found + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
}
//# sourceMappingURL=bridge.js.map