/** What can be said of a query before it is evaluated. */
import type * as slimdom from "slimdom";
import { didYouMean } from "../../../model/near.ts";
import type { Names, Problem } from "../language.ts";
import { Budget } from "../budget.ts";
import { child, inline, inside, replaceBy } from "./ast.ts";
import { compiledQuery, type CompiledQuery, type QueryLanguage } from "./compile.ts";
import { ALL_RESULTS } from "./evaluate.ts";
import { evaluateXPath, LANGUAGES } from "./fontoxpath.ts";
import type { Surroundings } from "./define.ts";

/** The first thing that is wrong with a query. */
export function queryProblem(text: string, language: QueryLanguage, names: Names): Problem | undefined {
  const query = compiledQuery(text, language);
  if ("problem" in query) return { message: query.problem, ...placeIn(query.problem) };
  const { variables } = names;
  const missing = [...query.free].find((name) => variables && !variables.includes(name));
  if (missing !== undefined && variables)
    return {
      message: `names $${missing}, which is not there${listed(variables)}`,
      hint: didYouMean(missing, variables),
    };
  return query.bareName ?? staticProblem(query, language);
}

/** The place that a message of the parser names. */
function placeIn(message: string): Pick<Problem, "line" | "column"> {
  const [, line, column] = /at line (\d+), column (\d+)/.exec(message) ?? [];
  return line === undefined ? {} : { line: Number(line), column: Number(column) };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "";
  const shown = names.slice(0, 8).map((name) => `$${name}`);
  return `; there is ${shown.join(", ")}${names.length > shown.length ? " ..." : ""}`;
}

const found = new WeakMap<slimdom.Element, Problem | "none">();

/**
 * What the engine finds when it looks up all that the query names, once for each query. It does so before it evaluates
 * anything; so that nothing is evaluated, the query becomes the body of a function that nobody calls.
 */
function staticProblem({ module, variables }: CompiledQuery, language: QueryLanguage): Problem | undefined {
  const known = found.get(module);
  if (known) return known === "none" ? undefined : known;
  const problem = lookedUp(module, variables, language);
  found.set(module, problem ?? "none");
  return problem;
}

function lookedUp(
  module: slimdom.Element,
  variables: ReadonlySet<string>,
  language: QueryLanguage,
): Problem | undefined {
  const copy = module.cloneNode(true);
  const main = child(copy, "mainModule");
  const body = main && inside(main, "queryBody");
  if (!body) return undefined;
  replaceBy(body, (old) => inline([], old));
  const values = Object.fromEntries([...variables].map((name) => [name, null]));
  const surroundings: Surroundings = { budget: new Budget(), now: 0, timers: () => "dormant", widest: 0 };
  try {
    evaluateXPath(copy, null, null, values, ALL_RESULTS, {
      ...LANGUAGES[language],
      currentContext: surroundings,
      namespaceResolver: () => null,
    });
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const missing = functionProblem(message);
    if (missing) return missing;
    const [reason] = /XPST\d{4}: [^\n]*|XQST\d{4}: [^\n]*/.exec(message) ?? [];
    return reason === undefined ? undefined : { message: `fails: ${reason.slice(0, 200)}` };
  }
}

/** A function that is not there, or not with so many arguments. */
function functionProblem(message: string): Problem | undefined {
  const [, full = "", arity = ""] =
    /XPST0017: (?:The )?[Ff]unction (\S+) with arity(?: of)? (\d+)/.exec(message) ?? [];
  if (full === "") return undefined;
  const name = full
    .replace(/^Q\{http:\/\/www\.w3\.org\/2005\/xpath-functions\}/, "")
    .replace(/^Q\{http:\/\/www\.w3\.org\/2001\/XMLSchema\}/, "xs:")
    .replace(/^Q\{[^}]*\/(\w+)\}/, "$1:");
  const near = [...message.matchAll(/"Q\{http:[^}]*\}([\w-]+) \(/g)].map(([, each = ""]) => each);
  const many = `${arity} argument${arity === "1" ? "" : "s"}`;
  if (near.includes(name)) return { message: `calls ${name}() with ${many}, which it does not take` };
  const hint = didYouMean(name, near) || (near[0] === undefined ? "" : ` Did you mean "${near[0]}"?`);
  return { message: `calls the function ${name}() with ${many}, which is not there`, hint };
}

/**
 * A path from the root to something that the XML view does not have.
 * @param elements names of the root's elements
 */
export function missingPath(
  text: string,
  root: string | undefined,
  elements: readonly string[] | undefined,
): Problem | undefined {
  const query = compiledQuery(text, "xquery");
  if ("problem" in query) return undefined;
  for (const [first, second] of query.paths) {
    if (root !== undefined && first !== root)
      return {
        message: `looks for /${first}, but the root is "${root}"`,
        hint: didYouMean(first, [root]),
      };
    if (second !== undefined && elements && !elements.includes(second))
      return {
        message: `looks for /${first}/${second}, which is not there`,
        hint: didYouMean(second, elements),
      };
  }
  return undefined;
}
