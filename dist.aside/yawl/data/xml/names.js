export const START = "A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}";
export const REST = `${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040`;
const NCNAME = new RegExp(`^[${START}][${REST}]*$`, "u");
const NAME = new RegExp(`^[${START}:][${REST}:]*$`, "u");
const NMTOKEN = new RegExp(`^[${REST}:]+$`, "u");
const STARTER = new RegExp(`^[${START}]$`, "u");
const FOLLOWER = new RegExp(`^[${REST}]$`, "u");
const LOOKS_ESCAPED = /^_x[0-9A-F]{4,6}/;
export function isNcName(text) {
    return NCNAME.test(text);
}
export function isXmlName(text) {
    return NAME.test(text);
}
export function isNmToken(text) {
    return NMTOKEN.test(text);
}
export function startsName(character) {
    return character === ":" || STARTER.test(character);
}
export function continuesName(character) {
    return character === ":" || FOLLOWER.test(character);
}
export function escapeName(name) {
    if (NCNAME.test(name) && !name.includes("_x"))
        return name;
    if (name === "")
        return "_x_";
    if (name === "_x_")
        return "_x005F_x_";
    let escaped = "";
    let index = 0;
    for (const character of name) {
        const fits = (index === 0 ? STARTER : FOLLOWER).test(character);
        const ambiguous = character === "_" && LOOKS_ESCAPED.test(name.slice(index, index + 8));
        escaped += fits && !ambiguous ? character : hexEscape(character);
        index += character.length;
    }
    return escaped;
}
function hexEscape(character) {
    return `_x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}_`;
}
export function unescapeName(name) {
    if (!name.includes("_x"))
        return name;
    if (name === "_x_")
        return "";
    return name.replaceAll(/_x([0-9A-F]{4,6})_/g, (whole, hex) => {
        const codePoint = Number.parseInt(hex, 16);
        return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
    });
}
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/u;
export function unicodeProblem(text) {
    const found = NOT_XML.exec(text);
    if (!found)
        return undefined;
    const code = text.charCodeAt(found.index);
    const hex = code.toString(16).toUpperCase().padStart(4, "0");
    const what = code >= 0xd800 && code <= 0xdfff ? "half of a surrogate pair" : "a character that XML cannot hold";
    return `contains ${what} (U+${hex}) at position ${found.index + 1}`;
}
export function propertyNameProblem(name) {
    if (name === "__proto__")
        return `must not be named "__proto__"`;
    const problem = unicodeProblem(name);
    return problem && `has a name that ${problem}`;
}
//# sourceMappingURL=names.js.map