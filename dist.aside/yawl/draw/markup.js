const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
export function escape(text) {
    return text.replace(IMPOSSIBLE, "\ufffd").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
export function element(name, attributes, ...children) {
    let start = `<${name}`;
    for (const [key, value] of Object.entries(attributes)) {
        if (value === undefined)
            continue;
        start += ` ${key}="${typeof value === "number" ? round(value) : escape(value)}"`;
    }
    return children.length === 0 ? `${start}/>` : `${start}>${children.join("")}</${name}>`;
}
export function textLines(lines, { x, y, lineHeight, ...attributes }) {
    return lines
        .map((line, index) => element("text", { ...attributes, x, y: y + index * lineHeight }, escape(line)))
        .join("");
}
export function titled(title, attributes, ...children) {
    return element("g", attributes, element("title", {}, escape(title)), ...children);
}
export function round(value) {
    return String(Math.round(value * 10) / 10);
}
//# sourceMappingURL=markup.js.map