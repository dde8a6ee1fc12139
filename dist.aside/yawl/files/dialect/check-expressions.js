import { didYouMean } from "./near.js";
export function checkExpressions(task, source, scopes, where) {
    for (const [index, { predicate }] of task.flows.entries()) {
        if (!predicate)
            continue;
        const at = Array.isArray(source.next) ? where.in("next", index, "when") : where.in("next", "when");
        check(predicate, scopes.net, at);
    }
    for (const part of task.label ?? [])
        if (typeof part === "object")
            check(part, scopes.net, where.in("name"));
    checkMappings(task.startingMappings, scopes.net, where.in("input"));
    if (!task.instances)
        checkMappings(task.completedMappings, scopes.outputs, where.in("set"));
    const { instances } = task;
    if (!instances)
        return;
    const at = where.in("instances");
    for (const [key, bound] of [
        ["min", instances.minimum],
        ["max", instances.maximum],
        ["threshold", instances.threshold],
        ["count", instances.count],
        ["each", instances.input?.query],
    ]) {
        if (typeof bound === "object")
            check(bound, scopes.net, at.in(key));
    }
    if (instances.output)
        check(instances.output.query, scopes.outputs, at.in("collect"));
    if (instances.output?.joiner)
        check(instances.output.joiner, ["results"], at.in("join"));
}
export function checkCall({ call, inputs }, where) {
    checkMappings(call?.input ?? [], inputs.map(({ name }) => name), where.in("send"));
    checkMappings(call?.output ?? [], undefined, where.in("receive"));
}
function checkMappings(mappings, scope, where) {
    for (const { query, mapsTo } of mappings)
        check(query, scope, where.in(mapsTo));
}
function check(expression, scope, where) {
    const { problem, variables } = where.file.parser?.parse(expression) ?? { variables: [] };
    if (problem !== undefined) {
        where.complain(`The expression ${shorten(expression.text)} cannot be read: ${problem}.`);
        return;
    }
    for (const name of scope ? variables : []) {
        if (scope?.includes(name))
            continue;
        where.complain(`The expression ${shorten(expression.text)} names $${name}, which is not there${list(scope ?? [])}.${didYouMean(name, scope ?? [])}`);
    }
}
function list(names) {
    if (names.length === 0)
        return "";
    const shown = names.slice(0, 8).map((name) => `$${name}`);
    return `; there is ${shown.join(", ")}${names.length > shown.length ? " ..." : ""}`;
}
function shorten(text) {
    return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
//# sourceMappingURL=check-expressions.js.map