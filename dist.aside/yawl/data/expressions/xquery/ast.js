import { Document } from "slimdom";
import { childElements } from "../../xml/dom.js";
const XQUERYX = "http://www.w3.org/2005/XQueryX";
export const OWN = "urn:mizzen:functions";
export const FUNCTIONS = "http://www.w3.org/2005/xpath-functions";
export const factory = new Document();
export function node(name, ...children) {
    const element = factory.createElementNS(XQUERYX, `xqx:${name}`);
    for (const child of children)
        element.appendChild(typeof child === "string" ? factory.createTextNode(child) : child);
    return element;
}
function named(name, attribute, value, text) {
    const element = node(name, text);
    element.setAttributeNS(XQUERYX, `xqx:${attribute}`, value);
    return element;
}
export function nameIn(namespace, name) {
    return named("functionName", "URI", namespace, name);
}
export function call(name, ...args) {
    return callNamed(nameIn(OWN, name), args);
}
export function callBuiltIn(name, ...args) {
    return callNamed(nameIn(FUNCTIONS, name), args);
}
export function callNamed(name, args) {
    return node("functionCallExpr", name, node("arguments", ...args));
}
export function makeOwn(name, own) {
    for (const attribute of name.attributes)
        name.removeAttributeNode(attribute);
    name.setAttributeNS(XQUERYX, "xqx:URI", OWN);
    while (name.firstChild)
        name.removeChild(name.firstChild);
    name.appendChild(factory.createTextNode(own));
}
export function integer(value) {
    return node("integerConstantExpr", node("value", String(value)));
}
export function variable(name) {
    return node("varRef", named("name", "prefix", "", name));
}
export function parameter(name) {
    return node("param", named("varName", "prefix", "", name));
}
export function sequence(...parts) {
    return node("sequenceExpr", ...parts);
}
export function add(first, second) {
    return node("addOp", node("firstOperand", first), node("secondOperand", second));
}
export function letIn(bindings, result) {
    const items = bindings.map(([name, value]) => node("letClauseItem", node("typedVariableBinding", named("varName", "prefix", "", name)), node("letExpr", value)));
    return node("flworExpr", node("letClause", ...items), node("returnClause", result));
}
export function mapped(source, body) {
    const step = (part) => node("pathExpr", node("stepExpr", node("filterExpr", sequence(part))));
    return node("simpleMapExpr", step(source), step(body));
}
export function replaceBy(old, make) {
    const place = factory.createComment("");
    old.parentNode?.insertBefore(place, old);
    old.remove();
    const made = make(old);
    place.replaceWith(made);
    return made;
}
export function child(element, name) {
    return childElements(element).find(({ localName }) => localName === name);
}
export function inside(element, name) {
    const found = child(element, name);
    return found && childElements(found)[0];
}
export function attribute(element, name) {
    return element.getAttributeNS(XQUERYX, name);
}
export function textOf(element) {
    return element?.textContent ?? "";
}
//# sourceMappingURL=ast.js.map