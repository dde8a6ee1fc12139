/** Reads a text from left to right, and says where something is wrong with it. */

/** Something in an expression that cannot be read; caught where the reading began. */
export class Mistake extends Error {}

const SPACE = /\s/;

/** A place in a text. */
export class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character that is no space; `""` at the end. */
  peek(): string {
    while (this.at < this.text.length && SPACE.test(this.text[this.at] ?? "")) this.at += 1;
    return this.text[this.at] ?? "";
  }

  /** Goes past a piece of text, if it is what comes next. */
  take(piece: string): boolean {
    this.peek();
    if (!this.text.startsWith(piece, this.at)) return false;
    this.at += piece.length;
    return true;
  }

  /** Goes past a piece of text, which has to be there. */
  expect(piece: string, after: string): void {
    if (!this.take(piece)) this.fail(`"${piece}" is missing after ${after}`);
  }

  /** What matches a sticky pattern here, or nothing. */
  match(pattern: RegExp): string | undefined {
    this.peek();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** A text in double quotes; `\"` and `\\` stand for a quote and a backslash in it. */
  quoted(): string {
    const start = this.at;
    let value = "";
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at] ?? "";
      if (character === '"') {
        this.at += 1;
        return value;
      }
      if (character === "\\") this.at += 1;
      value += character === "\\" ? (this.text[this.at] ?? "") : character;
    }
    this.fail("the quotation mark has no other", start);
  }

  /** @throws Mistake that names the place */
  fail(what: string, at: number = this.at): never {
    throw new Mistake(`${placeOf(this.text, at)}: ${what}.`);
  }
}

/** Where a character of a text is, for people. */
export function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return text.includes("\n") ? `Line ${before.length}, column ${column}` : `Column ${column}`;
}

/** What is next, for people. */
export function nextOf(cursor: Cursor): string {
  const next = cursor.peek();
  return next === "" ? "the end" : `"${next}"`;
}

/** A name as an expression has it when it is to mean just that. */
export function quote(name: string): string {
  return `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
