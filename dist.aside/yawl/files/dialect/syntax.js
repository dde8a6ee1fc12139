import * as slimdom from "slimdom";
import { evaluateXPath, parseScript } from "../../data/expressions/xquery/fontoxpath.js";
import { jsonata } from "../../data/expressions/jsonata/library.js";
const MAX_LENGTH = 1000;
const MAX_TOTAL = 100_000;
const UNKNOWN = { variables: [] };
export class ExpressionParser {
    #known = new Map();
    #left = MAX_TOTAL;
    parse(expression) {
        const { language, text } = expression;
        const key = `${language} ${text}`;
        const known = this.#known.get(key);
        if (known)
            return known;
        if (text.length > MAX_LENGTH || text.length > this.#left)
            return UNKNOWN;
        this.#left -= text.length;
        const parsed = parseExpression(expression);
        this.#known.set(key, parsed);
        return parsed;
    }
}
function parseExpression({ language, text }) {
    try {
        if (language === "jsonata") {
            jsonata(text);
            return UNKNOWN;
        }
        return language === "xpath" ? parseXPath(text) : UNKNOWN;
    }
    catch (error) {
        return error instanceof RangeError ? UNKNOWN : { ...UNKNOWN, problem: reasonOf(error) };
    }
}
function parseXPath(text) {
    const document = new slimdom.Document();
    const parsed = parseScript(text, { language: evaluateXPath.XPATH_3_1_LANGUAGE }, document);
    const named = new Set();
    const bound = new Set();
    collect(parsed, named, bound);
    return { variables: [...named].filter((name) => !bound.has(name)) };
}
function collect(node, named, bound) {
    for (const child of node.childNodes) {
        if (child.nodeName === "xqx:varName" || child.nodeName === "xqx:positionalVariableBinding") {
            bound.add(child.textContent ?? "");
        }
        else if (child.nodeName === "xqx:varRef")
            named.add(child.textContent ?? "");
        else
            collect(child, named, bound);
    }
}
function reasonOf(error) {
    const isObject = typeof error === "object" && error !== null;
    const message = isObject && "message" in error ? String(error.message) : String(error);
    const position = isObject && "position" in error ? ` (at character ${String(error.position)})` : "";
    const at = /at <>:\d+:(\d+)/.exec(message);
    const [, reason = message] = /[A-Z]{4}\d{4}: (?:Failed to parse script\. )?([^\n]*)/.exec(message) ?? [];
    const short = reason.length > 80 ? "something else is expected" : reason.trim();
    return `${short}${at ? ` (at character ${at[1]})` : position}`;
}
//# sourceMappingURL=syntax.js.map