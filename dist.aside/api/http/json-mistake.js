const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const WHITE_SPACE = /[ \t\n\r]*/y;
export function findMistake(text) {
    const open = [];
    let expected = "value";
    let offset = 0;
    for (;;) {
        offset = skip(WHITE_SPACE, text, offset) ?? offset;
        if (offset >= text.length)
            return { offset, message: `it ends where ${expected} should come` };
        const character = text.charAt(offset);
        const step = next(expected, character, open);
        if (step === "scalar") {
            const end = scalar(text, offset);
            if (end === undefined)
                return { offset, message: `${expected} should come here` };
            if (typeof end === "object")
                return end;
            offset = end;
            expected = isName(expected) ? ":" : afterValue(open);
        }
        else if (step === undefined) {
            return { offset, message: `${expected} should come here` };
        }
        else {
            offset += 1;
            expected = step;
        }
    }
}
function next(expected, character, open) {
    switch (expected) {
        case "value":
        case "value or ]":
            if (character === "]" && expected === "value or ]")
                return closed(open);
            if (character === "{")
                return opened("{", open);
            return character === "[" ? opened("[", open) : "scalar";
        case "name":
        case "name or }":
            if (character === "}" && expected === "name or }")
                return closed(open);
            return character === '"' ? "scalar" : undefined;
        case ":":
            return character === ":" ? "value" : undefined;
        case ", or ]":
            if (character === "]")
                return closed(open);
            return character === "," ? "value" : undefined;
        case ", or }":
            if (character === "}")
                return closed(open);
            return character === "," ? "name" : undefined;
        case "the end":
            return undefined;
    }
}
function isName(expected) {
    return expected === "name" || expected === "name or }";
}
function opened(bracket, open) {
    open.push(bracket);
    return bracket === "{" ? "name or }" : "value or ]";
}
function closed(open) {
    open.pop();
    return afterValue(open);
}
function afterValue(open) {
    const bracket = open.at(-1);
    if (bracket === undefined)
        return "the end";
    return bracket === "{" ? ", or }" : ", or ]";
}
function scalar(text, offset) {
    if (text.charAt(offset) === '"')
        return string(text, offset);
    return skip(NUMBER, text, offset) ?? skip(WORD, text, offset);
}
function string(text, from) {
    for (let offset = from + 1; offset < text.length; offset += 1) {
        const character = text.charAt(offset);
        if (character === '"')
            return offset + 1;
        if (character < " ")
            return { offset, message: "a string cannot hold this character as it is" };
        if (character !== "\\")
            continue;
        if (!/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(offset + 1, offset + 6))) {
            return { offset, message: "there is no such escape" };
        }
        offset += 1;
    }
    return { offset: text.length, message: "a string does not end" };
}
function skip(pattern, text, offset) {
    pattern.lastIndex = offset;
    return pattern.test(text) ? pattern.lastIndex : undefined;
}
//# sourceMappingURL=json-mistake.js.map