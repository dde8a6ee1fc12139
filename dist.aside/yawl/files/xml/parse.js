import { SaxesParser } from "saxes";
import { fault, ok } from "../../model/fault.js";
const MAX_LENGTH = 8_000_000;
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 500_000;
const XMLNS = "http://www.w3.org/2000/xmlns/";
class Refused extends Error {
    fault;
    constructor(refusal) {
        super(refusal.message);
        this.fault = refusal;
    }
}
export function parseXml(text, options = {}) {
    const maxLength = options.maxLength ?? MAX_LENGTH;
    if (text.length > maxLength) {
        return fault("too-large", `The file has ${text.length} characters; at most ${maxLength} are read.`);
    }
    try {
        return ok({ root: new TreeBuilder(text).build(), source: text });
    }
    catch (thrown) {
        if (thrown instanceof Refused)
            return { ok: false, fault: thrown.fault };
        throw thrown;
    }
}
class TreeBuilder {
    source;
    parser = new SaxesParser({ xmlns: true, position: true });
    open = [];
    placeAt;
    root;
    elements = 0;
    attributes = 0;
    start = 0;
    prologEnd = 0;
    constructor(source) {
        this.source = source;
        this.placeAt = placeFinder(source);
    }
    build() {
        const { parser } = this;
        const inProlog = () => {
            if (this.elements === 0)
                this.prologEnd = parser.position;
        };
        parser.on("error", (error) => {
            const reason = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
            this.refuse("invalid-specification", `The file is not well-formed XML: ${reason.slice(0, 200)}`, parser.position - 1);
        });
        parser.on("doctype", () => {
            const at = this.source.indexOf("<!DOCTYPE", this.prologEnd);
            this.refuse("invalid-specification", "The file has a document type declaration (<!DOCTYPE), which is not accepted: take it out", at);
        });
        parser.on("comment", inProlog);
        parser.on("processinginstruction", (instruction) => {
            inProlog();
            this.instruction(instruction.target, instruction.body);
        });
        parser.on("opentagstart", (tag) => this.startTag(tag.name.length));
        parser.on("attribute", () => {
            this.attributes += 1;
            if (this.attributes > MAX_ELEMENTS) {
                this.refuse("too-large", `The file has more than ${MAX_ELEMENTS} attributes`, parser.position - 1);
            }
        });
        parser.on("opentag", (tag) => this.opened(tag.local, tag.prefix, tag.uri, Object.values(tag.attributes)));
        parser.on("text", (part) => void this.open.at(-1)?.text.push(part));
        parser.on("cdata", (part) => void this.open.at(-1)?.text.push(part));
        parser.on("closetag", (tag) => this.closed(tag.isSelfClosing));
        parser.write(this.source).close();
        if (this.root === undefined)
            return this.refuse("invalid-specification", "The file has no XML element", 0);
        return this.root;
    }
    startTag(nameLength) {
        this.start = this.parser.position - nameLength - 2;
        this.elements += 1;
        if (this.elements > MAX_ELEMENTS) {
            this.refuse("too-large", `The file has more than ${MAX_ELEMENTS} elements`, this.start);
        }
        if (this.open.length >= MAX_DEPTH) {
            this.refuse("too-large", `The file has elements nested deeper than ${MAX_DEPTH}`, this.start);
        }
    }
    opened(name, prefix, namespace, all) {
        const around = this.open.at(-1)?.element;
        const declared = new Map();
        const attributes = [];
        for (const { local, prefix: before, uri, value } of all) {
            if (uri !== XMLNS)
                attributes.push({ name: local, prefix: before, namespace: uri, value });
            else
                declared.set(before === "xmlns" ? local : "", value);
        }
        const scope = declared.size === 0 ? around?.scope : { declared, ...(around?.scope && { outer: around.scope }) };
        const innerStart = this.parser.position;
        this.open.push({
            element: {
                name,
                prefix,
                namespace,
                attributes,
                children: [],
                text: "",
                place: this.placeAt(this.start),
                ...(scope && { scope }),
                declares: [...declared.keys()],
                extent: { start: this.start, innerStart, innerEnd: innerStart, end: innerStart },
            },
            text: [],
            instructions: [],
        });
    }
    instruction(target, body) {
        const around = this.open.at(-1);
        if (!around)
            return;
        this.elements += 1;
        const start = this.source.lastIndexOf("<?", this.parser.position - 1);
        if (this.elements > MAX_ELEMENTS)
            this.refuse("too-large", `The file has more than ${MAX_ELEMENTS} elements`, start);
        around.instructions.push({ target, body, place: this.placeAt(start) });
    }
    closed(selfClosing) {
        const done = this.open.pop();
        if (!done)
            return;
        const end = this.parser.position;
        const innerEnd = selfClosing ? end : this.source.lastIndexOf("</", end - 1);
        const { start, innerStart } = done.element.extent;
        const element = {
            ...done.element,
            text: done.text.join(""),
            ...(done.instructions.length > 0 && { instructions: done.instructions }),
            extent: { start, innerStart, innerEnd, end },
        };
        const around = this.open.at(-1);
        if (around)
            around.element.children.push(element);
        else
            this.root = element;
    }
    refuse(type, message, offset) {
        const { line, column } = this.placeAt(Math.min(Math.max(offset, 0), this.source.length));
        const sentence = `${message} (line ${line}, column ${column}).`;
        throw new Refused({
            type,
            message: sentence,
            details: [{ line, column, message: `${message}.` }],
        });
    }
}
function placeFinder(source) {
    const lineEnd = /\r\n|\n|\r/g;
    let line = 1;
    let lineStart = source.startsWith("\uFEFF") ? 1 : 0;
    let next = lineEnd.exec(source);
    return (offset) => {
        while (next && next.index < offset) {
            line += 1;
            lineStart = lineEnd.lastIndex;
            next = lineEnd.exec(source);
        }
        return { line, column: Math.max(offset - lineStart, 0) + 1 };
    };
}
//# sourceMappingURL=parse.js.map