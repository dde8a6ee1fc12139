/** The names in a parsed query: what it declares, what it uses, and which functions it calls by them. */
import type * as slimdom from "slimdom";
import { childElements } from "../../xml/dom.ts";
import { attribute, child, FUNCTIONS, OWN, textOf } from "./ast.ts";
import { REFUSED } from "./lists.ts";

const SCHEMA = "http://www.w3.org/2001/XMLSchema";
const LOCAL = "http://www.w3.org/2005/xquery-local-functions";

/** Namespaces whose functions are the languages' own; the engine has others, which lead out of the query. */
const NAMESPACES: ReadonlySet<string> = new Set([
  FUNCTIONS,
  ...["map", "array", "math"].map((name) => `${FUNCTIONS}/${name}`),
  SCHEMA,
  LOCAL,
]);

/** What changes nodes, which nobody would see; YAWL's engine does not have it, either. */
const UPDATES: ReadonlySet<string> = new Set([
  "transformExpr",
  "insertExpr",
  "deleteExpr",
  "replaceExpr",
  "renameExpr",
]);

/** How names begin that are put into queries. */
export const MADE = "mizzen-";

/** A query uses what it may not; the message is a sentence. */
export class NotAvailable extends Error {}

/** The names of a query: variables that it uses and binds, prefixes, and a fresh name for what is put into it. */
export class QueryNames {
  /** names of variables that the query refers to */
  readonly used = new Set<string>();
  /** names that it binds somewhere */
  readonly #bound = new Set<string>();
  readonly #prefixes = new Map([
    ["", FUNCTIONS],
    ["fn", FUNCTIONS],
    ["xs", SCHEMA],
    ["math", `${FUNCTIONS}/math`],
    ["local", LOCAL],
    ["map", `${FUNCTIONS}/map`],
    ["array", `${FUNCTIONS}/array`],
  ]);
  /** `name#arity` of functions that the query declares */
  readonly #declared = new Set<string>();
  /** variables that may hold several items */
  readonly #several = new Set<string>();
  readonly #called: slimdom.Element[] = [];
  #arrays = false;

  /** @throws NotAvailable for names that a query must not use */
  constructor(module: slimdom.Element) {
    this.#look(module);
    for (const name of this.#called) this.#checkCalled(name);
    for (const name of [...this.used, ...this.#bound])
      if (name.startsWith(MADE))
        throw new NotAvailable(
          `The variable $${name} is not available: names that begin so are the engine's own`,
        );
  }

  /** Whether the query makes arrays or maps, which hold more than they look. */
  get hasArrays(): boolean {
    return this.#arrays;
  }

  /** Functions of the engine, and those that are put into queries, are not for queries. */
  #checkCalled(name: slimdom.Element): void {
    const namespace = this.#namespaceOf(name);
    if (NAMESPACES.has(namespace)) return;
    const isOwn = [...this.#declared].some((key) => key.startsWith(`{${namespace}}`));
    if (namespace === OWN || !isOwn)
      throw new NotAvailable(`There is no function ${attribute(name, "prefix") ?? ""}:${textOf(name)}()`);
  }

  /** Names of variables that the query refers to and nowhere binds. */
  get free(): ReadonlySet<string> {
    return new Set([...this.used].filter((name) => !this.#bound.has(name)));
  }

  /** Whether a function is one of the query's own. */
  isDeclared(name: slimdom.Element, arity: number): boolean {
    return this.#declared.has(`${this.#keyOf(name)}#${arity}`);
  }

  /** Whether a variable may hold several items: those of loops and those from outside hold one. */
  isSeveral(reference: slimdom.Element): boolean {
    return this.#several.has(textOf(child(reference, "name")));
  }

  /** Finds what the query declares. */
  #look(element: slimdom.Element): void {
    const children = childElements(element);
    if (UPDATES.has(element.localName)) throw new NotAvailable("XQuery Update is not available");
    switch (element.localName) {
      case "functionName":
      case "EQName":
        this.#called.push(element);
        if (/^(array|map)$/.test(attribute(element, "prefix") ?? "") || textOf(element) === "parse-json")
          this.#arrays = true;
        break;
      case "arrayConstructor":
      case "mapConstructor":
        this.#arrays = true;
        break;
      case "namespaceDecl":
        this.#prefixes.set(textOf(child(element, "prefix")), textOf(child(element, "uri")));
        break;
      case "defaultNamespaceDecl":
        if (textOf(child(element, "defaultNamespaceCategory")) === "function")
          this.#prefixes.set("", textOf(child(element, "uri")));
        break;
      case "functionDecl": {
        const name = child(element, "functionName");
        const count = childElements(child(element, "paramList") ?? element).length;
        if (name) this.#declared.add(`${this.#keyOf(name)}#${count}`);
        break;
      }
      case "letClauseItem":
        this.#noteSeveral(child(element, "typedVariableBinding"));
        break;
      case "param":
      case "varDecl":
      case "groupingSpec":
        this.#noteSeveral(element);
        break;
      case "varRef":
        this.used.add(textOf(child(element, "name")));
        break;
      case "varName":
      case "positionalVariableBinding":
        this.#bound.add(textOf(element));
        break;
      case "moduleImport":
        throw new NotAvailable("No modules can be imported");
    }
    for (const each of children) this.#look(each);
  }

  #noteSeveral(binding: slimdom.Element | undefined): void {
    const name = binding && child(binding, "varName");
    if (name) this.#several.add(textOf(name));
  }

  #keyOf(name: slimdom.Element): string {
    return `{${this.#namespaceOf(name)}}${textOf(name)}`;
  }

  #namespaceOf(name: slimdom.Element): string {
    const uri = attribute(name, "URI");
    if (uri !== null && uri !== "") return uri;
    const prefix = attribute(name, "prefix") ?? "";
    return this.#prefixes.get(prefix) ?? prefix;
  }

  /** Name of the built-in type that a call makes a value of, as `xs:date(...)` does. */
  typeOf(name: slimdom.Element): string | undefined {
    return this.#namespaceOf(name) === SCHEMA ? textOf(name) : undefined;
  }

  /**
   * Name of a built-in function, those of maps and arrays with their prefix; else `undefined`.
   * @throws NotAvailable
   */
  builtIn(name: slimdom.Element): string | undefined {
    const namespace = this.#namespaceOf(name);
    if (namespace === FUNCTIONS) {
      const why = REFUSED.get(textOf(name));
      if (why !== undefined)
        throw new NotAvailable(`The function ${textOf(name)}() is not available: ${why}`);
      return textOf(name);
    }
    return namespace.startsWith(`${FUNCTIONS}/`)
      ? `${namespace.slice(FUNCTIONS.length + 1)}:${textOf(name)}`
      : undefined;
  }
}
