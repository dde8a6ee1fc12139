/** The element tree that a file is written from, and how it becomes text. */
import { unicodeProblem } from "../../data/xml/names.ts";
import type { JsonObject } from "../../model/json.ts";
import { instructionOf } from "../reader/extension.ts";

/** XML that is written as it is: an XML Schema, a layout, an instruction. */
export interface Verbatim {
  readonly verbatim: string;
}

/** An element to be written. */
export interface OutElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** grows when kept parts find their place */
  readonly children: (OutElement | Verbatim)[];
  readonly text?: string;
}

type Child = OutElement | Verbatim | undefined;

/** An element; attributes and children that are `undefined` are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: (Child | readonly Child[])[]
): OutElement {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return {
    name,
    attributes: Object.fromEntries(given),
    children: children.flat().filter((child) => child !== undefined),
  };
}

/** An element with text only; none when there is no text. */
export function textElement(
  name: string,
  text: string | undefined,
  attributes: Readonly<Record<string, string | undefined>> = {},
): OutElement | undefined {
  return text === undefined ? undefined : { ...element(name, attributes), text };
}

/** An instruction for Mizzen's reader with those entries that have a value; none when there are none. */
export function extra(content: Readonly<Record<string, unknown>>): Verbatim | undefined {
  const given = Object.entries(content).filter(([, value]) => value !== undefined);
  if (given.length === 0) return undefined;
  // entries come from the model, which is plain JSON
  // oxlint-disable-next-line no-unsafe-type-assertion -- see above
  return { verbatim: instructionOf(Object.fromEntries(given) as JsonObject) };
}

/** The whole file. Characters that XML cannot hold are replaced; `count` says how many texts had some. */
export function printFile(root: OutElement): { readonly text: string; readonly replaced: number } {
  const printer = new Printer();
  printer.print(root, "");
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n${printer.lines.join("\n")}\n`,
    replaced: printer.replaced,
  };
}

class Printer {
  readonly lines: string[] = [];
  replaced = 0;

  print({ name, attributes, children, text }: OutElement, indent: string): void {
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
    if (text !== undefined && text !== "") this.lines.push(this.escape(text, TEXT));
    for (const child of children) {
      if ("verbatim" in child) this.lines.push(`${indent}  ${child.verbatim}`);
      else this.print(child, `${indent}  `);
    }
    this.lines.push(`${indent}</${name}>`);
  }

  private escape(text: string, special: RegExp): string {
    let safe = text;
    if (unicodeProblem(text) !== undefined) {
      this.replaced += 1;
      safe = text.replaceAll(NOT_XML, "\uFFFD");
    }
    return safe.replaceAll(special, (character) => ESCAPES[character] ?? `&#${character.charCodeAt(0)};`);
  }
}

/** White space in attributes would become blanks, carriage returns line ends. */
const ATTRIBUTE = /[&<"\t\n\r]/g;
const TEXT = /[&<>\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// oxlint-disable-next-line no-control-regex -- these are the very characters that XML 1.0 leaves out
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/gu;
