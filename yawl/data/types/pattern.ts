/** Patterns of XML Schema (XSD 1.0 part 2, appendix F): read into an automaton, without JavaScript's own expressions. */
import { CompiledPatterns, matches } from "./automaton.ts";
import type { CharacterTest, Tree } from "./automaton.ts";
import { BLOCKS } from "./unicode-blocks.ts";
import type { Work } from "./work.ts";
import { continuesName, startsName } from "../xml/names.ts";

class Unreadable extends Error {}

const MAX_NESTING = 200;

const patterns = new CompiledPatterns((pattern) => {
  try {
    return new PatternReader(pattern).read();
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
});

/**
 * Whether a text matches a pattern as a whole. A pattern that cannot be read accepts everything: see `patternProblem`.
 * @throws TooMuchWork
 */
export function matchesPattern(pattern: string, text: string, work: Work): boolean {
  const automaton = patterns.of(pattern);
  return typeof automaton === "string" || matches(automaton, text, work);
}

/** Why a pattern cannot be read (and therefore accepts everything): for the check of a specification, once. */
export function patternProblem(pattern: string): string | undefined {
  const automaton = patterns.of(pattern);
  return typeof automaton === "string" ? `the pattern "${pattern}" is not checked: ${automaton}` : undefined;
}

const SPACE = " \t\n\r";
const LETTER_DIGIT = /^[^\p{P}\p{Z}\p{C}]$/u;
const DIGIT = /^\p{Nd}$/u;
const SINGLE: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ...[..."\\|.-^?*+{}()[]$/"].map((character) => [character, character] as const),
]);
const CLASSES: ReadonlyMap<string, CharacterTest> = new Map([
  ["s", (_code, character) => SPACE.includes(character)],
  ["i", (_code, character) => startsName(character)],
  ["c", (_code, character) => continuesName(character)],
  ["d", (_code, character) => DIGIT.test(character)],
  ["w", (_code, character) => LETTER_DIGIT.test(character)],
]);

const not =
  (test: CharacterTest): CharacterTest =>
  (code, character) =>
    !test(code, character);
const between =
  (from: number, to: number): CharacterTest =>
  (code) =>
    code >= from && code <= to;

/** Recursive descent over the characters of a pattern. */
class PatternReader {
  private readonly characters: readonly string[];
  private position = 0;
  private nesting = 0;

  constructor(pattern: string) {
    if (pattern.length > 10_000) throw new Unreadable("it is too long");
    this.characters = [...pattern];
  }

  read(): Tree {
    const tree = this.choice();
    if (this.peek() !== undefined) throw new Unreadable(`unexpected "${this.peek()}"`);
    return tree;
  }

  private peek(): string | undefined {
    return this.characters[this.position];
  }

  private take(): string {
    const character = this.characters[this.position];
    if (character === undefined) throw new Unreadable("it ends too early");
    this.position += 1;
    return character;
  }

  private skip(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position += 1;
    return true;
  }

  private choice(): Tree {
    const parts = [this.sequence()];
    while (this.skip("|")) parts.push(this.sequence());
    return { kind: "choice", parts };
  }

  private sequence(): Tree {
    const parts: Tree[] = [];
    for (let next = this.peek(); next !== undefined && next !== "|" && next !== ")"; next = this.peek()) {
      parts.push(this.quantified(this.atom()));
    }
    return { kind: "sequence", parts };
  }

  private quantified(part: Tree): Tree {
    if (this.skip("?")) return { kind: "repeat", part, min: 0, max: 1 };
    if (this.skip("*")) return { kind: "repeat", part, min: 0, max: Infinity };
    if (this.skip("+")) return { kind: "repeat", part, min: 1, max: Infinity };
    if (!this.skip("{")) return part;
    let text = "";
    while (!this.skip("}")) text += this.take();
    const bounds = /^(\d{1,9})(,(\d{1,9})?)?$/.exec(text);
    if (!bounds) throw new Unreadable(`"{${text}}" is no number of times`);
    const min = Number(bounds[1]);
    const max = bounds[2] === undefined ? min : bounds[3] === undefined ? Infinity : Number(bounds[3]);
    if (max < min) throw new Unreadable(`"{${text}}" counts backwards`);
    return { kind: "repeat", part, min, max };
  }

  private atom(): Tree {
    const character = this.take();
    if (character === "(") return this.group();
    if (character === "[") return { kind: "character", ...this.bracket() };
    if (character === "\\") return { kind: "character", test: this.escape().test };
    if (character === ".") return { kind: "character", test: (code) => code !== 10 && code !== 13 };
    if ("?*+{}])".includes(character)) throw new Unreadable(`unexpected "${character}"`);
    return { kind: "character", test: (_code, other) => other === character };
  }

  private group(): Tree {
    this.nesting += 1;
    if (this.nesting > MAX_NESTING) throw new Unreadable("its groups nest too deep");
    const tree = this.choice();
    if (!this.skip(")")) throw new Unreadable(`a ")" is missing`);
    this.nesting -= 1;
    return tree;
  }

  /** An escape: a class, or one character (which may then start a range). */
  private escape(): { readonly test: CharacterTest; readonly character?: string } {
    const letter = this.take();
    const single = SINGLE.get(letter);
    if (single !== undefined) return { test: (_code, other) => other === single, character: single };
    const test = letter === "p" || letter === "P" ? this.category() : CLASSES.get(letter.toLowerCase());
    if (!test) throw new Unreadable(`"\\${letter}" is no escape of XML Schema`);
    return { test: letter === letter.toUpperCase() ? not(test) : test };
  }

  private category(): CharacterTest {
    if (!this.skip("{")) throw new Unreadable(`"\\p" needs a category in braces`);
    let name = "";
    while (!this.skip("}")) name += this.take();
    const block = BLOCKS.get(name);
    if (block) return between(...block);
    if (!/^[LMNPZSC][a-z]?$/.test(name)) throw new Unreadable(`the block or category "${name}" is not known`);
    try {
      const expression = new RegExp(`^\\p{${name}}$`, "u");
      return (_code, character) => expression.test(character);
    } catch {
      throw new Unreadable(`the category "${name}" is not known`);
    }
  }

  /** What stands between square brackets, with ranges, negation and subtraction (`[a-z-[aeiou]]`). */
  private bracket(): { readonly test: CharacterTest; readonly size: number } {
    const negative = this.skip("^");
    const tests: CharacterTest[] = [];
    let minus: { readonly test: CharacterTest; readonly size: number } | undefined;
    while (!this.skip("]")) {
      if (this.peek() === "-" && this.characters[this.position + 1] === "[" && tests.length > 0) {
        this.position += 2;
        this.nesting += 1;
        if (this.nesting > MAX_NESTING) throw new Unreadable("its classes nest too deep");
        minus = this.bracket();
        this.nesting -= 1;
        if (!this.skip("]")) throw new Unreadable("a subtraction must stand last in its class");
        break;
      }
      tests.push(this.member());
    }
    if (tests.length === 0) throw new Unreadable("a character class is empty");
    const any: CharacterTest = (code, character) => tests.some((test) => test(code, character));
    const positive = negative ? not(any) : any;
    if (!minus) return { test: positive, size: tests.length };
    const { test: subtracted, size } = minus;
    return {
      test: (code, character) => positive(code, character) && !subtracted(code, character),
      size: tests.length + size,
    };
  }

  private member(): CharacterTest {
    const first = this.take();
    if (first === "[") throw new Unreadable(`unexpected "[" in a character class`);
    const escape = first === "\\" ? this.escape() : undefined;
    const from = escape ? escape.character : first;
    const next = this.characters[this.position + 1];
    if (from === undefined && escape) return escape.test;
    const start = from?.codePointAt(0) ?? 0;
    if (this.peek() !== "-" || next === "]" || next === "[" || next === undefined)
      return between(start, start);
    this.position += 1;
    const last = this.take();
    const to = last === "\\" ? this.escape().character : last;
    const end = to?.codePointAt(0) ?? -1;
    if (end < start) throw new Unreadable("a range in a character class runs backwards");
    return between(start, end);
  }
}
