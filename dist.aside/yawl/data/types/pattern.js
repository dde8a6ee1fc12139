import { compileTree, matches } from "./automaton.js";
import { continuesName, startsName } from "../xml/names.js";
class Unreadable extends Error {
}
const MAX_NESTING = 200;
const cache = new Map();
const MAX_CACHED = 1_000;
function compiled(pattern) {
    const known = cache.get(pattern);
    if (known !== undefined)
        return known;
    if (cache.size >= MAX_CACHED)
        cache.clear();
    const result = compile(pattern);
    cache.set(pattern, result);
    return result;
}
function compile(pattern) {
    try {
        return compileTree(new PatternReader(pattern).read()) ?? "its repetitions are too big";
    }
    catch (error) {
        if (error instanceof Unreadable)
            return error.message;
        throw error;
    }
}
export function matchesPattern(pattern, text) {
    const automaton = compiled(pattern);
    return typeof automaton === "string" || matches(automaton, text);
}
export function patternProblem(pattern) {
    const automaton = compiled(pattern);
    return typeof automaton === "string" ? `the pattern "${pattern}" is not checked: ${automaton}` : undefined;
}
const SPACE = " \t\n\r";
const LETTER_DIGIT = /^[^\p{P}\p{Z}\p{C}]$/u;
const DIGIT = /^\p{Nd}$/u;
const BLOCKS = new Map([
    ["IsBasicLatin", [0x00, 0x7f]],
    ["IsLatin-1Supplement", [0x80, 0xff]],
    ["IsLatinExtended-A", [0x100, 0x17f]],
    ["IsLatinExtended-B", [0x180, 0x24f]],
    ["IsGreek", [0x370, 0x3ff]],
    ["IsCyrillic", [0x400, 0x4ff]],
]);
const SINGLE = new Map([
    ["n", "\n"],
    ["r", "\r"],
    ["t", "\t"],
    ...[..."\\|.-^?*+{}()[]$/"].map((character) => [character, character]),
]);
const CLASSES = new Map([
    ["s", (_code, character) => SPACE.includes(character)],
    ["i", (_code, character) => startsName(character)],
    ["c", (_code, character) => continuesName(character)],
    ["d", (_code, character) => DIGIT.test(character)],
    ["w", (_code, character) => LETTER_DIGIT.test(character)],
]);
const not = (test) => (code, character) => !test(code, character);
const between = (from, to) => (code) => code >= from && code <= to;
class PatternReader {
    characters;
    position = 0;
    nesting = 0;
    constructor(pattern) {
        if (pattern.length > 10_000)
            throw new Unreadable("it is too long");
        this.characters = [...pattern];
    }
    read() {
        const tree = this.choice();
        if (this.peek() !== undefined)
            throw new Unreadable(`unexpected "${this.peek()}"`);
        return tree;
    }
    peek() {
        return this.characters[this.position];
    }
    take() {
        const character = this.characters[this.position];
        if (character === undefined)
            throw new Unreadable("it ends too early");
        this.position += 1;
        return character;
    }
    skip(character) {
        if (this.peek() !== character)
            return false;
        this.position += 1;
        return true;
    }
    choice() {
        const parts = [this.sequence()];
        while (this.skip("|"))
            parts.push(this.sequence());
        return { kind: "choice", parts };
    }
    sequence() {
        const parts = [];
        for (let next = this.peek(); next !== undefined && next !== "|" && next !== ")"; next = this.peek()) {
            parts.push(this.quantified(this.atom()));
        }
        return { kind: "sequence", parts };
    }
    quantified(part) {
        if (this.skip("?"))
            return { kind: "repeat", part, min: 0, max: 1 };
        if (this.skip("*"))
            return { kind: "repeat", part, min: 0, max: Infinity };
        if (this.skip("+"))
            return { kind: "repeat", part, min: 1, max: Infinity };
        if (!this.skip("{"))
            return part;
        let text = "";
        while (!this.skip("}"))
            text += this.take();
        const bounds = /^(\d{1,9})(,(\d{1,9})?)?$/.exec(text);
        if (!bounds)
            throw new Unreadable(`"{${text}}" is no number of times`);
        const min = Number(bounds[1]);
        const max = bounds[2] === undefined ? min : bounds[3] === undefined ? Infinity : Number(bounds[3]);
        return { kind: "repeat", part, min, max };
    }
    atom() {
        const character = this.take();
        if (character === "(")
            return this.group();
        if (character === "[")
            return { kind: "character", test: this.bracket() };
        if (character === "\\")
            return { kind: "character", test: this.escape().test };
        if (character === ".")
            return { kind: "character", test: (code) => code !== 10 && code !== 13 };
        if ("?*+{}])".includes(character))
            throw new Unreadable(`unexpected "${character}"`);
        return { kind: "character", test: (_code, other) => other === character };
    }
    group() {
        this.nesting += 1;
        if (this.nesting > MAX_NESTING)
            throw new Unreadable("its groups nest too deep");
        const tree = this.choice();
        if (!this.skip(")"))
            throw new Unreadable(`a ")" is missing`);
        this.nesting -= 1;
        return tree;
    }
    escape() {
        const letter = this.take();
        const single = SINGLE.get(letter);
        if (single !== undefined)
            return { test: (_code, other) => other === single, character: single };
        const test = letter === "p" || letter === "P" ? this.category() : CLASSES.get(letter.toLowerCase());
        if (!test)
            throw new Unreadable(`"\\${letter}" is no escape of XML Schema`);
        return { test: letter === letter.toUpperCase() ? not(test) : test };
    }
    category() {
        if (!this.skip("{"))
            throw new Unreadable(`"\\p" needs a category in braces`);
        let name = "";
        while (!this.skip("}"))
            name += this.take();
        const block = BLOCKS.get(name);
        if (block)
            return between(...block);
        if (!/^[LMNPZSC][a-z]?$/.test(name))
            throw new Unreadable(`the block or category "${name}" is not known`);
        try {
            const expression = new RegExp(`^\\p{${name}}$`, "u");
            return (_code, character) => expression.test(character);
        }
        catch {
            throw new Unreadable(`the category "${name}" is not known`);
        }
    }
    bracket() {
        const negative = this.skip("^");
        const tests = [];
        let minus;
        while (!this.skip("]")) {
            if (this.peek() === "-" && this.characters[this.position + 1] === "[" && tests.length > 0) {
                this.position += 2;
                this.nesting += 1;
                if (this.nesting > MAX_NESTING)
                    throw new Unreadable("its classes nest too deep");
                minus = this.bracket();
                this.nesting -= 1;
                if (!this.skip("]"))
                    throw new Unreadable("a subtraction must stand last in its class");
                break;
            }
            tests.push(this.member());
        }
        if (tests.length === 0)
            throw new Unreadable("a character class is empty");
        const any = (code, character) => tests.some((test) => test(code, character));
        const positive = negative ? not(any) : any;
        const subtracted = minus;
        return subtracted
            ? (code, character) => positive(code, character) && !subtracted(code, character)
            : positive;
    }
    member() {
        const first = this.take();
        if (first === "[")
            throw new Unreadable(`unexpected "[" in a character class`);
        const escape = first === "\\" ? this.escape() : undefined;
        const from = escape ? escape.character : first;
        const next = this.characters[this.position + 1];
        if (from === undefined && escape)
            return escape.test;
        const start = from?.codePointAt(0) ?? 0;
        if (this.peek() !== "-" || next === "]" || next === "[" || next === undefined)
            return between(start, start);
        this.position += 1;
        const last = this.take();
        const to = last === "\\" ? this.escape().character : last;
        const end = to?.codePointAt(0) ?? -1;
        if (end < start)
            throw new Unreadable("a range in a character class runs backwards");
        return between(start, end);
    }
}
//# sourceMappingURL=pattern.js.map