/** SVG as text: everything that comes from a specification is escaped here. */

/** Characters that XML 1.0 cannot hold at all; among them halves of surrogate pairs. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or attribute; characters that XML cannot have become U+FFFD. */
export function escape(text: string): string {
  return text.replace(IMPOSSIBLE, "\ufffd").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Attribute values; numbers are rounded to a tenth of a pixel. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its children, which are markup already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let start = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    start += ` ${key}="${typeof value === "number" ? round(value) : escape(value)}"`;
  }
  return children.length === 0 ? `${start}/>` : `${start}>${children.join("")}</${name}>`;
}

/** Lines of text, one under another, around the middle `x`; `y` is the base of the first line. */
export function textLines(
  lines: readonly string[],
  {
    x,
    y,
    lineHeight,
    ...attributes
  }: { x: number; y: number; lineHeight: number; class: string; "text-anchor"?: string },
): string {
  return lines
    .map((line, index) => element("text", { ...attributes, x, y: y + index * lineHeight }, escape(line)))
    .join("");
}

/** A group that says its title to who points at it. */
export function titled(title: string, attributes: Attributes, ...children: readonly string[]): string {
  return element("g", attributes, element("title", {}, escape(title)), ...children);
}

/** A number of pixels, to a tenth. */
export function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
