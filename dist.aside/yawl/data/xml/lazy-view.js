import { Document } from "slimdom";
import { isElement } from "./dom.js";
import { escapeName } from "./names.js";
import { own } from "../types/shape.js";
import { toXml } from "./convert.js";
const workshop = new Document();
const made = new WeakMap();
export function variableElement(name, type, value, types) {
    if (typeof value !== "object" || value === null)
        return toXml(workshop, name, value, type, types);
    const known = made.get(value);
    const found = known?.find((each) => each.name === name && each.type === type && each.types === types);
    if (found)
        return found.element;
    const element = toXml(workshop, name, value, type, types);
    if (!known || known.length > 8)
        made.set(value, [{ name, type, types, element }]);
    else
        known.push({ name, type, types, element });
    return element;
}
export function wholeDocument({ root, variables, data, types }) {
    const document = new Document();
    const element = document.createElement(root);
    document.appendChild(element);
    for (const { name, type } of variables)
        element.appendChild(toXml(document, name, own(data, name), type, types));
    return document;
}
export class LazyView {
    document = new Document();
    root;
    #view;
    #names;
    #elements = [];
    #places = new Map();
    constructor(view) {
        this.#view = view;
        this.root = this.document.createElement(view.root);
        this.#names = view.variables.map(({ name }) => escapeName(name));
    }
    get view() {
        return this;
    }
    shows({ root, variables, data, types }) {
        const view = this.#view;
        return view.root === root && view.data === data && view.variables === variables && view.types === types;
    }
    get touched() {
        return this.#view.variables.filter((_, index) => this.#elements[index]).map(({ name }) => name);
    }
    elementAt(index, bucket) {
        const variable = this.#view.variables[index];
        if (!variable || !isIn(bucket, this.#names[index] ?? ""))
            return undefined;
        let element = this.#elements[index];
        if (!element) {
            const { data, types } = this.#view;
            element = variableElement(variable.name, variable.type, own(data, variable.name), types);
            if (this.#places.has(element))
                element = toXml(workshop, variable.name, own(data, variable.name), variable.type, types);
            this.#elements[index] = element;
            this.#places.set(element, index);
        }
        return element;
    }
    next(index, direction, bucket) {
        const { length } = this.#view.variables;
        for (let place = index; place >= 0 && place < length; place += direction) {
            const element = this.elementAt(place, bucket);
            if (element)
                return element;
        }
        return null;
    }
    get size() {
        return this.#view.variables.length;
    }
    placeOf(node) {
        return this.#places.get(node);
    }
    solid(node) {
        if (node !== this.root && node !== this.document)
            return node;
        const document = wholeDocument(this.#view);
        return node === this.document ? document : (document.documentElement ?? document);
    }
}
function isIn(bucket, name) {
    if (bucket === null || bucket === "name" || bucket === "type-1" || bucket === "type-1-or-type-2")
        return true;
    return bucket === `name-${name}`;
}
function fits(node, bucket) {
    if (bucket === null)
        return true;
    if (isElement(node))
        return isIn(bucket, node.localName);
    return bucket === `type-${node.nodeType}` || (node.nodeType === 4 && bucket === "type-3");
}
export class Shown {
    #budget;
    #view;
    constructor(source, budget) {
        this.#budget = budget;
        this.#view = source?.view;
    }
    getAllAttributes(node) {
        const attributes = isElement(node) ? node.attributes : [];
        this.#budget.spend(1 + attributes.length);
        return [...attributes];
    }
    getAttribute(node, name) {
        this.#budget.spend(1);
        return isElement(node) ? node.getAttribute(name) : null;
    }
    getData(node) {
        const data = "data" in node ? node.data : node.value;
        this.#budget.read(data);
        return data;
    }
    getChildNodes(node, bucket = null) {
        const children = [];
        if (node === this.#view?.root) {
            for (let index = 0; index < this.#view.size; index += 1) {
                const element = this.#view.elementAt(index, bucket);
                if (element)
                    children.push(element);
            }
        }
        else if (node === this.#view?.document) {
            if (fits(this.#view.root, bucket))
                children.push(this.#view.root);
        }
        else {
            for (let each = node.firstChild; each; each = each.nextSibling) {
                this.#budget.spend(1);
                if (fits(each, bucket))
                    children.push(each);
            }
        }
        this.#budget.spend(1 + children.length);
        return children;
    }
    getFirstChild(node, bucket = null) {
        this.#budget.spend(1);
        if (node === this.#view?.root)
            return this.#view.next(0, 1, bucket);
        if (node === this.#view?.document)
            return fits(this.#view.root, bucket) ? this.#view.root : null;
        return this.#along(node.firstChild, "nextSibling", bucket);
    }
    getLastChild(node, bucket = null) {
        this.#budget.spend(1);
        if (node === this.#view?.root)
            return this.#view.next(this.#view.size - 1, -1, bucket);
        if (node === this.#view?.document)
            return fits(this.#view.root, bucket) ? this.#view.root : null;
        return this.#along(node.lastChild, "previousSibling", bucket);
    }
    getNextSibling(node, bucket = null) {
        this.#budget.spend(1);
        const place = this.#view?.placeOf(node);
        if (place !== undefined)
            return this.#view?.next(place + 1, 1, bucket) ?? null;
        return this.#along(node.nextSibling, "nextSibling", bucket);
    }
    getPreviousSibling(node, bucket = null) {
        this.#budget.spend(1);
        const place = this.#view?.placeOf(node);
        if (place !== undefined)
            return this.#view?.next(place - 1, -1, bucket) ?? null;
        return this.#along(node.previousSibling, "previousSibling", bucket);
    }
    getParentNode(node, bucket = null) {
        this.#budget.spend(1);
        const parent = this.#parentOf(node);
        return parent && fits(parent, bucket) ? parent : null;
    }
    #parentOf(node) {
        if (node === this.#view?.root)
            return this.#view.document;
        if (this.#view?.placeOf(node) !== undefined)
            return this.#view.root;
        return node.nodeType === 2 ? node.ownerElement : node.parentNode;
    }
    #along(start, direction, bucket) {
        for (let node = start; node; node = node[direction]) {
            if (fits(node, bucket))
                return node;
            this.#budget.spend(1);
        }
        return null;
    }
}
//# sourceMappingURL=lazy-view.js.map