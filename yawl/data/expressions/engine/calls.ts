/** Calls of functions: what they pay, which of them are answered here, and functions of functions. */
import type * as slimdom from "slimdom";
import { INDIRECT_CALL } from "../budget.ts";
import { childElements } from "../../xml/dom.ts";
import {
  call,
  callBuiltIn,
  callNamed,
  child,
  inline,
  inside,
  integer,
  letIn,
  makeOwn,
  node,
  parameter,
  replaceBy,
  sequence,
  textOf,
  variable,
} from "./ast.ts";
import type { Corrector } from "./correct.ts";
import {
  ANSWERED,
  ATOMIZING,
  CALLING,
  COMPARING,
  COPYING,
  LITERALS,
  MAKING,
  SEARCHING,
  TEXT_ANSWERS,
  TEXT_ARGUMENTS,
  type Cost,
} from "./lists.ts";
import type { QueryNames } from "./names.ts";
import { callSize, counted, countOf, deeper, sizeIfMap, step } from "./pay.ts";
import type { Payments } from "./payments.ts";

/** Units for looking through two values of unknown size. */
const MUCH = 500;

/** Rewrites the calls of a query: each pays for its work, and is answered as the standard says where the engine errs. */
export class Calls {
  readonly #names: QueryNames;
  readonly #corrector: Corrector;
  readonly #payments: Payments;

  constructor(names: QueryNames, corrector: Corrector, payments: Payments) {
    this.#names = names;
    this.#corrector = corrector;
    this.#payments = payments;
  }

  /** The call of a function: of the query's own, with its depth; of a built-in one, with what it costs. */
  call(element: slimdom.Element, depth: number, inFunction: boolean): void {
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
    if (ATOMIZING.has(builtIn)) for (const arg of args) this.#payments.weighed(arg);
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
      this.#payments.named(element, [first, second], (names) => call("search", ...names.map(variable)));
    else if (first && COMPARING.has(builtIn))
      this.#payments.named(element, [first], ([of = ""]) => call("pairs", countOf(of), countOf(of)));
    else if (TEXT_ANSWERS.has(builtIn)) replaceBy(element, (old) => call("text", old));
    else if (COPYING.has(builtIn)) this.#copying(element, first, COPYING.get(builtIn));
    else if (args.length > 0 && !ANSWERED.has(builtIn)) step(element);
    if (MAKING.has(builtIn)) this.#payments.measured("made", element);
    // a function that is given to another one may be the function around
    if (inFunction && CALLING.has(builtIn))
      replaceBy(element, (old) => sequence(call("spend", integer(INDIRECT_CALL)), old));
  }

  #copying(element: slimdom.Element, first: slimdom.Element | undefined, cost: Cost | undefined): void {
    if (!first) return;
    if (cost === "array" || cost === "map")
      this.#payments.named(element, [first], ([of = ""]) => call("spend", callSize(cost, variable(of))));
    else if (cost === "items") replaceBy(element, counted);
    else if (cost === "much") replaceBy(element, (old) => sequence(call("spend", integer(MUCH)), old));
    else {
      const name = this.#payments.fresh();
      replaceBy(element, (old) =>
        letIn([[name, old]], sequence(call("spend", callSize("array", variable(name))), variable(name))),
      );
    }
  }

  /** `$f(...)`: a map is looked through; inside of a function it may be the function itself that is called. */
  invocation(element: slimdom.Element, inFunction: boolean): void {
    const item = inside(element, "functionItem");
    if (!item) return;
    const cost = inFunction ? INDIRECT_CALL : 1;
    this.#payments.named(element, [item], ([of = ""]) =>
      call("spend", sizeIfMap(variable(of), variable(of), integer(cost))),
    );
  }

  /** `first => name(more)` is `name(first, more)`. */
  arrow(element: slimdom.Element, depth: number, inFunction: boolean): void {
    const name = child(element, "EQName");
    const list = child(element, "arguments");
    const first = inside(element, "argExpr");
    if (!name || !list || !first) return;
    const functionName = node("functionName", textOf(name));
    for (const each of name.attributes) functionName.setAttributeNS(each.namespaceURI, each.name, each.value);
    const made = replaceBy(element, () => callNamed(functionName, [first, ...childElements(list)]));
    this.call(made, depth, inFunction);
  }

  /** `name#2`: a declared function has one parameter more than the query says. */
  reference(element: slimdom.Element, depth: number): void {
    const name = child(element, "functionName");
    const arity = Number(textOf(child(element, "integerConstantExpr")));
    if (!name) return;
    if (this.#names.isDeclared(name, arity)) {
      const names = Array.from({ length: arity }, () => this.#payments.fresh());
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
    const names = Array.from({ length: arity }, () => this.#payments.fresh());
    const made = callNamed(name, names.map(variable));
    replaceBy(element, () => inline(names, made));
    this.call(made, depth, true);
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
      const fresh = this.#payments.fresh();
      if (arg.localName === "argumentPlaceholder") open.push(fresh);
      else bound.push([fresh, arg]);
      arg.remove();
      return fresh;
    });
    const made = callNamed(name, all.map(variable));
    const whole = inline(open, made);
    replaceBy(element, () => (bound.length === 0 ? whole : letIn(bound, whole)));
    this.call(made, depth, inFunction);
  }
}
