/** The parts of a query that are given names, so that something can be paid for them before they go on. */
import type * as slimdom from "slimdom";
import { childElements } from "../../xml/dom.ts";
import { attribute, call, child, inside, letIn, OWN, replaceBy, sequence, textOf, variable } from "./ast.ts";
import { NUMBERS } from "./correct.ts";
import { ANSWERED, BODIES, SINGLE } from "./lists.ts";
import { MADE, type QueryNames } from "./names.ts";
import { measured, sizeOf } from "./pay.ts";

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

/** Kinds of expressions that may hold more than the variables in them. */
const MAKING_MORE: ReadonlySet<string> = new Set([
  "functionCallExpr",
  "dynamicFunctionInvocationExpr",
  "inlineFunctionExpr",
  "namedFunctionRef",
  "arrayConstructor",
  "mapConstructor",
  "flworExpr",
  "rangeSequenceExpr",
]);

/** The call of a function that was put into the query. */
function isOwnCall(element: slimdom.Element): boolean {
  const name = child(element, "functionName");
  return name !== undefined && attribute(name, "URI") === OWN;
}

/** Whether an expression stands where it is evaluated again and again. */
function isRepeated(element: slimdom.Element): boolean {
  for (let around = element.parentElement; around; around = around.parentElement)
    if (BODIES.has(around.localName) || REPEATING.has(around.localName)) return true;
  return false;
}

const REPEATING: ReadonlySet<string> = new Set(["functionBody", "simpleMapExpr", "stepExpr", "orderByExpr"]);

/** Puts into a query what pays for its work from the budget of the evaluation (docs/decisions/0008). */
export class Payments {
  readonly #names: QueryNames;
  /** arrays and maps come from variables, or are made */
  readonly #mayHoldMuch: boolean;
  #made = 0;
  /** variables whose sizes are paid when the query begins, as often as they are named */
  readonly weighedOnce: string[] = [];

  constructor(names: QueryNames, isXPath: boolean) {
    this.#names = names;
    this.#mayHoldMuch = names.hasArrays || (isXPath && names.free.size > 0);
  }

  /** A name that the query does not have. */
  fresh(): string {
    this.#made += 1;
    return `${MADE}${this.#made}`;
  }

  /** Has the size of a value looked at before it goes on. */
  measured(how: "made" | "weigh", element: slimdom.Element): void {
    const name = this.fresh();
    replaceBy(element, (old) => letIn([[name, old]], measured(how, name)));
  }

  /**
   * What may be an array is looked through by whatever compares it or adds it up. Where that happens once, and all that it
   * can hold comes from variables, their sizes are paid when the query begins.
   */
  weighed(element: slimdom.Element): void {
    if (!this.#mayHoldMuch || !HOLDING.has(element.localName) || this.#isOneCall(element)) return;
    const variables = isRepeated(element) ? undefined : this.#onlyVariables(element);
    if (variables) this.weighedOnce.push(...variables);
    else this.measured("weigh", element);
  }

  /** The variables from outside that an expression is made of; `undefined` when it may hold more than they. */
  #onlyVariables(element: slimdom.Element): readonly string[] | undefined {
    const found: string[] = [];
    const waiting = [element];
    for (let part = waiting.pop(); part; part = waiting.pop()) {
      if (part.localName === "varRef") {
        const name = textOf(child(part, "name"));
        if (!this.#names.free.has(name)) return undefined;
        found.push(name);
      } else if (MAKING_MORE.has(part.localName) && !isOwnCall(part)) return undefined;
      waiting.push(...childElements(part));
    }
    return found;
  }

  /** Pays for a comparison, which is one of each with each. */
  comparison(element: slimdom.Element): void {
    for (const side of ["firstOperand", "secondOperand"]) {
      const operand = inside(element, side);
      if (operand) this.weighed(operand);
    }
    const [first, second] = [inside(element, "firstOperand"), inside(element, "secondOperand")];
    if (!first || !second || this.#isSingle(first) || this.#isSingle(second)) return;
    this.pairs(element, first, second);
  }

  /** The call of a function that gives one item at most, and no array. */
  #isOneCall(operand: slimdom.Element): boolean {
    const name = operand.localName === "functionCallExpr" ? child(operand, "functionName") : undefined;
    const builtIn = name && (this.#names.builtIn(name) ?? textOf(name));
    return builtIn !== undefined && (ANSWERED.has(builtIn) || NUMBERS.has(builtIn));
  }

  #isSingle(operand: slimdom.Element): boolean {
    const { localName } = operand;
    if (localName === "functionCallExpr") return this.#isOneCall(operand);
    return SINGLE.has(localName) || (localName === "varRef" && !this.#names.isSeveral(operand));
  }

  /** Pays for comparing each with each. */
  pairs(element: slimdom.Element, first?: slimdom.Element, second?: slimdom.Element): void {
    if (!first || !second) return;
    this.named(element, [first, second], (names) => call("pairs", ...names.map(sizeOf)));
  }

  /** Gives parts of an expression names, so that something can be paid for them before it is evaluated. */
  named(
    element: slimdom.Element,
    parts: readonly slimdom.Element[],
    pay: (names: readonly string[]) => slimdom.Element,
  ): void {
    const bindings = parts.map((part) => {
      const name = this.fresh();
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
}
