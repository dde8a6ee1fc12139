import { NO_BOUND } from "../../model/specification.js";
import { NUMBER, parseExpression, xquery } from "./expressions.js";
import { isExpression, isText } from "./extension.js";
import { quoted } from "./findings.js";
import { readMaybeQuery, readQuery } from "./flows.js";
export const INFINITE = 2_147_483_647;
export function readInstances(task) {
    const declared = task.xsiType === "MultipleInstanceExternalTaskFactsType";
    if (!declared && !task.one("miDataInput"))
        return undefined;
    const creation = task.required("creationMode");
    const input = readInput(task);
    const output = task.one("miDataOutput");
    const count = task.extra("count", isExpression);
    const index = task.extra("index", isText);
    return {
        minimum: readBound(task, "minimum"),
        maximum: readBound(task, "maximum"),
        threshold: readBound(task, "threshold"),
        creation: creation?.oneOf(creation.attribute("code"), ["static", "dynamic"], "static") ?? "static",
        ...(input && { input }),
        ...(count && { count }),
        ...(index !== undefined && { index }),
        ...(output && { output: readOutput(output) }),
    };
}
function readInput(task) {
    const part = task.required("miDataInput");
    if (!part)
        return { query: xquery(""), splitter: xquery(""), parameter: "" };
    const query = readMaybeQuery(part, "expression");
    const splitter = readMaybeQuery(part, "splittingExpression");
    const parameter = part.requiredText("formalInputParam");
    return query && { query, ...(splitter && { splitter }), parameter };
}
function readOutput(part) {
    const joiner = readMaybeQuery(part, "outputJoiningExpression");
    return {
        query: readQuery(part, "formalOutputExpression"),
        ...(joiner && { joiner }),
        variable: part.requiredText("resultAppliedToLocalVariable"),
    };
}
function readBound(task, element) {
    const text = task.requiredText(element);
    if (!NUMBER.test(text))
        return parseExpression(text) ?? NO_BOUND;
    const number = Number(text);
    if (number === INFINITE)
        return NO_BOUND;
    if (Number.isSafeInteger(number) && number >= 0)
        return number;
    task.one(element)?.error(`The ${element} ${quoted(text)} is no number of instances.`);
    return 0;
}
//# sourceMappingURL=instances.js.map