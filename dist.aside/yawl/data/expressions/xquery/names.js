import { childElements } from "../../xml/dom.js";
import { attribute, child, FUNCTIONS, textOf } from "./ast.js";
import { REFUSED } from "./lists.js";
export class NotAvailable extends Error {
}
export class QueryNames {
    used = new Set();
    #prefixes = new Map([
        ["", FUNCTIONS],
        ["fn", FUNCTIONS],
        ["map", `${FUNCTIONS}/map`],
        ["array", `${FUNCTIONS}/array`],
    ]);
    #declared = new Set();
    #several = new Set();
    constructor(module) {
        this.#look(module);
    }
    isDeclared(name, arity) {
        return this.#declared.has(`${this.#keyOf(name)}#${arity}`);
    }
    isSeveral(reference) {
        return this.#several.has(textOf(child(reference, "name")));
    }
    #look(element) {
        const children = childElements(element);
        switch (element.localName) {
            case "namespaceDecl":
                this.#prefixes.set(textOf(child(element, "prefix")), textOf(child(element, "uri")));
                break;
            case "defaultNamespaceDecl":
                if (textOf(child(element, "defaultNamespaceCategory")) === "function")
                    this.#prefixes.set("", textOf(child(element, "uri")));
                break;
            case "functionDecl": {
                const name = child(element, "functionName");
                const count = childElements(child(element, "paramList") ?? element).length;
                if (name)
                    this.#declared.add(`${this.#keyOf(name)}#${count}`);
                break;
            }
            case "letClauseItem":
                this.#noteSeveral(child(element, "typedVariableBinding"));
                break;
            case "param":
            case "varDecl":
            case "groupingSpec":
                this.#noteSeveral(element);
                break;
            case "varRef":
                this.used.add(textOf(child(element, "name")));
                break;
            case "moduleImport":
                throw new NotAvailable("No modules can be imported");
        }
        for (const each of children)
            this.#look(each);
    }
    #noteSeveral(binding) {
        const name = binding && child(binding, "varName");
        if (name)
            this.#several.add(textOf(name));
    }
    #keyOf(name) {
        return `{${this.#namespaceOf(name)}}${textOf(name)}`;
    }
    #namespaceOf(name) {
        const uri = attribute(name, "URI");
        if (uri !== null && uri !== "")
            return uri;
        const prefix = attribute(name, "prefix") ?? "";
        return this.#prefixes.get(prefix) ?? prefix;
    }
    builtIn(name) {
        const namespace = this.#namespaceOf(name);
        if (namespace === FUNCTIONS) {
            const why = REFUSED.get(textOf(name));
            if (why !== undefined)
                throw new NotAvailable(`The function ${textOf(name)}() is not available: ${why}`);
            return textOf(name);
        }
        return namespace.startsWith(`${FUNCTIONS}/`)
            ? `${namespace.slice(FUNCTIONS.length + 1)}:${textOf(name)}`
            : undefined;
    }
}
//# sourceMappingURL=names.js.map