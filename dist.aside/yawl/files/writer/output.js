import { unicodeProblem } from "../../data/xml/names.js";
import { instructionOf } from "../reader/extension.js";
export function element(name, attributes = {}, ...children) {
    const given = Object.entries(attributes).flatMap(([key, value]) => value === undefined ? [] : [[key, value]]);
    return {
        name,
        attributes: Object.fromEntries(given),
        children: children.flat().filter((child) => child !== undefined),
    };
}
export function textElement(name, text, attributes = {}) {
    return text === undefined ? undefined : { ...element(name, attributes), text };
}
export function extra(content) {
    const given = Object.entries(content).filter(([, value]) => value !== undefined);
    if (given.length === 0)
        return undefined;
    return { verbatim: instructionOf(Object.fromEntries(given)) };
}
export function printFile(root) {
    const printer = new Printer();
    printer.print(root, "");
    return {
        text: `<?xml version="1.0" encoding="UTF-8"?>\n${printer.lines.join("\n")}\n`,
        replaced: printer.replaced,
    };
}
class Printer {
    lines = [];
    replaced = 0;
    print({ name, attributes, children, text }, indent) {
        const start = Object.entries(attributes)
            .map(([key, value]) => ` ${key}="${this.escape(value, ATTRIBUTE)}"`)
            .join("");
        if (text !== undefined && text !== "" && children.length === 0) {
            this.lines.push(`${indent}<${name}${start}>${this.escape(text, TEXT)}</${name}>`);
            return;
        }
        if (children.length === 0) {
            this.lines.push(`${indent}<${name}${start}/>`);
            return;
        }
        this.lines.push(`${indent}<${name}${start}>`);
        if (text !== undefined && text !== "")
            this.lines.push(this.escape(text, TEXT));
        for (const child of children) {
            if ("verbatim" in child)
                this.lines.push(`${indent}  ${child.verbatim}`);
            else
                this.print(child, `${indent}  `);
        }
        this.lines.push(`${indent}</${name}>`);
    }
    escape(text, special) {
        let safe = text;
        if (unicodeProblem(text) !== undefined) {
            this.replaced += 1;
            safe = text.replaceAll(NOT_XML, "\uFFFD");
        }
        return safe.replaceAll(special, (character) => ESCAPES[character] ?? `&#${character.charCodeAt(0)};`);
    }
}
const ATTRIBUTE = /[&<"\t\n\r]/g;
const TEXT = /[&<>\r]/g;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/gu;
//# sourceMappingURL=output.js.map