import { Document } from "slimdom";
import { appendText, ownText } from "../../xml/dom.js";
import { escapeName } from "../../xml/names.js";
import { own } from "../../types/shape.js";
import { variableElement as elementOf } from "../../xml/lazy-view.js";
const NAME = "([A-Za-z_][\\w.-]*)";
const SPACE = "[ \\t\\r\\n]*";
const ELEMENT = new RegExp(`^${SPACE}/${NAME}/${NAME}${SPACE}$`);
const TEXT = new RegExp(`^${SPACE}<${NAME}>{${SPACE}/${NAME}/${NAME}/text\\(\\)${SPACE}}</${NAME}>${SPACE}$`);
const EQUALS = new RegExp(`^${SPACE}/${NAME}/${NAME}(/text\\(\\))?${SPACE}=${SPACE}(?:'([\\w .:+-]*)'|"([\\w .:+-]*)")${SPACE}$`);
const CONSTANT = new RegExp(`^${SPACE}(true|false)\\(\\)${SPACE}$`);
const known = new Map();
const MAX_KNOWN = 10_000;
function simpleQuery(text) {
    if (known.has(text))
        return known.get(text);
    const query = parse(text);
    if (known.size >= MAX_KNOWN)
        known.clear();
    known.set(text, query);
    return query;
}
function parse(text) {
    if (text.length > 1_000)
        return undefined;
    const [, root = "", name = ""] = ELEMENT.exec(text) ?? [];
    if (name !== "")
        return { kind: "element", root, name };
    const wrapped = TEXT.exec(text);
    if (wrapped) {
        const [, open = "", of = "", variable = "", close = ""] = wrapped;
        return open === close ? { kind: "text", root: of, name: variable, as: open } : undefined;
    }
    const equals = EQUALS.exec(text);
    if (equals) {
        const [, of = "", variable = "", isText, single, double] = equals;
        return {
            kind: "equals",
            root: of,
            name: variable,
            ofText: isText !== undefined,
            literal: single ?? double ?? "",
        };
    }
    const constant = CONSTANT.exec(text);
    return constant ? { kind: "constant", value: constant[1] === "true" } : undefined;
}
const workshop = new Document();
export function simpleElement(text, view) {
    const query = simpleQuery(text);
    if (query?.kind !== "element" && query?.kind !== "text")
        return undefined;
    const element = variableElement(query, view);
    if (!element || query.kind === "element")
        return element;
    const wrapper = workshop.createElement(query.as);
    appendText(wrapper, ownText(element));
    return wrapper;
}
export function simpleTruth(text, view) {
    const query = simpleQuery(text);
    if (query?.kind === "constant")
        return query.value;
    if (query?.kind !== "equals")
        return undefined;
    const element = variableElement(query, view);
    if (!element)
        return undefined;
    const { firstChild } = element;
    if (!firstChild)
        return !query.ofText && query.literal === "";
    const isPlain = firstChild === element.lastChild && firstChild.nodeType === TEXT_NODE;
    return isPlain ? firstChild.nodeValue === query.literal : undefined;
}
const TEXT_NODE = 3;
function variableElement({ root, name }, view) {
    if (root !== view.root)
        return undefined;
    const variable = byElement(view.variables).get(name);
    return variable && elementOf(variable.name, variable.type, own(view.data, variable.name), view.types);
}
const elementNames = new WeakMap();
function byElement(variables) {
    const found = elementNames.get(variables);
    if (found)
        return found;
    const names = new Map();
    const shared = new Set();
    for (const variable of variables) {
        const name = escapeName(variable.name);
        if (names.has(name))
            shared.add(name);
        names.set(name, variable);
    }
    for (const name of shared)
        names.delete(name);
    elementNames.set(variables, names);
    return names;
}
//# sourceMappingURL=simple.js.map