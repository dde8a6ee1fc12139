import { NO_EXPRESSION } from "../reader/expressions.js";
import { element, textElement } from "./output.js";
export function flows(all, from, net, writing) {
    return all.map(({ to, predicate, order, isDefault, documentation }) => {
        const text = predicate
            ? writing.expression(predicate, { as: "truth", root: net }, `${net}/${from}/${to}`)
            : order === undefined
                ? undefined
                : NO_EXPRESSION;
        return element("flowsInto", {}, element("nextElementRef", { id: to }), textElement("predicate", text, { ordering: order === undefined ? undefined : String(order) }), isDefault ? element("isDefaultFlow") : undefined, textElement("documentation", documentation));
    });
}
export function removals(all) {
    return [
        ...all.flatMap((each) => (each.kind === "element" ? [element("removesTokens", { id: each.id })] : [])),
        ...all.flatMap((each) => each.kind === "flow"
            ? [
                element("removesTokensFromFlow", {}, element("flowSource", { id: each.from }), element("flowDestination", { id: each.to })),
            ]
            : []),
    ];
}
export function mappings(name, all, root, where, writing) {
    if (!all || all.length === 0)
        return undefined;
    const written = new Set();
    const targets = new Set();
    const children = all.map(({ query, mapsTo }) => {
        if (targets.has(mapsTo))
            writing.lose(where, `YAWL's schema allows one mapping to "${mapsTo}".`);
        targets.add(mapsTo);
        let text = writing.expression(query, { as: "mapping", root, target: mapsTo }, where);
        while (written.has(text))
            text += " ";
        written.add(text);
        return element("mapping", {}, queryElement("expression", text), textElement("mapsTo", mapsTo));
    });
    return element(name, {}, children);
}
export function queryElement(name, query) {
    return element(name, { query });
}
export function maybeQuery(name, query, print) {
    return queryElement(name, query ? print(query) : NO_EXPRESSION);
}
//# sourceMappingURL=flows.js.map