/**
 * XML text to an element tree (`element.ts`), by saxes, with the guards that a file from outside needs.
 *
 * A document type declaration is refused: it is the only way to declare entities, so that without it there is nothing to
 * expand (entity bombs) and nothing to fetch (external entities). Size, depth and number of elements are limited.
 */
import { SaxesParser, type SaxesAttributeNS } from "saxes";
import { fault, ok, type Fault, type FaultType, type Result } from "../../model/fault.ts";
import type { Place } from "../../model/specification.ts";
import type { NamespaceScope, XmlAttribute, XmlDocument, XmlElement, XmlInstruction } from "./element.ts";

/** Most characters that a file may have, unless its reader says otherwise. */
export const MAX_LENGTH = 8_000_000;
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 500_000;
const XMLNS = "http://www.w3.org/2000/xmlns/";

/** Carries a fault out of the parser's event handlers. */
class Refused extends Error {
  readonly fault: Fault;
  constructor(refusal: Fault) {
    super(refusal.message);
    this.fault = refusal;
  }
}

/** An element whose end tag has not come yet. */
interface Open {
  readonly element: XmlElement & { children: XmlElement[] };
  readonly text: string[];
  readonly instructions: XmlInstruction[];
}

/**
 * Parses XML text, namespaces resolved, every element with its one-based line and column.
 *
 * Faults: `invalid-specification` when the text is not well-formed (undefined entities included) or has a document type
 * declaration; `too-large` when it has more characters than `maxLength`, more than 500,000 elements or attributes, or
 * elements nested deeper than 200. Each names its place.
 */
export function parseXml(text: string, options: { readonly maxLength?: number } = {}): Result<XmlDocument> {
  const maxLength = options.maxLength ?? MAX_LENGTH;
  if (text.length > maxLength) {
    return fault("too-large", `The file has ${text.length} characters; at most ${maxLength} are read.`);
  }
  try {
    return ok({ root: new TreeBuilder(text).build(), source: text });
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, fault: thrown.fault };
    throw thrown;
  }
}

class TreeBuilder {
  private readonly source: string;
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly open: Open[] = [];
  private readonly placeAt: (offset: number) => Place;
  private root: XmlElement | undefined;
  private elements = 0;
  private attributes = 0;
  private start = 0;
  /** where the latest piece of the prolog ended: a document type declaration can only begin after it */
  private prologEnd = 0;

  constructor(source: string) {
    this.source = source;
    this.placeAt = placeFinder(source);
  }

  build(): XmlElement {
    const { parser } = this;
    const inProlog = (): void => {
      if (this.elements === 0) this.prologEnd = parser.position;
    };
    parser.on("error", (error) => {
      // saxes puts its own position before the message; ours is counted the same way for every finding
      const reason = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
      this.refuse(
        "invalid-specification",
        `The file is not well-formed XML: ${reason.slice(0, 200)}`,
        parser.position - 1,
      );
    });
    parser.on("doctype", () => {
      const at = this.source.indexOf("<!DOCTYPE", this.prologEnd);
      this.refuse(
        "invalid-specification",
        "The file has a document type declaration (<!DOCTYPE), which is not accepted: take it out",
        at,
      );
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

  private startTag(nameLength: number): void {
    // The event comes after the character that follows the name: `<`, name, that character.
    this.start = this.parser.position - nameLength - 2;
    this.elements += 1;
    if (this.elements > MAX_ELEMENTS) {
      this.refuse("too-large", `The file has more than ${MAX_ELEMENTS} elements`, this.start);
    }
    if (this.open.length >= MAX_DEPTH) {
      this.refuse("too-large", `The file has elements nested deeper than ${MAX_DEPTH}`, this.start);
    }
  }

  private opened(name: string, prefix: string, namespace: string, all: readonly SaxesAttributeNS[]): void {
    const around = this.open.at(-1)?.element;
    const declared = new Map<string, string>();
    const attributes: XmlAttribute[] = [];
    for (const { local, prefix: before, uri, value } of all) {
      if (uri !== XMLNS) attributes.push({ name: local, prefix: before, namespace: uri, value });
      else declared.set(before === "xmlns" ? local : "", value);
    }
    const scope: NamespaceScope | undefined =
      declared.size === 0 ? around?.scope : { declared, ...(around?.scope && { outer: around.scope }) };
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

  private instruction(target: string, body: string): void {
    const around = this.open.at(-1);
    if (!around) return;
    this.elements += 1;
    const start = this.source.lastIndexOf("<?", this.parser.position - 1);
    if (this.elements > MAX_ELEMENTS)
      this.refuse("too-large", `The file has more than ${MAX_ELEMENTS} elements`, start);
    around.instructions.push({ target, body, place: this.placeAt(start) });
  }

  private closed(selfClosing: boolean): void {
    const done = this.open.pop();
    if (!done) return;
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
    if (around) around.element.children.push(element);
    else this.root = element;
  }

  private refuse(type: FaultType, message: string, offset: number): never {
    const { line, column } = this.placeAt(Math.min(Math.max(offset, 0), this.source.length));
    const sentence = `${message} (line ${line}, column ${column}).`;
    throw new Refused({
      type,
      message: sentence,
      details: [{ line, column, message: `${message}.` }],
    });
  }
}

/**
 * Line and column of offsets that never go back. It remembers the next line end, for to look for it at every call would
 * be quadratic in a file that is one long line.
 */
function placeFinder(source: string): (offset: number) => Place {
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
