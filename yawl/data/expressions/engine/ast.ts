/** Parsed queries as fontoxpath takes them: XQueryX elements. Building parts of them, and looking at them. */
import { Document } from "slimdom";
import type * as slimdom from "slimdom";
import { childElements } from "../../xml/dom.ts";

const XQUERYX = "http://www.w3.org/2005/XQueryX";
/** Namespace of the functions that are put into queries. */
export const OWN = "urn:mizzen:functions";
/** Namespace of the functions that XPath and XQuery have (`fn:`). */
export const FUNCTIONS = "http://www.w3.org/2005/xpath-functions";

/** Owner of the elements; nothing stays in it. */
export const factory = new Document();

/** An element of a query, with children and texts. */
export function node(name: string, ...children: readonly (slimdom.Node | string)[]): slimdom.Element {
  const element = factory.createElementNS(XQUERYX, `xqx:${name}`);
  for (const child of children)
    element.appendChild(typeof child === "string" ? factory.createTextNode(child) : child);
  return element;
}

function named(name: string, attribute: string, value: string, text: string): slimdom.Element {
  const element = node(name, text);
  element.setAttributeNS(XQUERYX, `xqx:${attribute}`, value);
  return element;
}

/** The name of a function in a namespace. */
export function nameIn(namespace: string, name: string): slimdom.Element {
  return named("functionName", "URI", namespace, name);
}

/** The call of an own function. */
export function call(name: string, ...args: readonly slimdom.Element[]): slimdom.Element {
  return callNamed(nameIn(OWN, name), args);
}

/** The call of a built-in function. */
export function callBuiltIn(name: string, ...args: readonly slimdom.Element[]): slimdom.Element {
  return callNamed(nameIn(FUNCTIONS, name), args);
}

/** The call of a function by an element that names it, e.g. taken from another call. */
export function callNamed(name: slimdom.Element, args: readonly slimdom.Element[]): slimdom.Element {
  return node("functionCallExpr", name, node("arguments", ...args));
}

/** Makes a name that of an own function. */
export function makeOwn(name: slimdom.Element, own: string): void {
  for (const attribute of name.attributes) name.removeAttributeNode(attribute);
  name.setAttributeNS(XQUERYX, "xqx:URI", OWN);
  while (name.firstChild) name.removeChild(name.firstChild);
  name.appendChild(factory.createTextNode(own));
}

/** An integer as it is written in a query. */
export function integer(value: number): slimdom.Element {
  return node("integerConstantExpr", node("value", String(value)));
}

/** `$name`, of no namespace. */
export function variable(name: string): slimdom.Element {
  return node("varRef", named("name", "prefix", "", name));
}

/** The parameter `$name` of an inline function. */
export function parameter(name: string): slimdom.Element {
  return node("param", named("varName", "prefix", "", name));
}

/** `(first, second, ...)` */
export function sequence(...parts: readonly slimdom.Element[]): slimdom.Element {
  return node("sequenceExpr", ...parts);
}

/** `first + second` */
export function add(first: slimdom.Element, second: slimdom.Element): slimdom.Element {
  return node("addOp", node("firstOperand", first), node("secondOperand", second));
}

/** `let $name := value, ... return result` */
export function letIn(
  bindings: readonly (readonly [name: string, value: slimdom.Element])[],
  result: slimdom.Element,
): slimdom.Element {
  const items = bindings.map(([name, value]) =>
    node(
      "letClauseItem",
      node("typedVariableBinding", named("varName", "prefix", "", name)),
      node("letExpr", value),
    ),
  );
  return node("flworExpr", node("letClause", ...items), node("returnClause", result));
}

/** `function() { body }` or one with parameters */
export function inline(names: readonly string[], body: slimdom.Element): slimdom.Element {
  return node("inlineFunctionExpr", node("paramList", ...names.map(parameter)), node("functionBody", body));
}

/** `source ! body`, each as a step of its own */
export function mapped(source: slimdom.Element, body: slimdom.Element): slimdom.Element {
  const step = (part: slimdom.Element): slimdom.Element =>
    node("pathExpr", node("stepExpr", node("filterExpr", sequence(part))));
  return node("simpleMapExpr", step(source), step(body));
}

/** Puts an element in the place of another one. */
export function replaceBy(
  old: slimdom.Element,
  make: (old: slimdom.Element) => slimdom.Element,
): slimdom.Element {
  const place = factory.createComment("");
  old.parentNode?.insertBefore(place, old);
  old.remove();
  const made = make(old);
  place.replaceWith(made);
  return made;
}

/** The first child of that name; `undefined` when there is none. */
export function child(element: slimdom.Element, name: string): slimdom.Element | undefined {
  return childElements(element).find(({ localName }) => localName === name);
}

/** The first element in a child of that name. */
export function inside(element: slimdom.Element, name: string): slimdom.Element | undefined {
  const found = child(element, name);
  return found && childElements(found)[0];
}

/** An attribute of XQueryX; `null` when there is none. */
export function attribute(element: slimdom.Element, name: string): string | null {
  return element.getAttributeNS(XQUERYX, name);
}

/** The text of an element, `""` when there is none. */
export function textOf(element: slimdom.Element | undefined): string {
  return element?.textContent ?? "";
}
