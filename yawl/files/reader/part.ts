/**
 * A part of a specification file while it is being read: an element that remembers what of it was asked for, so that what
 * nobody asked for is recorded as unread instead of being dropped silently.
 */
import type { FaultDetail } from "../../model/fault.ts";
import type { JsonObject } from "../../model/json.ts";
import type { Place } from "../../model/specification.ts";
import type { XmlDocument, XmlElement, XmlInstruction } from "../xml/element.ts";
import { attributeOf, innerXml, outerXml } from "../xml/element.ts";
import { instructionProblem, isText, parseInstruction, TARGET } from "./extension.ts";
import { quoted, type Findings } from "./findings.ts";
import { stepsOf } from "./path.ts";

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

/** An element of a file while it is read: what is asked for is marked, what nobody read is reported. */
export class Part {
  readonly element: XmlElement;
  readonly findings: Findings;
  private readonly document: XmlDocument;
  private readonly parent: Part | undefined;
  private readonly parts = new Map<XmlElement, Part>();
  private readonly attributesRead = new Set<string>();
  private readonly byName = new Map<string, XmlElement[]>();
  private readonly extrasRead = new Set<string>();
  private steps: ReadonlyMap<XmlElement, string> | undefined;
  private instructions: readonly (XmlInstruction & { readonly content: JsonObject })[] | undefined;
  private textRead = false;
  private wholeRead = false;

  constructor(document: XmlDocument, element: XmlElement, findings: Findings, parent?: Part) {
    this.document = document;
    this.element = element;
    this.findings = findings;
    this.parent = parent;
    for (const child of element.children) {
      // YAWL's elements stand in the namespace of the element around them; others belong to somebody else
      if (child.namespace !== element.namespace) continue;
      const same = this.byName.get(child.name);
      if (same) same.push(child);
      else this.byName.set(child.name, [child]);
    }
  }

  get place(): Place {
    return this.element.place;
  }

  /** Where the part stands, e.g. `specification/decomposition[Overall]/processControlElements/task[a]`. */
  get path(): string {
    if (!this.parent) return this.element.name;
    const step = this.parent.stepTo(this.element);
    return this.parent.parent ? `${this.parent.path}/${step}` : step;
  }

  private stepTo(child: XmlElement): string {
    if (!this.steps) {
      const { children } = this.element;
      const steps = stepsOf(
        children.map((each) => ({
          name: each.name,
          id: attributeOf(each, "id"),
          title: each.children.find(({ name }) => name === "name")?.text.trim(),
        })),
      );
      this.steps = new Map(children.map((each, index) => [each, steps[index] ?? each.name]));
    }
    return this.steps.get(child) ?? child.name;
  }

  /** The child with this name. When there are several, the first, with a warning. */
  one(name: string): Part | undefined {
    const [first, second] = this.byName.get(name) ?? [];
    if (first === undefined) return undefined;
    const part = this.partOf(first);
    if (second) part.warn(`There is more than one <${name}>; the first is read.`);
    return part;
  }

  /** The child with this name; it is an error when there is none. */
  required(name: string): Part | undefined {
    const part = this.one(name);
    if (!part) this.error(`<${this.element.name}> has no <${name}>.`);
    return part;
  }

  all(name: string): Part[] {
    return (this.byName.get(name) ?? []).map((child) => this.partOf(child));
  }

  /** The child elements of this namespace that have this name: parts in another language, such as the XML Schema. */
  foreign(name: string, namespace: string): Part[] {
    return this.element.children
      .filter((child) => child.name === name && child.namespace === namespace)
      .map((child) => this.partOf(child));
  }

  attribute(name: string): string | undefined {
    this.attributesRead.add(name);
    return this.element.attributes.find((attribute) => attribute.name === name && attribute.namespace === "")
      ?.value;
  }

  /** Value of an attribute that must be there; it is an error when it is missing or blank, and the answer then is "". */
  requiredAttribute(name: string): string {
    const value = this.attribute(name)?.trim() ?? "";
    if (value === "") this.error(`<${this.element.name}> has no ${name}.`);
    return value;
  }

  /** Local name of the type in `xsi:type`, which distinguishes nets from other decompositions. */
  get xsiType(): string | undefined {
    const value = this.element.attributes.find(
      ({ name, namespace }) => name === "type" && namespace === XSI,
    )?.value;
    return value?.trim().split(":").at(-1);
  }

  /** Attributes that nobody has asked for, by name as written: YAWL's extended attributes. They count as read. */
  otherAttributes(): Record<string, string> | undefined {
    const others = this.unreadAttributes();
    if (others.length === 0) return undefined;
    for (const { name } of others) this.attributesRead.add(name);
    return Object.fromEntries(
      others.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]),
    );
  }

  /**
   * What Mizzen's own instructions in this part say by a name (`extension.ts`); `undefined` when they do not. It is an
   * error when it does not have the shape that is asked for.
   */
  extra<T>(name: string, isShape: (value: unknown) => value is T): T | undefined {
    this.extrasRead.add(name);
    const found = this.extensions.find(({ content }) => Object.hasOwn(content, name));
    if (!found) return undefined;
    const value = found.content[name];
    if (isShape(value)) return value;
    this.findings.error({
      element: this.path,
      ...found.place,
      message: `The instruction <?${TARGET}?> says ${quoted(name)} in a way that is not understood.`,
    });
    return undefined;
  }

  private get extensions(): NonNullable<typeof this.instructions> {
    this.instructions ??= (this.element.instructions ?? [])
      .filter(({ target }) => target === TARGET)
      .flatMap((instruction) => {
        const content = parseInstruction(instruction.body);
        if (content) return [{ ...instruction, content }];
        const message = `The instruction <?${TARGET}?> ${instructionProblem(instruction.body)}.`;
        this.findings.error({ element: this.path, ...instruction.place, message });
        return [];
      });
    return this.instructions;
  }

  /** The text, without white space around it. */
  get text(): string {
    return this.rawText.trim();
  }

  get rawText(): string {
    this.textRead = true;
    return this.element.text;
  }

  /** Text of the child with this name; `undefined` when there is none or it is blank. */
  textOf(name: string): string | undefined {
    return this.one(name)?.text || undefined;
  }

  /** Text of the child with this name; it is an error when it is missing or blank, and the answer then is "". */
  requiredText(name: string): string {
    const part = this.required(name);
    const text = part?.text ?? "";
    if (part && text === "") part.error(`<${name}> is empty.`);
    return text;
  }

  /**
   * XML content of the part as text. Files have it escaped (`&lt;song&gt;...`), which reads back as XML; some have it as
   * elements, and then it is what the source says.
   */
  xmlContent(): string {
    this.whole();
    return this.element.children.length === 0 ? this.element.text : innerXml(this.document, this.element);
  }

  /** Everything in this part counts as read: somebody takes it as it is. */
  whole(): void {
    this.wholeRead = true;
  }

  error(message: string): void {
    this.findings.error(this.detail(message));
  }

  warn(message: string): void {
    this.findings.warn(this.detail(message));
  }

  /** The value when it is one of those allowed; otherwise an error, and the fallback. */
  oneOf<Value extends string>(value: string | undefined, allowed: readonly Value[], fallback: Value): Value {
    const found = allowed.find((candidate) => candidate === value?.trim());
    if (found === undefined) {
      const given = value === undefined ? "nothing" : quoted(value);
      this.error(`<${this.element.name}> must say ${allowed.join(", ")}; it says ${given}.`);
    }
    return found ?? fallback;
  }

  /** The element as XML that stands on its own. It counts as read. */
  get source(): string {
    this.whole();
    return outerXml(this.document, this.element);
  }

  /** Records everything in this part that nobody has asked for; each time the outermost element only. */
  recordUnread(): void {
    if (this.wholeRead) return;
    for (const { prefix, name, value } of this.unreadAttributes()) {
      const step = `@${prefix === "" ? "" : `${prefix}:`}${name}`;
      this.leaveUnread(step, this.place, () => value);
    }
    if (!this.textRead && this.element.text.trim() !== "")
      this.leaveUnread("text()", this.place, () => this.element.text.trim());
    for (const instruction of this.extensions) this.recordInstruction(instruction);
    for (const child of this.element.children) {
      const part = this.parts.get(child);
      if (part) part.recordUnread();
      else this.leaveUnread(this.stepTo(child), child.place, () => outerXml(this.document, child));
    }
  }

  /** An instruction keeps what an earlier reader did not understand, or says something that this one does not know. */
  private recordInstruction({ content, place }: XmlInstruction & { readonly content: JsonObject }): void {
    const { kept, as } = content;
    if (isText(kept) && isText(as)) {
      this.leaveUnread(as, place, () => kept);
      return;
    }
    const unknown = Object.entries(content).filter(([name]) => !this.extrasRead.has(name));
    if (unknown.length > 0)
      this.leaveUnread(`?${TARGET}`, place, () => JSON.stringify(Object.fromEntries(unknown)));
  }

  private leaveUnread(step: string, { line, column }: Place, xml: () => string): void {
    this.findings.leaveUnread(() => ({
      path: this.parent ? `${this.path}/${step}` : step,
      line,
      column,
      xml: xml(),
    }));
  }

  private unreadAttributes() {
    return this.element.attributes.filter(
      ({ name, namespace }) => namespace !== XSI && !(namespace === "" && this.attributesRead.has(name)),
    );
  }

  private partOf(child: XmlElement): Part {
    const known = this.parts.get(child);
    if (known) return known;
    const part = new Part(this.document, child, this.findings, this);
    this.parts.set(child, part);
    return part;
  }

  private detail(message: string): FaultDetail {
    return { element: this.path, ...this.place, message };
  }
}
