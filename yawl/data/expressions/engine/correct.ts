/**
 * Where fontoxpath's answers are not what the W3C's rules say, the parsed query is changed to call functions that are
 * answered here (`answers.ts`): arithmetic on decimals, months, dates that do not exist, rounding, pictures of numbers.
 *
 * Types are only known while a query is evaluated. What is told apart by them is written as a template, a query with
 * `$mizzen-1` and `$mizzen-2` for the parts; where the parts can only be numbers, the answer is called at once.
 */
import { isHeldNumber } from "../../../model/json-number.ts";
import type * as slimdom from "slimdom";
import { childElements } from "../../xml/dom.ts";

import { isDigitPicture } from "../format-integer.ts";
import { checkedMoment } from "../moments.ts";
import { call, callBuiltIn, child, factory, inside, node, OWN, replaceBy, textOf } from "./ast.ts";
import { parseScript, LANGUAGES } from "./fontoxpath.ts";
import { NotAvailable, type QueryNames } from "./names.ts";

/** Operators on numbers, and the functions that answer them. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["addOp", "add"],
  ["subtractOp", "subtract"],
  ["multiplyOp", "multiply"],
  ["divOp", "divide"],
  ["idivOp", "integer-divide"],
  ["modOp", "modulo"],
]);

/** Own functions that give one number at most. */
export const NUMBERS: ReadonlySet<string> = new Set([...OPERATORS.values(), "sum", "avg", "round"]);

const SIGNS: ReadonlyMap<string, string> = new Map([
  ["addOp", "+"],
  ["subtractOp", "-"],
  ["multiplyOp", "*"],
  ["divOp", "div"],
  ["idivOp", "idiv"],
  ["modOp", "mod"],
]);

/** What a part of a query gives, as far as its form says. */
type Kind = "number" | "double" | "node" | "unknown";

/** Functions that give whole numbers, whatever they get. */
const COUNTING: ReadonlySet<string> = new Set(["count", "string-length", "position", "last"]);

const MOMENT = /date|time|duration|gYear|gMonth|gDay/i;
const TEXT_TYPES: ReadonlySet<string> = new Set(["date", "dateTime", "time"]);
const DIGIT_TYPES: ReadonlySet<string> = new Set([
  "decimal",
  "integer",
  "long",
  "int",
  "short",
  "byte",
  "nonNegativeInteger",
  "positiveInteger",
  "nonPositiveInteger",
  "negativeInteger",
  "unsignedLong",
  "unsignedInt",
  "unsignedShort",
]);

const LET = "let $mizzen-a := data($mizzen-1), $mizzen-b := data($mizzen-2) return";
const OF = (name: string): string => `Q{${OWN}}${name}`;
const IS_TEXT = "($mizzen-a instance of xs:string or $mizzen-a instance of xs:untypedAtomic)";

/** Puts into a query what makes comparisons, arithmetic and casts give what XPath 3.1 says (docs/decisions/0020). */
export class Corrector {
  readonly #names: QueryNames;
  readonly #isXPath: boolean;
  /** moments can only come from what names them: there are none in JSON */
  readonly hasMoments: boolean;

  constructor(module: slimdom.Element, names: QueryNames, isXPath: boolean) {
    this.#names = names;
    this.#isXPath = isXPath;
    this.hasMoments = !isXPath || MOMENT.test(module.textContent ?? "");
  }

  /** A number in the query's text. @throws NotAvailable when JavaScript cannot keep it */
  literal(element: slimdom.Element): void {
    const written = textOf(element);
    if (!isHeldNumber(written))
      throw new NotAvailable(`The number ${written.slice(0, 60)} has more digits than can be kept`);
    if (element.localName === "decimalConstantExpr" && /e/.test(String(Number(written))))
      replaceBy(element, () => node("doubleConstantExpr", node("value", written)));
  }

  arithmetic(element: slimdom.Element): void {
    const [first, second] = [inside(element, "firstOperand"), inside(element, "secondOperand")];
    const name = OPERATORS.get(element.localName);
    const sign = SIGNS.get(element.localName) ?? "";
    if (!first || !second || name === undefined) return;
    const kinds = [this.#kindOf(first), this.#kindOf(second)];
    if (this.#isXPath && (!this.hasMoments || !kinds.includes("unknown"))) {
      replaceBy(element, () => call(name, first, second));
      return;
    }
    // as the W3C says, what a node holds is a double
    if (kinds.includes("node") || (!this.#isXPath && kinds.includes("double"))) return;
    if (kinds.every((kind) => kind === "number")) replaceBy(element, () => call(name, first, second));
    else this.#put(element, operation(sign, name), first, second);
  }

  #kindOf(element: slimdom.Element): Kind {
    switch (element.localName) {
      case "integerConstantExpr":
      case "decimalConstantExpr":
        return "number";
      case "doubleConstantExpr":
        return "double";
      case "unaryMinusOp":
      case "unaryPlusOp": {
        const operand = inside(element, "operand");
        return operand ? this.#kindOf(operand) : "unknown";
      }
      case "varRef":
        return this.#isXPath && this.#names.free.has(textOf(child(element, "name"))) ? "number" : "unknown";
      case "pathExpr":
        return this.#kindOfPath(element);
      case "functionCallExpr": {
        const name = child(element, "functionName");
        if (!name) return "unknown";
        const isOwn = name.getAttributeNS(name.namespaceURI, "URI") === OWN;
        if (isOwn) return NUMBERS.has(textOf(name)) ? "number" : "unknown";
        return COUNTING.has(this.#names.builtIn(name) ?? "") ? "number" : "unknown";
      }
      case "sequenceExpr": {
        const last = childElements(element).at(-1);
        return last ? this.#kindOf(last) : "unknown";
      }
      default:
        return "unknown";
    }
  }

  #kindOfPath(element: slimdom.Element): Kind {
    const steps = childElements(element);
    if (steps.some((each) => each.localName === "rootExpr" || child(each, "xpathAxis"))) return "node";
    const [first] = steps;
    const filter = first && child(first, "filterExpr");
    const start = filter && childElements(filter)[0];
    return steps.length === 1 && start ? this.#kindOf(start) : "unknown";
  }

  /** `xs:date(...)` and its like, `... cast as xs:date`. */
  cast(element: slimdom.Element, type: string, arg: slimdom.Element): void {
    const check = TEXT_TYPES.has(type) ? type : DIGIT_TYPES.has(type) ? "digits" : undefined;
    if (check === undefined) return;
    if (arg.localName === "stringConstantExpr") {
      const value = child(arg, "value");
      if (value) value.replaceWith(node("value", checkedText(type, textOf(value))));
      return;
    }
    if (arg.localName === "integerConstantExpr" || arg.localName === "decimalConstantExpr") return;
    this.#put(
      element,
      `let $mizzen-a := data($mizzen-1) return if ${IS_TEXT}
       then ${OF(check)}(string($mizzen-a)) cast as xs:${type}? else $mizzen-a cast as xs:${type}?`,
      arg,
    );
  }

  /** `... castable as xs:date` */
  castable(element: slimdom.Element, type: string, arg: slimdom.Element): void {
    const check = TEXT_TYPES.has(type) ? type : DIGIT_TYPES.has(type) ? "digits" : undefined;
    if (check === undefined) return;
    const cardinality = child(child(element, "singleType") ?? element, "optional") ? "?" : "";
    this.#put(
      element,
      `let $mizzen-a := data($mizzen-1) return if ${IS_TEXT}
       then ${OF(`is-${check}`)}(string($mizzen-a)) and string($mizzen-a) castable as xs:${type}${cardinality}
       else $mizzen-a castable as xs:${type}${cardinality}`,
      arg,
    );
  }

  /**
   * A call of a built-in function.
   * @returns whether it was put into other words
   */
  called(element: slimdom.Element, name: string, args: readonly slimdom.Element[]): boolean {
    const [first, second] = args;
    if (!first) return false;
    const isPlain = this.#isXPath && !this.hasMoments;
    switch (name) {
      case "sum":
      case "avg":
        if (args.length > 1 || (!this.#isXPath && this.#kindOf(first) === "node")) return false;
        if (isPlain) replaceBy(element, () => call(name, first));
        else
          this.#put(
            element,
            `let $mizzen-a := data($mizzen-1) return
             if ($mizzen-a instance of xs:decimal*) then ${OF(name)}($mizzen-a) else ${name}($mizzen-a)`,
            first,
          );
        return true;
      case "min":
      case "max":
        if (this.#isXPath) replaceBy(first, (old) => callBuiltIn("data", old));
        return false;
      case "round":
      case "round-half-to-even": {
        if (!second) return false;
        const half = name === "round" ? "round" : "round-even";
        if (this.#isXPath) replaceBy(element, () => call(half, first, second));
        else
          this.#put(
            element,
            `${LET} if ($mizzen-a instance of xs:decimal) then ${OF(half)}($mizzen-a, $mizzen-b)
             else ${name}($mizzen-a, $mizzen-b)`,
            first,
            second,
          );
        return true;
      }
      case "format-integer":
        if (!second || args.length > 2) return false;
        if (second.localName === "stringConstantExpr") {
          if (!isDigitPicture(textOf(second))) return false;
          replaceBy(element, () => call(name, first, second));
        } else
          this.#put(
            element,
            `${LET} if (${OF("is-picture")}($mizzen-b)) then ${OF(name)}($mizzen-a, $mizzen-b)
             else ${name}($mizzen-a, $mizzen-b)`,
            first,
            second,
          );
        return true;
      case "parse-json":
        if (second) throw new NotAvailable("The function parse-json() with options is not available");
        replaceBy(element, () => call(name, first));
        return true;
      default:
        return false;
    }
  }

  /** What stands in a map or an array of a query over JSON: moments become the texts that they are in JSON. */
  part(element: slimdom.Element): void {
    if (this.#isXPath && this.hasMoments) this.#put(element, MOMENTS_AS_TEXT, element);
  }

  #put(element: slimdom.Element, text: string, ...parts: readonly slimdom.Element[]): void {
    replaceBy(element, () => filled(text, parts));
  }
}

/** A text of a type, checked. @throws NotAvailable */
function checkedText(type: string, text: string): string {
  try {
    if (type === "date" || type === "dateTime" || type === "time") return checkedMoment(type, text);
  } catch (error) {
    throw new NotAvailable(error instanceof Error ? error.message : String(error));
  }
  if (/^\s*[-+]?[\d.]+\s*$/.test(text) && !isHeldNumber(text.trim()))
    throw new NotAvailable(`The number ${text.slice(0, 60)} has more digits than can be kept`);
  return text;
}

/** An operation of which only the types say what it means. */
function operation(sign: string, name: string): string {
  const both = (type: string): string =>
    `$mizzen-a instance of xs:${type} and $mizzen-b instance of xs:${type}`;
  const decimals = `if (${both("decimal")}) then ${OF(name)}($mizzen-a, $mizzen-b)`;
  const plain = `$mizzen-a ${sign} $mizzen-b`;
  const seconds = `if ($mizzen-a instance of xs:dayTimeDuration and
      ($mizzen-b instance of xs:dayTimeDuration or $mizzen-b instance of xs:decimal))
    then xs:dayTimeDuration(${OF("seconds")}(string(${plain})))`;
  if (sign === "*") return `${LET} ${decimals} else ${seconds} else ${plain}`;
  if (sign !== "+" && sign !== "-") return `${LET} ${decimals} else ${plain}`;
  const months = (moment: string, duration: string, type: string): string =>
    `if (${moment} instance of xs:${type} and ${duration} instance of xs:yearMonthDuration)
     then xs:${type}(${OF("months")}(string(${moment}), string(${duration}), "${sign}"))`;
  const swapped =
    sign === "+"
      ? `else ${months("$mizzen-b", "$mizzen-a", "date")} else ${months("$mizzen-b", "$mizzen-a", "dateTime")}`
      : "";
  return `${LET} ${decimals}
    else ${months("$mizzen-a", "$mizzen-b", "date")}
    else ${months("$mizzen-a", "$mizzen-b", "dateTime")} ${swapped}
    else ${seconds} else ${plain}`;
}

const MOMENTS = ["dateTime", "time", "duration", "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay"];

/** In JSON a date is a text without a time zone, and what else has to do with time is the text that it is. */
const MOMENTS_AS_TEXT = `for $mizzen-a in $mizzen-1 return
  if (${MOMENTS.map((type) => `$mizzen-a instance of xs:${type}`).join(" or ")}) then string($mizzen-a)
  else if ($mizzen-a instance of xs:date) then ${OF("plain-date")}(string($mizzen-a)) else $mizzen-a`;

/** Makes texts of the moments that a query gives. */
export function withMomentsAsText(query: slimdom.Element): slimdom.Element {
  return replaceBy(query, (old) => filled(MOMENTS_AS_TEXT, [old]));
}

let made = 0;
const templates = new Map<string, slimdom.Element>();

/** A template with parts in their places. */
function filled(text: string, parts: readonly slimdom.Element[]): slimdom.Element {
  let template = templates.get(text);
  if (!template) {
    const module = parseScript<slimdom.Element>(text, { ...LANGUAGES.xpath, annotateAst: false }, factory);
    const main = child(module, "mainModule");
    template = main && inside(main, "queryBody");
    if (!template) throw new Error("a template has a body");
    templates.set(text, template);
  }
  const copy = node("sequenceExpr");
  copy.appendChild(template.cloneNode(true));
  // each use binds names of its own: the engine knows a name once a scope
  made += 1;
  for (const kind of ["name", "varName"])
    for (const name of copy.getElementsByTagNameNS(copy.namespaceURI, kind))
      if (/^mizzen-[ab]$/.test(textOf(name))) name.textContent = `${textOf(name)}${made}`;
  for (const reference of copy.getElementsByTagNameNS(copy.namespaceURI, "varRef")) {
    const part = /^mizzen-(\d)$/.exec(textOf(child(reference, "name")))?.[1];
    const given = part === undefined ? undefined : parts[Number(part) - 1];
    if (given) reference.replaceWith(given);
  }
  return copy;
}
