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
import { INDIRECT_CALL } from "../budget.ts";
import { childElements } from "../../xml/dom.ts";
import {
  call,
  callBuiltIn,
  callNamed,
  child,
  inside,
  inline,
  integer,
  letIn,
  makeOwn,
  mapped,
  node,
  parameter,
  replaceBy,
  sequence,
  textOf,
  variable,
} from "./ast.ts";
import {
  ANSWERED,
  ATOMIZING,
  BODIES,
  CALLING,
  COMPARING,
  COMPARISONS,
  COPYING,
  LITERALS,
  MAKING,
  SEARCHING,
  SINGLE,
  TEXT_ANSWERS,
  TEXT_ARGUMENTS,
  type Cost,
} from "./lists.ts";
import { Corrector, NUMBERS } from "./correct.ts";
import { MADE, QueryNames } from "./names.ts";
import { callSize, counted, countOf, deeper, DEPTH, measured, sizeIfMap, sizeOf, step } from "./pay.ts";

/** Units for looking through two values of unknown size. */
const MUCH = 500;
/**
 * Rewrites a parsed query in place.
 * @returns the names in it, as they were before, and whether it may have to do with time
 */
export function guard(
  module: slimdom.Element,
  isXPath: boolean,
): { readonly names: QueryNames; readonly hasMoments: boolean } {
  const names = new QueryNames(module);
  const corrector = new Corrector(module, names, isXPath);
  new Guard(module, names, isXPath, corrector).run();
  return { names, hasMoments: corrector.hasMoments };
}

class Guard {
  readonly #module: slimdom.Element;
  readonly #names: QueryNames;
  readonly #corrector: Corrector;
  /** arrays and maps come from variables, or are made */
  readonly #mayHoldMuch: boolean;
  #made = 0;

  constructor(module: slimdom.Element, names: QueryNames, isXPath: boolean, corrector: Corrector) {
    this.#corrector = corrector;
    this.#module = module;
    this.#names = names;
    this.#mayHoldMuch = names.hasArrays || (isXPath && names.free.size > 0);
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
    } else if (COMPARISONS.has(localName)) this.#comparison(element);
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
        this.#pairs(element, inside(element, "firstOperand"), inside(element, "secondOperand"));
        break;
      case "stringConcatenateOp":
        replaceBy(element, (old) => call("text", old));
        break;
      case "mapConstructor":
      case "arrayConstructor":
        this.#measured("made", element);
        break;
      case "varRef":
        this.#variable(element);
        break;
      case "functionCallExpr":
        this.#call(element, depth, inFunction);
        break;
      case "arrowExpr":
        this.#arrow(element, depth, inFunction);
        break;
      case "namedFunctionRef":
        this.#reference(element, depth);
        break;
      case "dynamicFunctionInvocationExpr":
        this.#invocation(element, inFunction);
        break;
    }
  }

  #fresh(): string {
    this.#made += 1;
    return `${MADE}${this.#made}`;
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
    this.#named(element, [start, end], (names) => call("range", ...names.map(variable)));
  }

  /** Has the size of a value looked at before it goes on. */
  #measured(how: "made" | "weigh", element: slimdom.Element): void {
    const name = this.#fresh();
    replaceBy(element, (old) => letIn([[name, old]], measured(how, name)));
  }

  /** What may be an array is looked through by whatever compares it or adds it up. */
  #weighed(element: slimdom.Element): void {
    if (this.#mayHoldMuch && HOLDING.has(element.localName)) this.#measured("weigh", element);
  }

  #comparison(element: slimdom.Element): void {
    for (const side of ["firstOperand", "secondOperand"]) {
      const operand = inside(element, side);
      if (operand) this.#weighed(operand);
    }
    const [first, second] = [inside(element, "firstOperand"), inside(element, "secondOperand")];
    if (!first || !second || this.#isSingle(first) || this.#isSingle(second)) return;
    this.#pairs(element, first, second);
  }

  #isSingle(operand: slimdom.Element): boolean {
    const { localName } = operand;
    if (localName === "functionCallExpr") {
      const name = child(operand, "functionName");
      const builtIn = name && (this.#names.builtIn(name) ?? textOf(name));
      return builtIn !== undefined && (ANSWERED.has(builtIn) || NUMBERS.has(builtIn));
    }
    return SINGLE.has(localName) || (localName === "varRef" && !this.#names.isSeveral(operand));
  }

  /** Pays for comparing each with each. */
  #pairs(element: slimdom.Element, first?: slimdom.Element, second?: slimdom.Element): void {
    if (!first || !second) return;
    this.#named(element, [first, second], (names) => call("pairs", ...names.map(sizeOf)));
  }

  /** Gives parts of an expression names, so that something can be paid for them before it is evaluated. */
  #named(
    element: slimdom.Element,
    parts: readonly slimdom.Element[],
    pay: (names: readonly string[]) => slimdom.Element,
  ): void {
    const bindings = parts.map((part) => {
      const name = this.#fresh();
      let taken = part;
      replaceBy(part, (old) => {
        taken = old;
        return variable(name);
      });
      return [name, taken] as const;
    });
    const names = bindings.map(([name]) => name);
    replaceBy(element, (old) => letIn(bindings, sequence(pay(names), old)));
  }

  #call(element: slimdom.Element, depth: number, inFunction: boolean): void {
    const name = child(element, "functionName");
    const list = child(element, "arguments");
    if (!name || !list) return;
    const args = childElements(list);
    if (this.#names.isDeclared(name, args.length)) {
      list.appendChild(deeper(inFunction, depth));
      return;
    }
    const type = this.#names.typeOf(name);
    const [only, more] = args;
    if (type !== undefined && only && !more && only.localName !== "argumentPlaceholder")
      this.#corrector.cast(element, type, only);
    const builtIn = this.#names.builtIn(name);
    if (builtIn === undefined) return;
    if (args.some(({ localName }) => localName === "argumentPlaceholder")) {
      this.#partial(element, name, args, depth, inFunction);
      return;
    }
    if (ATOMIZING.has(builtIn)) for (const arg of args) this.#weighed(arg);
    if (this.#corrector.called(element, builtIn, childElements(list))) {
      return;
    }
    const own = ANSWERED.get(builtIn);
    if (own?.own === true) makeOwn(name, builtIn);
    if (own?.context === true && args.length === 0)
      list.appendChild(call("text", callBuiltIn("string", node("contextItemExpr"))));
    if (TEXT_ARGUMENTS.has(builtIn)) {
      for (const arg of args)
        if (!LITERALS.has(arg.localName) && arg.localName !== "argumentPlaceholder")
          replaceBy(arg, (old) => call("text", old));
    }
    const [first, second] = childElements(list);
    if (SEARCHING.has(builtIn) && first && second && !LITERALS.has(second.localName))
      this.#named(element, [first, second], (names) => call("search", ...names.map(variable)));
    else if (first && COMPARING.has(builtIn))
      this.#named(element, [first], ([of = ""]) => call("pairs", countOf(of), countOf(of)));
    else if (TEXT_ANSWERS.has(builtIn)) replaceBy(element, (old) => call("text", old));
    else if (COPYING.has(builtIn)) this.#copying(element, first, COPYING.get(builtIn));
    else if (args.length > 0 && !ANSWERED.has(builtIn)) step(element);
    if (MAKING.has(builtIn)) this.#measured("made", element);
    // a function that is given to another one may be the function around
    if (inFunction && CALLING.has(builtIn))
      replaceBy(element, (old) => sequence(call("spend", integer(INDIRECT_CALL)), old));
  }

  #copying(element: slimdom.Element, first: slimdom.Element | undefined, cost: Cost | undefined): void {
    if (!first) return;
    if (cost === "array" || cost === "map")
      this.#named(element, [first], ([of = ""]) => call("spend", callSize(cost, variable(of))));
    else if (cost === "items") replaceBy(element, counted);
    else if (cost === "much") replaceBy(element, (old) => sequence(call("spend", integer(MUCH)), old));
    else {
      const name = this.#fresh();
      replaceBy(element, (old) =>
        letIn([[name, old]], sequence(call("spend", callSize("array", variable(name))), variable(name))),
      );
    }
  }

  /** `$f(...)`: a map is looked through; inside of a function it may be the function itself that is called. */
  #invocation(element: slimdom.Element, inFunction: boolean): void {
    const item = inside(element, "functionItem");
    if (!item) return;
    const cost = inFunction ? INDIRECT_CALL : 1;
    this.#named(element, [item], ([of = ""]) =>
      call("spend", sizeIfMap(variable(of), variable(of), integer(cost))),
    );
  }

  /** `first => name(more)` is `name(first, more)`. */
  #arrow(element: slimdom.Element, depth: number, inFunction: boolean): void {
    const name = child(element, "EQName");
    const list = child(element, "arguments");
    const first = inside(element, "argExpr");
    if (!name || !list || !first) return;
    const functionName = node("functionName", textOf(name));
    for (const each of name.attributes) functionName.setAttributeNS(each.namespaceURI, each.name, each.value);
    const made = replaceBy(element, () => callNamed(functionName, [first, ...childElements(list)]));
    this.#call(made, depth, inFunction);
  }

  /** `name#2`: a declared function has one parameter more than the query says. */
  #reference(element: slimdom.Element, depth: number): void {
    const name = child(element, "functionName");
    const arity = Number(textOf(child(element, "integerConstantExpr")));
    if (!name) return;
    if (this.#names.isDeclared(name, arity)) {
      const names = Array.from({ length: arity }, () => this.#fresh());
      replaceBy(element, () =>
        node(
          "inlineFunctionExpr",
          node("paramList", ...names.map(parameter)),
          node(
            "functionBody",
            sequence(call("step"), callNamed(name, [...names.map(variable), deeper(false, depth)])),
          ),
        ),
      );
      return;
    }
    const builtIn = this.#names.builtIn(name);
    if (builtIn === undefined || arity === 0 || arity > 10) return;
    const names = Array.from({ length: arity }, () => this.#fresh());
    const made = callNamed(name, names.map(variable));
    replaceBy(element, () => inline(names, made));
    this.#call(made, depth, true);
  }

  /** `name(?, second)`: a function that calls the built-in one, and pays as every call does. */
  #partial(
    element: slimdom.Element,
    name: slimdom.Element,
    args: readonly slimdom.Element[],
    depth: number,
    inFunction: boolean,
  ): void {
    const open: string[] = [];
    const bound: (readonly [string, slimdom.Element])[] = [];
    const all = args.map((arg) => {
      const fresh = this.#fresh();
      if (arg.localName === "argumentPlaceholder") open.push(fresh);
      else bound.push([fresh, arg]);
      arg.remove();
      return fresh;
    });
    const made = callNamed(name, all.map(variable));
    const whole = inline(open, made);
    replaceBy(element, () => (bound.length === 0 ? whole : letIn(bound, whole)));
    this.#call(made, depth, inFunction);
  }
}

/** Kinds of expressions that may give an array or a map. */
const HOLDING: ReadonlySet<string> = new Set([
  "varRef",
  "contextItemExpr",
  "pathExpr",
  "flworExpr",
  "simpleMapExpr",
  "functionCallExpr",
  "dynamicFunctionInvocationExpr",
  "ifThenElseExpr",
  "sequenceExpr",
]);
