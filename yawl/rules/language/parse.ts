/**
 * The language of conditions in rule files (T8 in docs/semantics.md):
 *
 *     either     = both { "|" both }
 *     both       = one { "&" one }
 *     one        = "!" one | comparison
 *     comparison = sum [ ( "=" | "!=" | "<" | ">" | "<=" | ">=" ) sum ]
 *     sum        = product { ( "+" | "-" ) product }
 *     product    = value { ( "*" | "/" ) value }
 *     value      = "-" value | number | text in quotes | "true" | "false" | name [ "(" arguments ")" ]
 *                | "(" either ")" | "{" XQuery "}"
 */

/** A piece of a condition. `at`: number of its first character, from 0. */
export type Piece =
  | { readonly kind: "literal"; readonly value: string | number | boolean; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly isMarked: boolean; readonly at: number }
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Piece[]; readonly at: number }
  | { readonly kind: "query"; readonly text: string; readonly at: number }
  | { readonly kind: "not" | "minus"; readonly of: Piece; readonly at: number }
  | { readonly kind: "and" | "or"; readonly of: readonly Piece[]; readonly at: number }
  | {
      readonly kind: "compare";
      readonly sign: Sign;
      readonly left: Piece;
      readonly right: Piece;
      readonly at: number;
    }
  | {
      readonly kind: "compute";
      readonly sign: Operator;
      readonly left: Piece;
      readonly right: Piece;
      readonly at: number;
    };

const SIGNS = [">=", "<=", "!=", "=", ">", "<"] as const;
/** How two values are compared. */
export type Sign = (typeof SIGNS)[number];
/** Arithmetic of two numbers. */
export type Operator = "+" | "-" | "*" | "/";

/** Something that cannot be read, or not be evaluated; caught where that began. */
export class Mistake extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Characters of a condition. */
const LONGEST = 10_000;
/** Parentheses, negations and calls within each other. */
const DEEPEST = 100;

const SPACE = /\s*/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)/y;
/** What people write who know other languages. */
const FOREIGN: Readonly<Record<string, string>> = {
  and: "&",
  or: "|",
  not: "!",
  mod: "arithmetic",
  div: "/",
};

/** @throws Mistake with its place */
export function parseCondition(text: string): Piece {
  if (text.length > LONGEST) throw new Mistake(`it has more than ${LONGEST} characters`, LONGEST);
  const reader = new Reader(text);
  const piece = reader.either(0);
  reader.end();
  return piece;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  either(depth: number): Piece {
    return this.#joined("or", "|", () => this.#joined("and", "&", () => this.#one(depth)));
  }

  end(): void {
    if (this.#next() === "") return;
    const word = this.#match(NAME);
    const foreign = word !== undefined && Object.hasOwn(FOREIGN, word.toLowerCase());
    if (word !== undefined && foreign)
      this.#fail(`"${word}" is written as ${FOREIGN[word.toLowerCase()]}`, this.#at - word.length);
    if (word !== undefined)
      this.#fail(
        `"${word}" has nothing that joins it with what stands before it: a text of several words stands in quotation marks`,
        this.#at - word.length,
      );
    this.#fail(`"${this.#next()}" cannot stand here`);
  }

  #joined(kind: "and" | "or", sign: string, part: () => Piece): Piece {
    const first = part();
    const of = [first];
    while (this.#next() === sign) {
      this.#at += 1;
      if (this.#text[this.#at] === sign) this.#fail(`it is written as one ${sign}`);
      of.push(part());
    }
    return of.length === 1 ? first : { kind, of, at: first.at };
  }

  #one(depth: number): Piece {
    this.#checkDepth(depth);
    if (this.#next() === "!" && this.#text[this.#at + 1] !== "=") {
      const at = this.#at++;
      return { kind: "not", of: this.#one(depth + 1), at };
    }
    return this.#comparison(depth);
  }

  #comparison(depth: number): Piece {
    const left = this.#sum(depth);
    this.#next();
    const at = this.#at;
    const sign = SIGNS.find((each) => this.#text.startsWith(each, at));
    if (!sign) return left;
    this.#at += sign.length;
    if (sign === "=" && this.#text[this.#at] === "=") this.#fail("equality is written as one =");
    if (sign === "<" && this.#text[this.#at] === ">") this.#fail("inequality is written as !=", at);
    const right = this.#sum(depth);
    this.#next();
    if (SIGNS.some((each) => this.#text.startsWith(each, this.#at)))
      this.#fail("two comparisons are joined by &");
    return { kind: "compare", sign, left, right, at };
  }

  #sum(depth: number): Piece {
    return this.#computed(["+", "-"], () => this.#computed(["*", "/"], () => this.#value(depth)));
  }

  #computed(signs: readonly Operator[], part: () => Piece): Piece {
    let left = part();
    for (let count = 0; ; count += 1) {
      const next = this.#next();
      const sign = signs.find((each) => each === next);
      if (!sign) return left;
      // each stands around those before it
      this.#checkDepth(count);
      const at = this.#at++;
      left = { kind: "compute", sign, left, right: part(), at };
    }
  }

  #value(depth: number): Piece {
    this.#checkDepth(depth);
    const next = this.#next();
    const at = this.#at;
    switch (next) {
      case "":
        return this.#fail("a value is missing at the end");
      case "-":
        this.#at += 1;
        return { kind: "minus", of: this.#value(depth + 1), at };
      case '"':
      case "'":
        return { kind: "literal", value: this.#quoted(next), at };
      case "{":
        return { kind: "query", text: this.#query(), at };
      case "(": {
        this.#at += 1;
        const inside = this.either(depth + 1);
        if (this.#next() !== ")") this.#fail(`a closing parenthesis is missing before ${this.#shown()}`);
        this.#at += 1;
        return inside;
      }
      case "$":
        this.#at += 1;
        return this.#variable(at);
      default:
        return this.#word(depth, at);
    }
  }

  #variable(at: number): Piece {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#text)?.[0] ?? this.#fail("a name is missing after $");
    this.#at += name.length;
    return { kind: "name", name, isMarked: true, at };
  }

  #word(depth: number, at: number): Piece {
    const number = this.#match(NUMBER);
    if (number !== undefined) return this.#number(number, at);
    const name = this.#match(NAME) ?? this.#fail(`a value is missing before ${this.#shown()}`);
    if (this.#next() === "(") return { kind: "call", name, of: this.#arguments(depth), at };
    if (/^(?:true|false)$/i.test(name)) return { kind: "literal", value: /^true$/i.test(name), at };
    return { kind: "name", name, isMarked: false, at };
  }

  #number(text: string, at: number): Piece {
    if (/[\p{L}_.]/u.test(this.#text[this.#at] ?? ""))
      this.#fail(`what begins with "${text}" is no number; a text stands in quotation marks`, at);
    // kept as text: it is a decimal number, whatever its digits
    return { kind: "literal", value: text, at };
  }

  #arguments(depth: number): readonly Piece[] {
    this.#at += 1;
    const of: Piece[] = [];
    if (this.#next() === ")") {
      this.#at += 1;
      return of;
    }
    for (;;) {
      of.push(this.either(depth + 1));
      const next = this.#next();
      if (next !== "," && next !== ")")
        this.#fail(`a comma or parenthesis is missing before ${this.#shown()}`);
      this.#at += 1;
      if (next === ")") return of;
    }
  }

  #quoted(mark: string): string {
    const start = this.#at;
    const end = this.#text.indexOf(mark, start + 1);
    if (end < 0) this.#fail("the quotation mark has no other");
    this.#at = end + 1;
    return this.#text.slice(start + 1, end);
  }

  /** Up to the brace that closes it: braces within each other, and in texts, belong to it. */
  #query(): string {
    const start = this.#at;
    let open = 0;
    let mark: string | undefined;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? "";
      if (mark !== undefined) {
        if (character === mark) mark = undefined;
      } else if (character === '"' || character === "'") mark = character;
      else if (character === "{") open += 1;
      else if (character === "}" && --open === 0) {
        this.#at += 1;
        return this.#text.slice(start + 1, this.#at - 1);
      }
    }
    return this.#fail("the brace is not closed", start);
  }

  /** The next character that is no space; `""` at the end. */
  #next(): string {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#text)?.[0].length ?? 0;
    return this.#text[this.#at] ?? "";
  }

  #match(pattern: RegExp): string | undefined {
    this.#next();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #shown(): string {
    const next = this.#next();
    return next === "" ? "the end" : `"${next}"`;
  }

  #checkDepth(depth: number): void {
    if (depth > DEEPEST) this.#fail(`more than ${DEEPEST} parentheses, signs or calls are within each other`);
  }

  #fail(message: string, at = this.#at): never {
    throw new Mistake(message, at);
  }
}
