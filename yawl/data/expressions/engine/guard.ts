/**
 * Makes a parsed query pay for its work: where a query can repeat or multiply something, a call is put in that spends from
 * the evaluation's budget. What a query gives stays the same.
 *
 * - bodies of loops, predicates, simple maps and functions spend a step each time;
 * - `A to B` spends its length, a variable the number of its items wherever it is used, lookups with `*` what they find;
 * - functions over text spend the text's length, those that compare each with each the product of the numbers;
 * - functions get a hidden parameter that says how deep the calls nest.
 *
 * Nodes are paid by whoever shows them to the query (`lazy-view.ts`).
 */
import type * as slimdom from "slimdom";
import { childElements } from "../../xml/dom.ts";
import {
  call,
  child,
  inside,
  mapped,
  node,
  parameter,
  replaceBy,
  sequence,
  textOf,
  variable,
} from "./ast.ts";
import { BODIES, COMPARISONS, LITERALS } from "./lists.ts";
import { Calls } from "./calls.ts";
import { Corrector } from "./correct.ts";
import { QueryNames } from "./names.ts";
import { Payments } from "./payments.ts";
import { counted, DEPTH, step } from "./pay.ts";

/**
 * Rewrites a parsed query in place.
 * @returns the names in it, as they were before; whether it may have to do with time; and variables whose sizes are to be
 *   paid when it begins
 */
export function guard(
  module: slimdom.Element,
  isXPath: boolean,
): { readonly names: QueryNames; readonly hasMoments: boolean; readonly weighed: readonly string[] } {
  const names = new QueryNames(module);
  const corrector = new Corrector(module, names, isXPath);
  const payments = new Payments(names, isXPath);
  new Guard(module, names, corrector, payments).run();
  return { names, hasMoments: corrector.hasMoments, weighed: payments.weighedOnce };
}

class Guard {
  readonly #module: slimdom.Element;
  readonly #names: QueryNames;
  readonly #corrector: Corrector;
  readonly #payments: Payments;
  readonly #calls: Calls;

  constructor(module: slimdom.Element, names: QueryNames, corrector: Corrector, payments: Payments) {
    this.#corrector = corrector;
    this.#module = module;
    this.#names = names;
    this.#payments = payments;
    this.#calls = new Calls(names, corrector, this.#payments);
  }

  run(): void {
    this.#visit(this.#module, 0, false);
  }

  /**
   * Children first, then the element itself.
   * @param depth levels since the body of the function around began
   * @param inFunction inside of a declared or an inline function
   */
  #visit(element: slimdom.Element, depth: number, inFunction: boolean): void {
    const isBody = element.localName === "functionBody";
    for (const each of childElements(element))
      this.#visit(each, isBody ? 1 : depth + 1, inFunction || isBody);
    this.#rewrite(element, depth, inFunction);
  }

  #rewrite(element: slimdom.Element, depth: number, inFunction: boolean): void {
    const { localName } = element;
    if (BODIES.has(localName)) {
      // a number alone is a position
      for (const each of childElements(element))
        if (localName !== "predicates" || !LITERALS.has(each.localName)) step(each);
    } else if (COMPARISONS.has(localName)) this.#payments.comparison(element);
    switch (localName) {
      case "integerConstantExpr":
      case "decimalConstantExpr":
        this.#corrector.literal(element);
        break;
      case "addOp":
      case "subtractOp":
      case "multiplyOp":
      case "divOp":
      case "idivOp":
      case "modOp":
        this.#corrector.arithmetic(element);
        break;
      case "castExpr":
      case "castableExpr": {
        const arg = inside(element, "argExpr");
        const type = textOf(child(child(element, "singleType") ?? element, "atomicType"));
        if (arg && localName === "castExpr") this.#corrector.cast(element, type, arg);
        else if (arg) this.#corrector.castable(element, type, arg);
        break;
      }
      case "mapValueExpr":
      case "arrayElem":
        for (const each of childElements(element)) this.#corrector.part(each);
        break;
      case "orderByExpr":
        for (const each of childElements(element)) replaceBy(each, (old) => sequence(call("order"), old));
        break;
      case "flworExpr":
        if (child(element, "orderByClause")) replaceBy(element, (old) => sequence(call("order-begins"), old));
        break;
      case "simpleMapExpr":
        for (const each of childElements(element).slice(1)) step(each);
        break;
      case "stepExpr":
        this.#step(element);
        break;
      case "functionBody":
        this.#body(element);
        break;
      case "rangeSequenceExpr":
        this.#range(element);
        break;
      case "exceptOp":
      case "intersectOp":
        this.#payments.pairs(element, inside(element, "firstOperand"), inside(element, "secondOperand"));
        break;
      case "stringConcatenateOp":
        replaceBy(element, (old) => call("text", old));
        break;
      case "mapConstructor":
      case "arrayConstructor":
        this.#payments.measured("made", element);
        break;
      case "varRef":
        this.#variable(element);
        break;
      case "functionCallExpr":
        this.#calls.call(element, depth, inFunction);
        break;
      case "arrowExpr":
        this.#calls.arrow(element, depth, inFunction);
        break;
      case "namedFunctionRef":
        this.#calls.reference(element, depth);
        break;
      case "dynamicFunctionInvocationExpr":
        this.#calls.invocation(element, inFunction);
        break;
    }
  }

  /** A step of a path that is an expression is evaluated for every item before it; lookups with `*` may find many. */
  #step(element: slimdom.Element): void {
    const parts = childElements(element);
    const [filter] = parts;
    if (filter?.localName !== "filterExpr") return;
    const first = childElements(filter)[0];
    const isFirst = element.previousSibling === null;
    if (!isFirst && first) step(first);
    if (!first || !parts.some(({ localName }) => localName === "lookup")) return;
    const isOne = first.localName === "varRef" && !this.#names.isSeveral(first);
    const star = parts.findIndex((part) => part.localName === "lookup" && child(part, "star"));
    const whole = isOne ? (star < 0 ? parts.length : star + 1) : 1;
    if (whole === parts.length && star < 0) return;
    // what the first `*` finds is counted, and each lookup after it is one of its items: the engine's own way to look up
    // in many items nests a call for each of them
    for (const part of parts) part.remove();
    let found = node("pathExpr", node("stepExpr", ...parts.slice(0, whole)));
    if (star >= 0 && whole === star + 1) found = counted(found);
    for (const part of parts.slice(whole)) {
      if (part.localName === "lookup") {
        const here = node("pathExpr", node("stepExpr", node("filterExpr", node("contextItemExpr")), part));
        found = mapped(found, sequence(call("item"), child(part, "star") ? counted(here) : here));
      } else found = node("pathExpr", node("stepExpr", node("filterExpr", sequence(found)), part));
    }
    element.insertBefore(node("filterExpr", sequence(found)), element.firstChild);
  }

  #variable(element: slimdom.Element): void {
    if (!this.#names.isSeveral(element)) return;
    if (element.parentElement?.localName === "functionItem") return;
    replaceBy(element, counted);
  }

  #body(element: slimdom.Element): void {
    const [body] = childElements(element);
    if (!body) return;
    if (element.parentElement?.localName === "functionDecl") {
      replaceBy(body, (old) => sequence(call("enter", variable(DEPTH)), old));
      child(element.parentElement, "paramList")?.appendChild(parameter(DEPTH));
    } else step(body);
  }

  #range(element: slimdom.Element): void {
    const [start, end] = [inside(element, "startExpr"), inside(element, "endExpr")];
    if (!start || !end) return;
    this.#payments.named(element, [start, end], (names) => call("range", ...names.map(variable)));
  }
}
