/** What can be seen of an expression before a case runs: whether it can be parsed, and which variables it names. */
import * as slimdom from "slimdom";
import { evaluateXPath, parseScript } from "../../data/expressions/xquery/fontoxpath.ts";
import { jsonata } from "../../data/expressions/jsonata/library.ts";
import type { Expression } from "../../model/specification.ts";

/** Longer expressions are left to the case: parsing takes time that grows faster than they do. */
const MAX_LENGTH = 1000;

/** Characters of expressions that are parsed of one file, a second's worth or two; the rest is left to the case. */
const MAX_TOTAL = 100_000;

/** What a parser found in an expression. */
export interface Parsed {
  /** why it is no expression of its language */
  readonly problem?: string;
  /** variables that it names and does not bind itself; unknown for languages that do not mind missing ones */
  readonly variables: readonly string[];
}

const UNKNOWN: Parsed = { variables: [] };

/** Parses the expressions of one file, each once. */
export class ExpressionParser {
  readonly #known = new Map<string, Parsed>();
  #left = MAX_TOTAL;

  parse(expression: Expression): Parsed {
    const { language, text } = expression;
    const key = `${language} ${text}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (text.length > MAX_LENGTH || text.length > this.#left) return UNKNOWN;
    this.#left -= text.length;
    const parsed = parseExpression(expression);
    this.#known.set(key, parsed);
    return parsed;
  }
}

function parseExpression({ language, text }: Expression): Parsed {
  try {
    if (language === "jsonata") {
      jsonata(text);
      return UNKNOWN;
    }
    return language === "xpath" ? parseXPath(text) : UNKNOWN;
  } catch (error) {
    // what nests too deep for the parser here is left to the case
    return error instanceof RangeError ? UNKNOWN : { ...UNKNOWN, problem: reasonOf(error) };
  }
}

function parseXPath(text: string): Parsed {
  const document = new slimdom.Document();
  const parsed = parseScript<slimdom.Element>(text, { language: evaluateXPath.XPATH_3_1_LANGUAGE }, document);
  const named = new Set<string>();
  const bound = new Set<string>();
  collect(parsed, named, bound);
  return { variables: [...named].filter((name) => !bound.has(name)) };
}

/** The tree is XQueryX: `varRef` names a variable, `varName` and `positionalVariableBinding` bind one. */
function collect(node: slimdom.Node, named: Set<string>, bound: Set<string>): void {
  for (const child of node.childNodes) {
    if (child.nodeName === "xqx:varName" || child.nodeName === "xqx:positionalVariableBinding") {
      bound.add(child.textContent ?? "");
    } else if (child.nodeName === "xqx:varRef") named.add(child.textContent ?? "");
    else collect(child, named, bound);
  }
}

/** The parsers' messages without the drawing around them. */
function reasonOf(error: unknown): string {
  const isObject = typeof error === "object" && error !== null;
  const message = isObject && "message" in error ? String(error.message) : String(error);
  const position = isObject && "position" in error ? ` (at character ${String(error.position)})` : "";
  const at = /at <>:\d+:(\d+)/.exec(message);
  const [, reason = message] = /[A-Z]{4}\d{4}: (?:Failed to parse script\. )?([^\n]*)/.exec(message) ?? [];
  // a list of everything that XPath knows helps nobody
  const short = reason.length > 80 ? "something else is expected" : reason.trim();
  return `${short}${at ? ` (at character ${at[1]})` : position}`;
}
