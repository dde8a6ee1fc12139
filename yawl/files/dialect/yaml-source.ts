/**
 * YAML (or JSON) text, parsed within bounds: what would make the library recurse, or collect errors for minutes, is refused
 * with its place while the text is read token by token.
 */
import { Composer, CST, Lexer, LineCounter, Parser, type Document } from "yaml";
import type { FaultDetail } from "../../model/fault.ts";

/** Most levels of maps and lists in each other; what reads them calls itself for each. */
const DEEPEST = 100;
/** Tokens of a file; a specification of 20,000 tasks has some 900,000. */
const MOST_TOKENS = 1_500_000;
/** Tokens of a file most of which is punctuation: each costs the parser as much as one that says something. */
const MOST_DENSE_TOKENS = 600_000;
/** Tokens for each character from which a file counts as that; specifications have some 0.6. */
const DENSE = 0.7;
const MOST_ANCHORS = 1_000;
/** Errors after which nobody reads on. */
const MOST_ERRORS = 20;
/** Tags of the core schema: they say of a value what it is, and nothing else. */
const TAG =
  /^(?:!|!!(?:str|int|float|bool|null|map|seq)|!<tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)>)$/;

/** A YAML document with the places of its lines, or what is wrong, each with its place. */
export type ParsedYaml =
  | { readonly ok: true; readonly document: Document.Parsed; readonly lines: LineCounter }
  | { readonly ok: false; readonly details: readonly FaultDetail[] };

/** The one document of a text. */
export function parseYaml(text: string): ParsedYaml {
  const lines = linesOf(text);
  const problems: FaultDetail[] = [];
  const complain = (offset: number, message: string): void => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    problems.push({ line, column: col, message });
  };
  const document = compose(text, complain, problems);
  return problems.length > 0 || !document
    ? { ok: false, details: inOrder(problems) }
    : { ok: true, document, lines };
}

function compose(
  text: string,
  complain: (offset: number, message: string) => void,
  problems: readonly FaultDetail[],
): Document.Parsed | undefined {
  const composer = new Composer({
    version: "1.2",
    uniqueKeys: false,
    logLevel: "silent",
    prettyErrors: false,
  });
  // The composer gives each error to this property of its own, goes on, and may make an error of every character.
  Reflect.set(composer, "onError", (source: ErrorSource, _code: string, message: string) => {
    // It catches what is thrown below it and reports that as well.
    if (problems.length < MOST_ERRORS) complain(offsetOf(source), sentenceOf(message));
    if (problems.length >= MOST_ERRORS) throw new Enough();
  });
  let document: Document.Parsed | undefined;
  let isBegun = false;
  try {
    for (const token of tokensOf(text, complain)) {
      if (token.type === "directive" && !/^%YAML[ \t]+1\.2\b/.test(token.source))
        complain(token.offset, `The directive ${shortened(token.source)} is not taken: files are YAML 1.2.`);
      if (token.type === "error") complain(token.offset, sentenceOf(token.message));
      if (token.type === "document") {
        if (isBegun)
          complain(token.offset, "The file holds more than one document; a second one begins here.");
        isBegun = true;
      }
      if (problems.length >= MOST_ERRORS) return undefined;
      if (problems.length > 0) continue;
      for (const done of composer.next(token)) document ??= asParsed(done);
    }
    if (problems.length > 0) return undefined;
    for (const done of composer.end(true, text.length)) document ??= asParsed(done);
  } catch (error) {
    if (error instanceof RangeError) complain(0, TOO_DEEP);
    else if (!(error instanceof Enough)) throw error;
  }
  return document;
}

class Enough extends Error {}

/** Where the composer says that an error is. */
type ErrorSource = number | readonly [from: number, to: number] | { readonly offset: number };

function offsetOf(source: ErrorSource): number {
  if (typeof source === "number") return source;
  return "offset" in source ? source.offset : source[0];
}

/** The composer gives documents whose contents have places; its type says so only where something was parsed. */
function asParsed(document: Document.Parsed | Document): Document.Parsed {
  return document as Document.Parsed;
}

/** Stops, with a complaint, at what is not worth reading on. */
function* tokensOf(text: string, complain: (offset: number, message: string) => void): Generator<CST.Token> {
  const lexemes = lexemesOf(text, complain);
  if (!lexemes) return;
  const parser = new Parser();
  for (const lexeme of lexemes) {
    // A map of the stack is there for its value as well.
    if (parser.stack.length > 2 * DEEPEST) {
      complain(parser.offset, TOO_DEEP);
      return;
    }
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

const TOO_DEEP = `The file nests too deep: more than ${DEEPEST} levels of maps and lists.`;

/** All tokens, unless one of them is wrong by itself or there are too many: found at a fifth of what parsing costs. */
function lexemesOf(
  text: string,
  complain: (offset: number, message: string) => void,
): readonly string[] | undefined {
  const most = Math.min(MOST_TOKENS, Math.max(MOST_DENSE_TOKENS, Math.floor(DENSE * text.length)));
  const lexemes: string[] = [];
  const open: FlowEnd[] = [];
  const anchors = new Set<string>();
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    const problem =
      lexemes.length >= most
        ? `The file has more than ${most} parts, most of them punctuation.`
        : problemOf(type, lexeme, open, anchors);
    if (problem !== undefined) {
      complain(offset, problem);
      return undefined;
    }
    lexemes.push(lexeme);
    if (!MARKS.has(type)) offset += lexeme.length;
  }
  return lexemes;
}

type FlowEnd = "flow-map-end" | "flow-seq-end";

/** What the lexer puts between tokens; it is no part of the text. */
const MARKS: ReadonlySet<string | null> = new Set(["doc-mode", "flow-error-end", "scalar"]);

/** What is wrong with a token, seen by itself. */
function problemOf(
  type: ReturnType<typeof CST.tokenType>,
  lexeme: string,
  open: FlowEnd[],
  anchors: Set<string>,
): string | undefined {
  switch (type) {
    case "flow-map-start":
    case "flow-seq-start":
      open.push(type === "flow-map-start" ? "flow-map-end" : "flow-seq-end");
      return open.length > DEEPEST ? TOO_DEEP : undefined;
    case "flow-map-end":
    case "flow-seq-end": {
      const expected = open.pop();
      if (expected === type) return undefined;
      const before =
        expected === undefined
          ? "nothing is open that it could close"
          : `${expected === "flow-map-end" ? "}" : "]"} should come first`;
      return `"${lexeme}" cannot stand here: ${before}.`;
    }
    case "flow-error-end":
      return `A "${open.at(-1) === "flow-map-end" ? "{" : "["}" is not closed: what follows is not indented.`;
    case "anchor":
      anchors.add(lexeme.slice(1));
      return anchors.size > MOST_ANCHORS ? `The file has more than ${MOST_ANCHORS} anchors.` : undefined;
    case "alias":
      return anchors.has(lexeme.slice(1))
        ? undefined
        : `Nothing before it is called "&${shortened(lexeme.slice(1))}".`;
    case "tag":
      return TAG.test(lexeme)
        ? undefined
        : `The tag ${shortened(lexeme)} is not known here: values are what they look like, or text in quotes.`;
    default:
      return undefined;
  }
}

function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) lines.addNewLine(end + 1);
  return lines;
}

function inOrder(details: readonly FaultDetail[]): readonly FaultDetail[] {
  return details.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The library's message without an excerpt, which may be the whole file. */
function sentenceOf(message: string): string {
  if (/call stack/.test(message)) return TOO_DEEP;
  const [first = ""] = message.split("\n");
  const plain = first.length > 160 ? `${first.slice(0, 160)}…` : first;
  return /[.!?…]$/.test(plain) ? plain : `${plain}.`;
}
