import { fault, ok } from "../../../model/fault.js";
const TIMER = /^\s*timer\(\s*([^()]*?)\s*\)\s*(!=|==?)\s*(?:'([^']*)'|"([^"]*)")\s*$/;
export function timerTruth(text, timers) {
    if (/^\s*cost\(/.test(text))
        return fault("predicate-failed", `Predicates over costs need YAWL's cost service: ${text}`);
    const [, name = "", operator, single, double] = TIMER.exec(text) ?? [];
    if (operator === undefined)
        return undefined;
    const task = name.replaceAll(/^(["'])(.*)\1$/g, "$2");
    const is = (timers?.(task) ?? "dormant") === (single ?? double);
    return ok(operator === "!=" ? !is : is);
}
export function withQuotedTimers(text) {
    if (!text.includes("timer("))
        return text;
    return text.replaceAll(/(?<![\w:$.-])timer\(\s*([^()'"]+?)\s*\)(\s*==(?!=))?/g, (_, name, doubled) => `timer("${name}")${doubled === undefined ? "" : " ="}`);
}
//# sourceMappingURL=timer-predicate.js.map