/** Queries from text to what fontoxpath evaluates: parsed and made to charge for their work, once for each text. */
import type * as slimdom from "slimdom";
import { Remembered } from "../../../model/remembered.ts";
import { MAX_LENGTH } from "../budget.ts";
import { LANGUAGES, parseScript } from "./fontoxpath.ts";
import { child, factory, inside } from "./ast.ts";
import { withMomentsAsText } from "./correct.ts";
import { bareNameIn, rootPaths } from "./forms.ts";
import { guard } from "./guard.ts";
import type { Problem } from "../language.ts";
import { givesSequence } from "./sequences.ts";
import { NotAvailable } from "./names.ts";

/** The two languages that fontoxpath evaluates. */
export type QueryLanguage = "xquery" | "xpath";

/** A query that can be evaluated. */
export interface CompiledQuery {
  readonly module: slimdom.Element;
  /** variables that it may take from outside */
  readonly variables: ReadonlySet<string>;
  /** variables that it can only take from outside */
  readonly free: ReadonlySet<string>;
  /** whether it gives a sequence by its form (`sequences.ts`) */
  readonly isSequence: boolean;
  /** a name in a query over JSON that would be an element */
  readonly bareName: Problem | undefined;
  /** variables whose sizes are paid when it begins, as often as they are there */
  readonly weighed: readonly string[];
  /** the first two names of each path from the root */
  readonly paths: ReturnType<typeof rootPaths>;
}

/** Why a text cannot be evaluated: the end of a sentence. */
export interface QueryProblem {
  readonly problem: string;
  readonly isTooLarge: boolean;
}

/** Brackets and elements that a query may nest; the parser takes much of the stack for each. */
const MAX_NESTING = 100;

const known = new Remembered<CompiledQuery | QueryProblem>(10_000);

/** The query, parsed and rewritten once for each text; a problem, as the end of a sentence, when it cannot be used. */
export function compiledQuery(text: string, language: QueryLanguage): CompiledQuery | QueryProblem {
  if (text.length > MAX_LENGTH) return compile(text, language);
  return known.get(`${language} ${text}`, () => compile(text, language));
}

function compile(text: string, language: QueryLanguage): CompiledQuery | QueryProblem {
  if (text.length > MAX_LENGTH)
    return { problem: `is longer than ${MAX_LENGTH} characters`, isTooLarge: true };
  if (nesting(text) > MAX_NESTING)
    return { problem: `nests brackets deeper than ${MAX_NESTING} levels`, isTooLarge: true };
  try {
    const module = parsed(text, language);
    const isSequence = givesSequence(bodyOf(module));
    const bareName = language === "xpath" ? bareNameIn(module) : undefined;
    const paths = rootPaths(module);
    const { names, hasMoments, weighed } = guard(module, language === "xpath");
    if (language === "xpath" && hasMoments) keepMoments(module);
    return { module, variables: names.used, free: names.free, isSequence, bareName, paths, weighed };
  } catch (error) {
    if (error instanceof RangeError) return { problem: "nests too deep", isTooLarge: true };
    if (error instanceof NotAvailable) return { problem: `fails: ${error.message}`, isTooLarge: false };
    return { problem: syntaxProblem(error), isTooLarge: false };
  }
}

function parsed(text: string, language: QueryLanguage): slimdom.Element {
  return parseScript<slimdom.Element>(text, { ...LANGUAGES[language], annotateAst: false }, factory);
}

/** How deep brackets and elements nest at most; brackets in texts are counted, too. */
function nesting(text: string): number {
  let deepest = 0;
  let depth = 0;
  for (const [part] of text.matchAll(/[([{]|[)\]}]|<\/|\/>|<(?=[A-Za-z_])/g)) {
    const isOpening = part.length === 1 && "([{<".includes(part);
    depth = Math.max(0, depth + (isOpening ? 1 : -1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The parser lists all that it would have taken; the place is what helps. */
function syntaxProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, line, column] = /at <>:(\d+):(\d+)/.exec(message) ?? [];
  if (line !== undefined && /XPST0003/.test(message))
    return `cannot be read: it is wrong at line ${line}, column ${column}`;
  return `fails: ${/[A-Z]{4}\d{4}: [^\n]*/.exec(message)?.[0] ?? message.trim()}`;
}

/** fontoxpath would answer every moment as a JavaScript date. */
function keepMoments(module: slimdom.Element): void {
  const query = bodyOf(module);
  if (query) withMomentsAsText(query);
}

/** The expression that a query is. */
function bodyOf(module: slimdom.Element): slimdom.Element | undefined {
  const main = child(module, "mainModule");
  return main && inside(main, "queryBody");
}
