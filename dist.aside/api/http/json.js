import { findLoss } from "./json-losses.js";
import { findMistake } from "./json-mistake.js";
import { Problem } from "./problem.js";
const MAXIMUM_DEPTH = 200;
export function parseJson(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        throw malformed(text);
    }
    refuseHarmful(value);
    const loss = findLoss(text);
    if (loss)
        refuse(loss);
    return value;
}
function malformed(text) {
    const { offset, message } = findMistake(text);
    const before = text.slice(0, offset).split("\n");
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
    return new Problem("malformed-json", `The body is not JSON: line ${line}, column ${column}: ${message}.`, {
        errors: [{ line, column, message }],
    });
}
function refuseHarmful(value) {
    const waiting = [{ value, depth: 1 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
        if (typeof next.value !== "object" || next.value === null)
            continue;
        if (next.depth > MAXIMUM_DEPTH)
            refuse({ message: `the value is nested deeper than ${MAXIMUM_DEPTH} levels` });
        if (Object.hasOwn(next.value, "__proto__"))
            refuse({ message: "a property cannot be called __proto__" });
        for (const inner of Object.values(next.value))
            waiting.push({ value: inner, depth: next.depth + 1 });
    }
}
function refuse(error) {
    throw new Problem("invalid-data", "The body holds a value that cannot be taken.", { errors: [error] });
}
//# sourceMappingURL=json.js.map