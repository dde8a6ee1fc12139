import { MAX_LENGTH } from "../budget.js";
import { childElements } from "../../xml/dom.js";
import { evaluateXPath, parseScript } from "./fontoxpath.js";
import { child, factory } from "./ast.js";
import { guard } from "./guard.js";
import { NotAvailable } from "./names.js";
export const LANGUAGES = {
    xquery: { language: evaluateXPath.XQUERY_3_1_LANGUAGE },
    xpath: { language: evaluateXPath.XPATH_3_1_LANGUAGE },
};
const MAX_NESTING = 100;
const known = new Map();
const MAX_KNOWN = 10_000;
export function compiledQuery(text, language) {
    const key = `${language} ${text}`;
    let query = known.get(key);
    if (!query) {
        query = compile(text, language);
        if (known.size >= MAX_KNOWN)
            known.clear();
        if (text.length <= MAX_LENGTH)
            known.set(key, query);
    }
    return query;
}
function compile(text, language) {
    if (text.length > MAX_LENGTH)
        return { problem: `is longer than ${MAX_LENGTH} characters`, isTooLarge: true };
    if (nesting(text) > MAX_NESTING)
        return { problem: `nests brackets deeper than ${MAX_NESTING} levels`, isTooLarge: true };
    try {
        const module = parsed(text, language);
        const variables = guard(module);
        if (language === "xpath")
            keepMoments(module);
        return { module, variables };
    }
    catch (error) {
        if (error instanceof RangeError)
            return { problem: "nests too deep", isTooLarge: true };
        if (error instanceof NotAvailable)
            return { problem: `fails: ${error.message}`, isTooLarge: false };
        return { problem: syntaxProblem(error), isTooLarge: false };
    }
}
function parsed(text, language) {
    return parseScript(text, { ...LANGUAGES[language], annotateAst: false }, factory);
}
function nesting(text) {
    let deepest = 0;
    let depth = 0;
    for (const [part] of text.matchAll(/[([{]|[)\]}]|<\/|\/>|<(?=[A-Za-z_])/g)) {
        const isOpening = part.length === 1 && "([{<".includes(part);
        depth = Math.max(0, depth + (isOpening ? 1 : -1));
        deepest = Math.max(deepest, depth);
    }
    return deepest;
}
function syntaxProblem(error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, line, column] = /at <>:(\d+):(\d+)/.exec(message) ?? [];
    if (line !== undefined && /XPST0003/.test(message))
        return `cannot be read: it is wrong at line ${line}, column ${column}`;
    return `fails: ${/[A-Z]{4}\d{4}: [^\n]*/.exec(message)?.[0] ?? message.trim()}`;
}
const MOMENTS = ["dateTime", "time", "duration", "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay"];
function keepMoments(module) {
    const main = child(module, "mainModule");
    const body = main && child(main, "queryBody");
    const query = body && childElements(body)[0];
    if (!body || !query || !/date|time|duration|gYear|gMonth|gDay/i.test(module.textContent ?? ""))
        return;
    const isMoment = MOMENTS.map((type) => `$item instance of xs:${type}`).join(" or ");
    const template = parsed(`for $item in 0 return if (${isMoment}) then string($item)
     else if ($item instance of xs:date) then substring(string($item), 1, 10) else $item`, "xpath");
    const [place] = evaluateXPath("descendant::*[local-name() = 'forExpr']/*", template, null, null, evaluateXPath.NODES_TYPE);
    const wrapper = childElements(child(child(template, "mainModule") ?? template, "queryBody") ?? template)[0];
    if (!place || !wrapper)
        return;
    query.remove();
    place.replaceWith(query);
    body.appendChild(wrapper);
}
//# sourceMappingURL=compile.js.map