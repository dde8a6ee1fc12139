import { STEP } from "../budget.js";
import { registerCustomXPathFunction } from "./fontoxpath.js";
import { OWN } from "./ast.js";
import { regexOf } from "../regex.js";
export const MAX_CALL_DEPTH = 1_500;
const CALL = 20;
const ITEM = 2;
const NARROW = 64;
const ENTRIES_PER_UNIT = 1;
const PAIRS_PER_UNIT = 2;
function define(name, parameters, result, answer) {
    registerCustomXPathFunction({ namespaceURI: OWN, localName: name }, [...parameters], result, (context, ...args) => answer(context.currentContext, ...args));
}
const NOTHING = [];
define("step", [], "item()*", ({ budget, widest }) => {
    budget.spend(STEP + (widest > NARROW ? widest : 0));
    return NOTHING;
});
define("item", [], "item()*", ({ budget, widest }) => {
    budget.spend(ITEM + (widest > NARROW ? widest : 0));
    return NOTHING;
});
define("order-begins", [], "item()*", ({ budget }) => {
    budget.spend(STEP);
    budget.sorted = 0;
    return NOTHING;
});
define("order", [], "item()*", ({ budget }) => {
    budget.sorted += 1;
    budget.spend(STEP + budget.sorted / ENTRIES_PER_UNIT);
    return NOTHING;
});
define("spend", ["xs:integer"], "item()*", ({ budget }, units) => {
    budget.spend(STEP + Number(units));
    return NOTHING;
});
define("enter", ["xs:integer"], "item()*", ({ budget }, depth) => {
    budget.spend(CALL + Number(depth) / 4);
    if (Number(depth) > MAX_CALL_DEPTH)
        budget.end("calls functions that nest too deep");
    return NOTHING;
});
define("range", ["xs:anyAtomicType?", "xs:anyAtomicType?"], "item()*", ({ budget }, from, to) => {
    const length = Number(to) - Number(from) + 1;
    budget.spend(STEP + (length > 0 ? length : 0));
    return NOTHING;
});
define("pairs", ["xs:integer", "xs:integer"], "item()*", ({ budget }, first, second) => {
    budget.spend(STEP + (Number(first) * Number(second)) / PAIRS_PER_UNIT);
    return NOTHING;
});
define("text", ["xs:string?"], "xs:string?", ({ budget }, text) => {
    if (typeof text === "string")
        budget.read(text);
    return text;
});
define("timer", ["xs:string"], "xs:string", ({ timers }, task) => timers(String(task)));
for (const [name, type] of [
    ["current-dateTime", "xs:dateTime"],
    ["current-date", "xs:date"],
    ["current-time", "xs:time"],
])
    define(name, [], type, ({ now }) => new Date(now));
function textOf(value) {
    return typeof value === "string" ? value : "";
}
for (const more of [[], ["xs:string"]]) {
    define("matches", ["xs:string?", "xs:string", ...more], "xs:boolean", ({ budget }, text, pattern, flags) => {
        budget.spend(STEP);
        return regexOf(textOf(pattern), textOf(flags)).match(textOf(text), 0, budget) !== undefined;
    });
    define("replace", ["xs:string?", "xs:string", "xs:string", ...more], "xs:string", ({ budget }, text, pattern, replacement, flags) => {
        budget.spend(STEP);
        const isPlain = textOf(flags).includes("q");
        return replaceAll(textOf(text), textOf(pattern), textOf(flags), budget, (match, source) => isPlain ? textOf(replacement) : filled(textOf(replacement), match, source));
    });
    define("tokenize", ["xs:string?", "xs:string", ...more], "xs:string*", ({ budget }, text, pattern, flags) => {
        budget.spend(STEP);
        return tokens(textOf(text), textOf(pattern), textOf(flags), budget);
    });
}
define("tokenize", ["xs:string?"], "xs:string*", ({ budget }, text) => {
    const trimmed = textOf(text).trim();
    budget.read(trimmed);
    return trimmed === "" ? [] : trimmed.split(/\s+/);
});
function matchesOf(text, pattern, flags, budget) {
    const regex = regexOf(pattern, flags);
    const empty = regex.match("", 0, budget);
    if (empty)
        throw new Error(`the pattern "${pattern}" matches the empty text`);
    return regex.matchAll(text, budget);
}
function tokens(text, pattern, flags, budget) {
    if (text === "")
        return [];
    const found = [];
    let position = 0;
    for (const { start, end } of matchesOf(text, pattern, flags, budget)) {
        found.push(text.slice(position, start));
        position = end;
    }
    budget.spend(found.length);
    return [...found, text.slice(position)];
}
function replaceAll(text, pattern, flags, budget, replacement) {
    const parts = [];
    let position = 0;
    for (const match of matchesOf(text, pattern, flags, budget)) {
        const part = replacement(match, text);
        budget.read(part);
        parts.push(text.slice(position, match.start), part);
        position = match.end;
    }
    return parts.join("") + text.slice(position);
}
function filled(replacement, { start, end, groups }, source) {
    return replacement.replaceAll(/\\([\\$])|\$(\d)|[\\$]/g, (whole, escaped, digit) => {
        if (escaped !== undefined)
            return escaped;
        if (digit === undefined)
            throw new Error(`the replacement has "${whole}" without a digit or an escape`);
        return digit === "0" ? source.slice(start, end) : (groups[Number(digit) - 1] ?? "");
    });
}
//# sourceMappingURL=functions.js.map