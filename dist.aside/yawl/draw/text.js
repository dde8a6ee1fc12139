const CLASSES = [
    [/[iljI|!'.,:;]/, 0.36],
    [/[ftr()[\]{}/\\\-" ]/, 0.43],
    [/[mwMW@%]/, 0.98],
    [/[A-Z&=<>+~#]/, 0.78],
    [/[a-z0-9_$?*]/, 0.63],
    [
        /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u,
        1.05,
    ],
];
const OTHERS = 0.7;
export function textWidth(text, size) {
    let width = 0;
    for (const character of text) {
        width += CLASSES.find(([pattern]) => pattern.test(character))?.[1] ?? OTHERS;
    }
    return width * size;
}
export function shorten(text, width, size) {
    if (textWidth(text, size) <= width)
        return text;
    const characters = [...text];
    while (characters.length > 1 && textWidth(`${characters.join("").trimEnd()}…`, size) > width) {
        characters.pop();
    }
    return `${characters.join("").trimEnd()}…`;
}
export function wrap(text, width, size, mostLines) {
    const lines = [];
    let line = "";
    for (const piece of piecesOf(text.replace(/\s+/g, " ").trim(), width, size)) {
        if (line !== "" && textWidth((line + piece).trimEnd(), size) > width) {
            lines.push(line);
            line = piece;
        }
        else
            line += piece;
    }
    if (line !== "")
        lines.push(line);
    const last = shorten(lines.slice(mostLines - 1).join(""), width, size);
    return [...lines.slice(0, mostLines - 1), last].map((each) => each.trim()).filter((each) => each !== "");
}
function piecesOf(text, width, size) {
    const pieces = [];
    for (const piece of text.split(/(?<=[ _\-/.,])|(?<=[a-z])(?=[A-Z])/)) {
        let part = "";
        for (const character of piece) {
            if (part !== "" && textWidth(part + character, size) > width) {
                pieces.push(part);
                part = "";
            }
            part += character;
        }
        pieces.push(part);
    }
    return pieces;
}
//# sourceMappingURL=text.js.map