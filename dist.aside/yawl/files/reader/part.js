import { attributeOf, innerXml, outerXml } from "../xml/element.js";
import { isText, parseInstruction, TARGET } from "./extension.js";
import { quoted } from "./findings.js";
import { stepsOf } from "./path.js";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
export class Part {
    element;
    findings;
    document;
    parent;
    parts = new Map();
    attributesRead = new Set();
    byName = new Map();
    extrasRead = new Set();
    steps;
    instructions;
    textRead = false;
    wholeRead = false;
    constructor(document, element, findings, parent) {
        this.document = document;
        this.element = element;
        this.findings = findings;
        this.parent = parent;
        for (const child of element.children) {
            if (child.namespace !== element.namespace)
                continue;
            const same = this.byName.get(child.name);
            if (same)
                same.push(child);
            else
                this.byName.set(child.name, [child]);
        }
    }
    get place() {
        return this.element.place;
    }
    get path() {
        if (!this.parent)
            return this.element.name;
        const step = this.parent.stepTo(this.element);
        return this.parent.parent ? `${this.parent.path}/${step}` : step;
    }
    stepTo(child) {
        if (!this.steps) {
            const { children } = this.element;
            const steps = stepsOf(children.map((each) => ({
                name: each.name,
                id: attributeOf(each, "id"),
                title: each.children.find(({ name }) => name === "name")?.text.trim(),
            })));
            this.steps = new Map(children.map((each, index) => [each, steps[index] ?? each.name]));
        }
        return this.steps.get(child) ?? child.name;
    }
    one(name) {
        const [first, second] = this.byName.get(name) ?? [];
        if (first === undefined)
            return undefined;
        const part = this.partOf(first);
        if (second)
            part.warn(`There is more than one <${name}>; the first is read.`);
        return part;
    }
    required(name) {
        const part = this.one(name);
        if (!part)
            this.error(`<${this.element.name}> has no <${name}>.`);
        return part;
    }
    all(name) {
        return (this.byName.get(name) ?? []).map((child) => this.partOf(child));
    }
    foreign(name, namespace) {
        return this.element.children
            .filter((child) => child.name === name && child.namespace === namespace)
            .map((child) => this.partOf(child));
    }
    attribute(name) {
        this.attributesRead.add(name);
        return this.element.attributes.find((attribute) => attribute.name === name && attribute.namespace === "")
            ?.value;
    }
    requiredAttribute(name) {
        const value = this.attribute(name)?.trim() ?? "";
        if (value === "")
            this.error(`<${this.element.name}> has no ${name}.`);
        return value;
    }
    get xsiType() {
        const value = this.element.attributes.find(({ name, namespace }) => name === "type" && namespace === XSI)?.value;
        return value?.trim().split(":").at(-1);
    }
    otherAttributes() {
        const others = this.unreadAttributes();
        if (others.length === 0)
            return undefined;
        for (const { name } of others)
            this.attributesRead.add(name);
        return Object.fromEntries(others.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]));
    }
    extra(name, isShape) {
        this.extrasRead.add(name);
        const found = this.extensions.find(({ content }) => Object.hasOwn(content, name));
        if (!found)
            return undefined;
        const value = found.content[name];
        if (isShape(value))
            return value;
        this.findings.error({
            element: this.path,
            ...found.place,
            message: `The instruction <?${TARGET}?> says ${quoted(name)} in a way that is not understood.`,
        });
        return undefined;
    }
    get extensions() {
        this.instructions ??= (this.element.instructions ?? [])
            .filter(({ target }) => target === TARGET)
            .flatMap((instruction) => {
            const content = parseInstruction(instruction.body);
            if (content)
                return [{ ...instruction, content }];
            const message = `The instruction <?${TARGET}?> holds no JSON object.`;
            this.findings.error({ element: this.path, ...instruction.place, message });
            return [];
        });
        return this.instructions;
    }
    get text() {
        return this.rawText.trim();
    }
    get rawText() {
        this.textRead = true;
        return this.element.text;
    }
    textOf(name) {
        return this.one(name)?.text || undefined;
    }
    requiredText(name) {
        const part = this.required(name);
        const text = part?.text ?? "";
        if (part && text === "")
            part.error(`<${name}> is empty.`);
        return text;
    }
    xmlContent() {
        this.whole();
        return this.element.children.length === 0 ? this.element.text : innerXml(this.document, this.element);
    }
    whole() {
        this.wholeRead = true;
    }
    error(message) {
        this.findings.error(this.detail(message));
    }
    warn(message) {
        this.findings.warn(this.detail(message));
    }
    oneOf(value, allowed, fallback) {
        const found = allowed.find((candidate) => candidate === value?.trim());
        if (found === undefined) {
            const given = value === undefined ? "nothing" : quoted(value);
            this.error(`<${this.element.name}> must say ${allowed.join(", ")}; it says ${given}.`);
        }
        return found ?? fallback;
    }
    get source() {
        this.whole();
        return outerXml(this.document, this.element);
    }
    recordUnread() {
        if (this.wholeRead)
            return;
        for (const { prefix, name, value } of this.unreadAttributes()) {
            const step = `@${prefix === "" ? "" : `${prefix}:`}${name}`;
            this.leaveUnread(step, this.place, () => value);
        }
        if (!this.textRead && this.element.text.trim() !== "")
            this.leaveUnread("text()", this.place, () => this.element.text.trim());
        for (const instruction of this.extensions)
            this.recordInstruction(instruction);
        for (const child of this.element.children) {
            const part = this.parts.get(child);
            if (part)
                part.recordUnread();
            else
                this.leaveUnread(this.stepTo(child), child.place, () => outerXml(this.document, child));
        }
    }
    recordInstruction({ content, place }) {
        const { kept, as } = content;
        if (isText(kept) && isText(as)) {
            this.leaveUnread(as, place, () => kept);
            return;
        }
        const unknown = Object.entries(content).filter(([name]) => !this.extrasRead.has(name));
        if (unknown.length > 0)
            this.leaveUnread(`?${TARGET}`, place, () => JSON.stringify(Object.fromEntries(unknown)));
    }
    leaveUnread(step, { line, column }, xml) {
        this.findings.leaveUnread(() => ({
            path: this.parent ? `${this.path}/${step}` : step,
            line,
            column,
            xml: xml(),
        }));
    }
    unreadAttributes() {
        return this.element.attributes.filter(({ name, namespace }) => namespace !== XSI && !(namespace === "" && this.attributesRead.has(name)));
    }
    partOf(child) {
        const known = this.parts.get(child);
        if (known)
            return known;
        const part = new Part(this.document, child, this.findings, this);
        this.parts.set(child, part);
        return part;
    }
    detail(message) {
        return { element: this.path, ...this.place, message };
    }
}
//# sourceMappingURL=part.js.map