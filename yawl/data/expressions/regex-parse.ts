/**
 * Regular expressions of `fn:matches`, `fn:replace`, `fn:tokenize` and JSONata, read into a tree. The syntax is what XPath
 * (XML Schema's with anchors, reluctant quantifiers, groups and back-references) and JavaScript have in common or each for
 * itself; look-around is left out.
 */

/** Whether a character (one code point) is of a class. */
export type CharacterTest = (character: string) => boolean;

/** A regular expression as a tree. `number`: of the group, from 1. */
export type RegexTree =
  | { readonly kind: "character"; readonly test: CharacterTest }
  | { readonly kind: "start" | "end" | "boundary" | "no-boundary" }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly RegexTree[] }
  | { readonly kind: "group"; readonly part: RegexTree; readonly number: number }
  | { readonly kind: "back"; readonly number: number }
  | {
      readonly kind: "repeat";
      readonly part: RegexTree;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** What flags change about the meaning of single characters. */
export interface RegexFlags {
  readonly ignoreCase: boolean;
  /** `.` takes line ends, too */
  readonly dotAll: boolean;
}

/** The pattern cannot be read; the message is the end of a sentence. */
export class BadPattern extends Error {}

const MAX_PATTERN = 2_000;
const MAX_NESTING = 50;
const SINGLE: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v" };
const CLASSES: Readonly<Record<string, RegExp>> = {
  d: /^\p{Nd}$/u,
  s: /^\s$/u,
  w: /^[\p{L}\p{M}\p{N}\p{S}]$|^_$/u,
  i: /^[\p{L}_:]$/u,
  c: /^[\p{L}\p{N}\p{M}._:·-]$/u,
};

/** @throws BadPattern */
export function parseRegex(
  pattern: string,
  flags: RegexFlags,
): { readonly tree: RegexTree; readonly groups: number } {
  const reader = new Reader(pattern, flags);
  return { tree: reader.read(), groups: reader.groups };
}

class Reader {
  groups = 0;
  readonly #characters: readonly string[];
  readonly #flags: RegexFlags;
  #position = 0;
  #nesting = 0;

  constructor(pattern: string, flags: RegexFlags) {
    if (pattern.length > MAX_PATTERN) throw new BadPattern(`is longer than ${MAX_PATTERN} characters`);
    this.#characters = [...pattern];
    this.#flags = flags;
  }

  read(): RegexTree {
    const tree = this.#choice();
    if (this.#peek() !== undefined) throw new BadPattern(`has an unexpected "${this.#peek()}"`);
    return tree;
  }

  #peek(): string | undefined {
    return this.#characters[this.#position];
  }

  #take(): string {
    const character = this.#peek();
    if (character === undefined) throw new BadPattern("ends too early");
    this.#position += 1;
    return character;
  }

  #skip(text: string): boolean {
    for (const [index, character] of [...text].entries())
      if (this.#characters[this.#position + index] !== character) return false;
    this.#position += text.length;
    return true;
  }

  #choice(): RegexTree {
    const parts = [this.#sequence()];
    while (this.#skip("|")) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "choice", parts };
  }

  #sequence(): RegexTree {
    const parts: RegexTree[] = [];
    for (let next = this.#peek(); next !== undefined && next !== "|" && next !== ")"; next = this.#peek())
      parts.push(this.#quantified(this.#atom()));
    return { kind: "sequence", parts };
  }

  #quantified(part: RegexTree): RegexTree {
    const bounds = this.#bounds();
    if (!bounds) return part;
    const [min, max] = bounds;
    if (max < min) throw new BadPattern("has a quantifier that runs backwards");
    return { kind: "repeat", part, min, max, lazy: this.#skip("?") };
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#skip("?")) return [0, 1];
    if (this.#skip("*")) return [0, Infinity];
    if (this.#skip("+")) return [1, Infinity];
    const [whole = "", min = "", comma, max] =
      /^\{(\d{1,6})(,(\d{1,6})?)?\}/.exec(
        this.#characters.slice(this.#position, this.#position + 16).join(""),
      ) ?? [];
    if (whole === "") return undefined;
    this.#position += whole.length;
    return [Number(min), comma === undefined ? Number(min) : max === undefined ? Infinity : Number(max)];
  }

  #atom(): RegexTree {
    const character = this.#take();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return { kind: "character", test: this.#bracket() };
      case "\\":
        return this.#escape();
      case ".": {
        const { dotAll } = this.#flags;
        return this.#character((other) => dotAll || (other !== "\n" && other !== "\r"));
      }
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case "?":
      case "*":
      case "+":
        throw new BadPattern(`has nothing before "${character}"`);
      default:
        return this.#character((other) => other === character);
    }
  }

  #character(test: CharacterTest): RegexTree {
    return { kind: "character", test: this.#anyCase(test) };
  }

  /** Of a class, whatever the case; negation comes after it. */
  #anyCase(test: CharacterTest): CharacterTest {
    if (!this.#flags.ignoreCase) return test;
    return (character) => test(character) || test(character.toLowerCase()) || test(character.toUpperCase());
  }

  #group(): RegexTree {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) throw new BadPattern("nests too deep");
    const isPlain = this.#skip("?:");
    if (!isPlain && this.#peek() === "?") throw new BadPattern("looks around, which is not supported");
    const number = isPlain ? 0 : (this.groups += 1);
    const part = this.#choice();
    if (!this.#skip(")")) throw new BadPattern(`misses a ")"`);
    this.#nesting -= 1;
    return isPlain ? part : { kind: "group", part, number };
  }

  #escape(): RegexTree {
    const next = this.#peek();
    if (next === "b" || next === "B") {
      this.#position += 1;
      return { kind: next === "b" ? "boundary" : "no-boundary" };
    }
    if (next !== undefined && /[1-9]/.test(next)) {
      this.#position += 1;
      if (Number(next) > this.groups) throw new BadPattern(`refers to group ${next} before there is one`);
      return { kind: "back", number: Number(next) };
    }
    const { test, character } = this.#escaped();
    return this.#character(test ?? ((other) => other === character));
  }

  /** What follows a backslash: a class, or one character. */
  #escaped(): { readonly test?: CharacterTest; readonly character: string } {
    const letter = this.#take();
    const single = SINGLE[letter];
    if (single !== undefined) return { character: single };
    const coded = { u: 4, x: 2 }[letter];
    if (coded !== undefined) {
      const digits = Array.from({ length: coded }, () => this.#take()).join("");
      if (!/^[0-9a-f]+$/i.test(digits)) throw new BadPattern(`has "\\${letter}" without digits`);
      return { character: String.fromCharCode(Number.parseInt(digits, 16)) };
    }
    const isNegative = letter !== letter.toLowerCase();
    const known = letter === "p" || letter === "P" ? this.#category() : CLASSES[letter.toLowerCase()];
    if (known) return { character: "", test: (character) => known.test(character) !== isNegative };
    if (/[A-Za-z0-9]/.test(letter)) throw new BadPattern(`has an unknown escape "\\${letter}"`);
    return { character: letter };
  }

  #category(): RegExp {
    let name = "";
    if (!this.#skip("{")) throw new BadPattern(`has "\\p" without a category in braces`);
    while (!this.#skip("}")) name += this.#take();
    if (!/^[LMNPZSC][a-z]?$/.test(name)) throw new BadPattern(`names the unknown category "${name}"`);
    try {
      return new RegExp(`^\\p{${name}}$`, "u");
    } catch {
      throw new BadPattern(`names the unknown category "${name}"`);
    }
  }

  /** What stands between square brackets, with ranges, negation and subtraction. */
  #bracket(): CharacterTest {
    const isNegative = this.#skip("^");
    const tests: CharacterTest[] = [];
    let minus: CharacterTest | undefined;
    while (!this.#skip("]")) {
      if (tests.length > 0 && this.#skip("-[")) {
        minus = this.#bracket();
        continue;
      }
      tests.push(this.#anyCase(this.#member()));
    }
    return (character) => tests.some((test) => test(character)) !== isNegative && minus?.(character) !== true;
  }

  #member(): CharacterTest {
    const first = this.#take();
    const escaped = first === "\\" ? this.#escaped() : undefined;
    if (escaped?.test) return escaped.test;
    const from = escaped?.character ?? first;
    const after = this.#characters[this.#position + 1];
    if (this.#peek() !== "-" || after === undefined || after === "]" || after === "[")
      return (character) => character === from;
    this.#position += 1;
    const last = this.#take();
    const to = last === "\\" ? this.#escaped().character : last;
    const [low = 0, high = -1] = [from.codePointAt(0), to.codePointAt(0)];
    if (high < low) throw new BadPattern("has a range that runs backwards");
    return (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= low && code <= high;
    };
  }
}
