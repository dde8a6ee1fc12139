const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const PRINTED_DIGITS = 17;
export function findLoss(text) {
    const open = [];
    for (let offset = 0; offset < text.length; offset += 1) {
        const character = text.charCodeAt(offset);
        const top = open.at(-1);
        if (character === QUOTE) {
            const end = endOfString(text, offset);
            if (top?.names && top.isNameNext) {
                const name = nameOf(text.slice(offset, end + 1));
                top.at = name;
                top.isNameNext = false;
                if (top.names.has(name))
                    return { pointer: pointerOf(open), message: "comes twice; one of the values would be lost" };
                top.names.add(name);
            }
            offset = end;
        }
        else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
            const isObject = character === OPEN_BRACE;
            open.push({ names: isObject ? new Set() : undefined, at: isObject ? "" : 0, isNameNext: isObject });
        }
        else if (character === CLOSE_BRACE || character === CLOSE_BRACKET)
            open.pop();
        else if (character === COMMA && top) {
            if (typeof top.at === "number")
                top.at += 1;
            else
                top.isNameNext = true;
        }
        else if (character === MINUS || (character >= ZERO && character <= NINE)) {
            const number = numberAt(text, offset);
            offset += number.length - 1;
            if (!isHeld(number))
                return {
                    pointer: pointerOf(open),
                    message: `is a number that JSON would not keep (${shortened(number)}); send it as text`,
                };
        }
    }
    return undefined;
}
const [QUOTE, COMMA, MINUS, ZERO, NINE] = [0x22, 0x2c, 0x2d, 0x30, 0x39];
const [OPEN_BRACKET, BACKSLASH, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d];
function endOfString(text, from) {
    for (let end = text.indexOf('"', from + 1);; end = text.indexOf('"', end + 1)) {
        let before = end - 1;
        while (text.charCodeAt(before) === BACKSLASH)
            before -= 1;
        if ((end - before) % 2 === 1)
            return end;
    }
}
function nameOf(literal) {
    return literal.includes("\\") ? JSON.parse(literal) : literal.slice(1, -1);
}
function numberAt(text, offset) {
    NUMBER.lastIndex = offset;
    return NUMBER.exec(text)?.[0] ?? text.charAt(offset);
}
function isHeld(number) {
    const value = Number(number);
    if (!Number.isFinite(value))
        return false;
    if (number.length <= 15)
        return true;
    if (/^-?\d+$/.test(number))
        return String(value) === number || (number.length < 400 && BigInt(number) === BigInt(value));
    const [mantissa = ""] = number.split(/e/i);
    return mantissa.replaceAll(/[-.]/g, "").replaceAll(/^0+|0+$/g, "").length <= PRINTED_DIGITS;
}
function pointerOf(open) {
    return open.map(({ at }) => `/${String(at).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
function shortened(text) {
    return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
//# sourceMappingURL=json-losses.js.map