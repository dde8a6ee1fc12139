/**
 * Patterns of JSON Schema: expressions of JavaScript with the flag `u` (ECMA-262), searched for anywhere in a text. They are
 * read by a parser of that language and matched by our automaton, in time proportional to the text. What no automaton can
 * match (look-ahead, look-behind and references back to a group) cannot be read.
 */
import { RegExpParser } from "@eslint-community/regexpp";
import type { AST } from "@eslint-community/regexpp";
import { CompiledPatterns, finds } from "../types/automaton.ts";
import type { CharacterTest, Tree } from "../types/automaton.ts";
import type { Work } from "../types/work.ts";

const MAX_LENGTH = 10_000;
/** The parser goes one level deeper for each group. */
const MAX_GROUPS_IN_GROUPS = 200;

class Unreadable extends Error {}

const patterns = new CompiledPatterns(read);

/**
 * Whether a pattern is found in a text. A pattern that cannot be read is found in every text: see `schemaPatternProblem`.
 * @throws TooMuchWork
 */
export function findsPattern(pattern: string, text: string, work: Work): boolean {
  const automaton = patterns.of(pattern);
  return typeof automaton === "string" || finds(automaton, text, work);
}

/** Why a pattern cannot be read, as the end of a sentence about it; `undefined` when it can. */
export function schemaPatternProblem(pattern: string): string | undefined {
  const automaton = patterns.of(pattern);
  return typeof automaton === "string" ? automaton : undefined;
}

/** Parts of an expression, as the room that it takes: for a limit on all patterns of a schema together. */
export function patternSize(pattern: string): number {
  const automaton = patterns.of(pattern);
  return typeof automaton === "string" ? 0 : automaton.steps.length;
}

function read(pattern: string): Tree | string {
  if (pattern.length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} characters`;
  if (deepest(pattern) > MAX_GROUPS_IN_GROUPS) return "its groups nest too deep";
  try {
    const parser = new RegExpParser({ ecmaVersion: 2025 });
    const parsed = parser.parsePattern(pattern, 0, pattern.length, { unicode: true });
    return choice(parsed.alternatives);
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    // The parser's message begins with the whole expression.
    if (error instanceof SyntaxError) return lowerFirst(error.message.replace(/^.*: /s, ""));
    throw error;
  }
}

/** Groups in groups, at most: what is escaped or stands in a class is counted as well. */
function deepest(pattern: string): number {
  let depth = 0;
  let most = 0;
  for (const character of pattern) {
    if (character === "(") most = Math.max(most, (depth += 1));
    else if (character === ")") depth -= 1;
  }
  return most;
}

function lowerFirst(text: string): string {
  return text.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function choice(alternatives: readonly AST.Alternative[]): Tree {
  const parts = alternatives.map(({ elements }): Tree => ({
    kind: "sequence",
    parts: elements.map((element) => treeOf(element)),
  }));
  const [first] = parts;
  return first && parts.length === 1 ? first : { kind: "choice", parts };
}

function treeOf(element: AST.Element): Tree {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
      return { kind: "character", ...classOf(element) };
    case "Group":
      if (element.modifiers) throw new Unreadable(`"${element.raw.slice(0, 10)}" changes flags inside of it`);
      return choice(element.alternatives);
    case "CapturingGroup":
      return choice(element.alternatives);
    case "Quantifier":
      return { kind: "repeat", part: treeOf(element.element), min: element.min, max: element.max };
    case "Assertion":
      return assertion(element);
    case "Backreference":
      throw new Unreadable(
        `"${element.raw}" asks for the text of a group again, which takes time without bound`,
      );
    case "ExpressionCharacterClass":
      throw new Unreadable(`"${element.raw}" is not known`);
  }
}

function assertion(element: AST.Assertion): Tree {
  switch (element.kind) {
    case "start":
    case "end":
      return { kind: element.kind };
    case "word":
      return { kind: element.negate ? "no-boundary" : "boundary" };
    case "lookahead":
    case "lookbehind":
      throw new Unreadable(
        `"${element.raw.slice(0, 30)}" looks ahead or behind, which takes time without bound; several patterns can stand in \`allOf\``,
      );
  }
}

interface CharacterClass {
  readonly test: CharacterTest;
  readonly size: number;
}

type ClassPart = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassElement;

function classOf(part: ClassPart): CharacterClass {
  switch (part.type) {
    case "Character": {
      const { value } = part;
      return { test: (code) => code === value, size: 1 };
    }
    case "CharacterClassRange": {
      const [from, to] = [part.min.value, part.max.value];
      return { test: (code) => code >= from && code <= to, size: 1 };
    }
    case "CharacterSet":
      // What a set such as \d or \p{L} holds, JavaScript itself knows best: one character cannot make it go back.
      return ofSet(part);
    case "CharacterClass": {
      const members = part.elements.map((member) => classOf(member));
      const size = members.reduce((sum, member) => sum + member.size, 0);
      const { negate } = part;
      return { test: (code, text) => members.some((member) => member.test(code, text)) !== negate, size };
    }
    default:
      throw new Unreadable(`"${part.raw}" is not known`);
  }
}

function ofSet(set: AST.CharacterSet): CharacterClass {
  const expression = new RegExp(`^${set.raw}$`, "u");
  return { test: (_code, text) => expression.test(text), size: 2 };
}
