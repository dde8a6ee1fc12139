import { add, call, callBuiltIn, callNamed, FUNCTIONS, integer, mapped, nameIn, node, replaceBy, sequence, variable, } from "./ast.js";
export const DEPTH = "mizzen-depth";
const CALL_LEVELS = 4;
export function deeper(inFunction, depth) {
    const levels = integer(depth + CALL_LEVELS);
    return inFunction ? add(variable(DEPTH), levels) : levels;
}
export function step(element) {
    replaceBy(element, (old) => sequence(call("step"), old));
}
export function counted(element) {
    return mapped(element, sequence(call("item"), node("contextItemExpr")));
}
export function countOf(name) {
    return callBuiltIn("count", variable(name));
}
export function sizeOf(name) {
    return callBuiltIn("count", callBuiltIn("data", variable(name)));
}
export function callSize(kind, value) {
    return callNamed(nameIn(`${FUNCTIONS}/${kind}`, "size"), [value]);
}
export function sizeIfMap(value, again, cost) {
    const isMap = node("instanceOfExpr", node("argExpr", value), node("sequenceType", node("anyMapTest")));
    return node("ifThenElseExpr", node("ifClause", isMap), node("thenClause", callSize("map", again)), node("elseClause", cost));
}
//# sourceMappingURL=pay.js.map