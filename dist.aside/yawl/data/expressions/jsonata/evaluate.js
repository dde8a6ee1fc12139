import { fault, ok } from "../../../model/fault.js";
import { isJsonObject } from "../../../model/json.js";
import { Budget, Exhausted, MAX_LENGTH, MAX_WORK } from "../budget.js";
import { FIXED_NOW, shorten } from "../xquery/evaluate.js";
import { bindings } from "./functions.js";
import { jsonata, withEngine } from "./library.js";
import { BadPattern } from "../regex-parse.js";
import { regexOf } from "../regex.js";
function paidRegex(budget) {
    return class {
        lastIndex = 0;
        #source;
        #flags;
        constructor({ source, flags }) {
            this.#source = source;
            this.#flags = flags;
        }
        exec(text) {
            const found = regexOf(this.#source, this.#flags).match(text, this.lastIndex, budget);
            if (!found)
                return null;
            this.lastIndex = found.end;
            const groups = [text.slice(found.start, found.end), ...found.groups];
            return Object.assign(groups, { index: found.start });
        }
    };
}
const known = new Map();
const MAX_KNOWN = 10_000;
function compiled(text) {
    let found = known.get(text);
    if (found === undefined) {
        try {
            found = jsonata(text);
        }
        catch (error) {
            found = error instanceof RangeError ? "nests too deep" : `cannot be read: ${reasonOf(error, text)}`;
        }
        if (known.size >= MAX_KNOWN)
            known.clear();
        known.set(text, found);
    }
    return found;
}
function evaluate(text, input, fails, { now = FIXED_NOW, work }) {
    if (text.length > MAX_LENGTH || nesting(text) > 100)
        return fault("too-large", `The expression ${shorten(text)} is too long or nests too deep.`);
    const expression = compiled(text);
    if (typeof expression === "string")
        return fault(fails, `The expression ${shorten(text)} ${expression}.`);
    const budget = new Budget(Math.min(MAX_WORK, work?.left ?? MAX_WORK));
    try {
        return ok(withEngine(paidRegex(budget), () => expression.evaluate(input, bindings(text, budget, now))));
    }
    catch (error) {
        if (budget.reason !== undefined || error instanceof Exhausted)
            return fault("too-large", `The expression ${shorten(text)} ${budget.reason ?? "needs too much work"}.`);
        if (error instanceof RangeError)
            return fault("too-large", `The expression ${shorten(text)} nests too deep.`);
        return fault(fails, `The expression ${shorten(text)} fails: ${reasonOf(error, text)}.`);
    }
    finally {
        if (work)
            work.left = Math.max(0, work.left - budget.spent);
    }
}
function nesting(text) {
    let deepest = 0;
    let depth = 0;
    for (const [part] of text.matchAll(/[([{?]|[)\]}]/g)) {
        depth = Math.max(0, depth + (")]}".includes(part) ? -1 : 1));
        deepest = Math.max(deepest, depth);
    }
    return deepest;
}
export function evaluateJsonata(text, variables, circumstances = {}) {
    const found = evaluate(text, variables, "mapping-failed", circumstances);
    if (!found.ok)
        return found;
    const value = plain(found.value);
    return value === NOT_JSON
        ? fault("mapping-failed", `The expression ${shorten(text)} gives a function, which is no data.`)
        : ok(value);
}
export function evaluateJsonataBoolean(text, variables, circumstances = {}) {
    const found = evaluate(text, variables, "predicate-failed", circumstances);
    return found.ok ? ok(truth(found.value)) : found;
}
function truth(value) {
    if (Array.isArray(value))
        return value.some(truth);
    if (isFunction(value))
        return false;
    return isJsonObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}
function isFunction(value) {
    if (typeof value === "function")
        return true;
    return isJsonObject(value) && ("_jsonata_lambda" in value || "_jsonata_function" in value);
}
const NOT_JSON = Symbol("no JSON");
function plain(value) {
    if (value === undefined || value === null)
        return value;
    if (isFunction(value))
        return NOT_JSON;
    if (typeof value === "number")
        return Number.isFinite(value) ? value : String(value);
    if (typeof value === "string" || typeof value === "boolean")
        return value;
    if (Array.isArray(value)) {
        const entries = value.map((entry) => plain(entry) ?? null);
        if (entries.includes(NOT_JSON))
            return NOT_JSON;
        const isMarked = Object.keys(value).length > value.length;
        const isSame = !isMarked && entries.every((entry, index) => entry === value[index]);
        return (isSame ? value : entries);
    }
    if (!isJsonObject(value))
        return NOT_JSON;
    const entries = Object.entries(value).map(([name, entry]) => [name, plain(entry)]);
    if (entries.some(([, entry]) => entry === NOT_JSON))
        return NOT_JSON;
    const isMade = Object.getPrototypeOf(value) === null;
    if (!isMade && entries.every(([name, entry]) => entry === value[name]))
        return value;
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined));
}
function reasonOf(error, text) {
    const { message, position } = (error ?? {});
    if (error instanceof BadPattern)
        return `a pattern ${error.message}`;
    const what = typeof message === "string" ? message.replace(/\.$/, "") : String(error);
    if (typeof position !== "number")
        return shorten(what);
    const before = text.slice(0, position).split("\n");
    return `${shorten(what)} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
//# sourceMappingURL=evaluate.js.map