import { canonical, isJsonObject } from "../../../model/json.js";
import { STEP } from "../budget.js";
const MAX_DEPTH = 400;
const COPY = 20_000;
const MAX_SORT = 2_000;
const MAX_PAD = 100_000;
class NotAvailable extends Error {
}
export function bindings(text, budget, now) {
    let depth = 0;
    let fromMillis;
    const functions = {
        now: (picture, zone) => fromMillis?.(now, picture, zone),
        millis: () => now,
        distinct: (list) => distinct(list, budget),
        pad: (text, width, filler) => pad(text, width, filler, budget),
        lookup: (from, name) => lookup(from, name),
        spread: (from) => spread(from, budget),
    };
    for (const name of ["random", "shuffle", "eval"])
        functions[name] = () => {
            throw new NotAvailable(`the function $${name} is not available: an expression gives the same each time`);
        };
    const allowed = new WeakSet(Object.values(functions));
    function begin(environment) {
        fromMillis = builtIn(environment, "fromMillis")?.implementation;
        Object.assign(environment, { timestamp: new Date(now) });
        for (const name of PAID) {
            if (!text.includes(`$${name}`))
                continue;
            const original = builtIn(environment, name);
            if (original)
                environment.bind(name, paid(name, original, budget));
        }
    }
    function enter(node, _input, environment) {
        if (!fromMillis)
            begin(environment);
        depth += 1;
        if (depth > MAX_DEPTH)
            budget.end("nests too deep");
        budget.spend((node.type === "transform" ? COPY : STEP) + depth / 8);
    }
    function leave(node, _input, _environment, result) {
        depth -= 1;
        if (typeof result === "string")
            budget.read(result);
        else if (Array.isArray(result))
            budget.spend(result.length / 4);
        if (node.type === "sort")
            sorted(result, budget);
        if (node.type === "regex" && typeof result === "function")
            allowed.add(result);
        for (const each of Array.isArray(result) ? result : [result])
            if (typeof each === "function" && !allowed.has(each))
                throw new NotAvailable("it looks for something that is not in the data");
    }
    return { ...functions, __evaluate_entry: enter, __evaluate_exit: leave };
}
function builtIn(environment, name) {
    const bound = environment.lookup(name);
    return isJsonObject(bound) && "implementation" in bound ? bound : undefined;
}
const PAID = [
    "string",
    "substring",
    "lowercase",
    "uppercase",
    "trim",
    "match",
    "replace",
    "split",
    "join",
    "keys",
    "map",
    "filter",
    "each",
    "sift",
    "reduce",
    "append",
    "merge",
    "reverse",
    "zip",
    "sort",
    "base64encode",
    "base64decode",
    "encodeUrl",
    "encodeUrlComponent",
    "decodeUrl",
    "decodeUrlComponent",
];
function paid(name, original, budget) {
    const pay = (result) => {
        if (typeof result === "string")
            budget.spend(result.length / (name === "string" ? 8 : 50));
        else if (Array.isArray(result))
            budget.spend(result.length / 2);
        else if (isJsonObject(result))
            budget.spend(Object.keys(result).length);
        if (name === "sort")
            sorted(result, budget);
        return result;
    };
    function* paidLater(steps) {
        return pay(yield* steps);
    }
    const implementation = function (...args) {
        const result = original.implementation.apply(this, [...args]);
        return isGenerator(result) ? paidLater(result) : pay(result);
    };
    return { ...original, implementation };
}
function isGenerator(value) {
    return typeof value === "object" && value !== null && "next" in value && typeof value.next === "function";
}
function sorted(result, budget) {
    if (Array.isArray(result) && result.length > MAX_SORT)
        budget.end(`sorts more than ${MAX_SORT} entries`);
}
function distinct(list, budget) {
    if (!Array.isArray(list))
        return list;
    const seen = new Set();
    const kept = [];
    for (const entry of list) {
        const text = canonical(entry);
        budget.read(text);
        if (seen.has(text))
            continue;
        seen.add(text);
        kept.push(entry);
    }
    return "sequence" in list ? Object.assign(kept, { sequence: true }) : kept;
}
function pad(text, width, filler, budget) {
    if (text === undefined)
        return undefined;
    if (typeof text !== "string" || typeof width !== "number")
        throw new NotAvailable("$pad needs a text and a number");
    const length = Math.abs(width);
    if (length > MAX_PAD)
        budget.end(`pads to more than ${MAX_PAD} characters`);
    const by = typeof filler === "string" && filler !== "" ? filler : " ";
    return width < 0 ? text.padStart(length, by) : text.padEnd(length, by);
}
function lookup(from, name) {
    if (typeof name !== "string")
        return undefined;
    if (Array.isArray(from)) {
        const found = from.flatMap((entry) => lookup(entry, name));
        const values = found.filter((value) => value !== undefined);
        return values.length > 1 ? Object.assign(values, { sequence: true }) : values[0];
    }
    return isJsonObject(from) && Object.hasOwn(from, name) ? from[name] : undefined;
}
function spread(from, budget) {
    const all = Array.isArray(from) ? from : [from];
    const found = all.flatMap((each) => isJsonObject(each) ? Object.entries(each).map(([name, value]) => ({ [name]: value })) : [each]);
    budget.spend(found.length);
    return Array.isArray(from) || isJsonObject(from) ? Object.assign(found, { sequence: true }) : from;
}
//# sourceMappingURL=functions.js.map