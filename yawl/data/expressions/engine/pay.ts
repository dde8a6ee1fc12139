/** The parts that are put into queries to have them charge for their work (`guard.ts`). */
import type * as slimdom from "slimdom";
import {
  add,
  call,
  callBuiltIn,
  callNamed,
  FUNCTIONS,
  inline,
  integer,
  mapped,
  nameIn,
  node,
  replaceBy,
  sequence,
  variable,
} from "./ast.ts";

/** The hidden parameter of functions: how deep the calls nest. */
export const DEPTH = "mizzen-depth";
/** What a call itself adds to the levels of the query on the way to it. */
const CALL_LEVELS = 4;

/** How deep a call from here is: levels of the query on the way to it, all calls taken together. */
export function deeper(inFunction: boolean, depth: number): slimdom.Element {
  const levels = integer(depth + CALL_LEVELS);
  return inFunction ? add(variable(DEPTH), levels) : levels;
}

/** Charges a step each time that the expression is evaluated. */
export function step(element: slimdom.Element): void {
  replaceBy(element, (old) => sequence(call("step"), old));
}

/** Has the size of what a variable holds looked at, by a function that only gives it when it is called. */
export function measured(how: "made" | "weigh", name: string): slimdom.Element {
  return sequence(call(how, inline([], variable(name))), variable(name));
}

/** Pays for each item of what the expression gives. */
export function counted(element: slimdom.Element): slimdom.Element {
  return mapped(element, sequence(call("item"), node("contextItemExpr")));
}

/** The number of items. */
export function countOf(name: string): slimdom.Element {
  return callBuiltIn("count", variable(name));
}

/** The number of atomic values: arrays are looked into. */
export function sizeOf(name: string): slimdom.Element {
  return callBuiltIn("count", callBuiltIn("data", variable(name)));
}

/** `array:size(value)` or `map:size(value)` */
export function callSize(kind: "array" | "map", value: slimdom.Element): slimdom.Element {
  return callNamed(nameIn(`${FUNCTIONS}/${kind}`, "size"), [value]);
}

/** `if ($value instance of map(*)) then map:size($value) else cost` */
export function sizeIfMap(
  value: slimdom.Element,
  again: slimdom.Element,
  cost: slimdom.Element,
): slimdom.Element {
  const isMap = node("instanceOfExpr", node("argExpr", value), node("sequenceType", node("anyMapTest")));
  return node(
    "ifThenElseExpr",
    node("ifClause", isMap),
    node("thenClause", callSize("map", again)),
    node("elseClause", cost),
  );
}
