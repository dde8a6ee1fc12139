import { parseExpression, xquery } from "./expressions.js";
import { quoted } from "./findings.js";
export function readQuery(owner, element) {
    return readMaybeQuery(owner, element) ?? xquery("");
}
export function readMaybeQuery(owner, element) {
    return parseExpression(owner.required(element)?.requiredAttribute("query") ?? "");
}
export function readFlows(element) {
    return element.all("flowsInto").map((part) => {
        const predicate = part.one("predicate");
        const order = predicate && orderOf(predicate);
        const to = part.required("nextElementRef")?.requiredAttribute("id") ?? "";
        const expression = predicate && predicate.text !== "" && parseExpression(predicate.text);
        const documentation = part.textOf("documentation");
        return {
            to,
            ...(expression && { predicate: expression }),
            ...(order !== undefined && { order }),
            ...(part.one("isDefaultFlow") && { isDefault: true }),
            ...(documentation !== undefined && { documentation }),
            place: part.place,
        };
    });
}
function orderOf(predicate) {
    const text = predicate.attribute("ordering")?.trim();
    if (text === undefined)
        return undefined;
    if (/^[-+]?\d{1,9}$/.test(text))
        return Number(text);
    predicate.error(`The ordering ${quoted(text)} of a flow is no whole number.`);
    return undefined;
}
export function readRemovals(task) {
    return [
        ...task
            .all("removesTokens")
            .map((part) => ({ kind: "element", id: part.requiredAttribute("id") })),
        ...task.all("removesTokensFromFlow").map((part) => ({
            kind: "flow",
            from: part.required("flowSource")?.requiredAttribute("id") ?? "",
            to: part.required("flowDestination")?.requiredAttribute("id") ?? "",
        })),
    ];
}
export function readMappings(task, element) {
    const mappings = task.one(element)?.all("mapping") ?? [];
    if (mappings.length === 0)
        return undefined;
    return mappings.map((part) => ({
        query: readQuery(part, "expression"),
        mapsTo: part.requiredText("mapsTo"),
    }));
}
//# sourceMappingURL=flows.js.map