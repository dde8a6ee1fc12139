import { escapeName, unescapeName } from "../../data/xml/names.js";
const MARKED = /^\(:mizzen (xquery|xpath|jsonata|none):\)\s*/;
const NAME = "[^\\s<>{}()/=']+";
const VARIABLE = "(:mizzen variable:)";
const COPY = new RegExp(`^<${NAME}>\\{/${NAME}/(${NAME})/node\\(\\) \\(:mizzen variable:\\)\\}</${NAME}>$`);
const TRUTH = new RegExp(`^/${NAME}/(${NAME}) = 'true' \\(:mizzen variable:\\)$`);
export const NUMBER = /^[-+]?[\d.]+$/;
export const NO_EXPRESSION = "(:mizzen none:)";
export function xquery(text) {
    return { language: "xquery", text };
}
export function parseExpression(text) {
    const [mark, language] = MARKED.exec(text) ?? [];
    if (mark === undefined) {
        const [, name] = COPY.exec(text) ?? TRUTH.exec(text) ?? [];
        return name === undefined ? xquery(text) : { language: "variable", text: unescapeName(name) };
    }
    const rest = text.slice(mark.length);
    switch (language) {
        case "none":
            return undefined;
        case "xpath":
        case "jsonata":
            return { language, text: rest };
        default:
            return xquery(rest);
    }
}
export function printExpression({ language, text }, use) {
    if (language === "xquery") {
        const isTaken = text.trim() === "" || [MARKED, COPY, TRUTH, NUMBER].some((form) => form.test(text));
        return isTaken ? `(:mizzen xquery:) ${text}` : text;
    }
    if (language !== "variable")
        return `(:mizzen ${language}:) ${text}`;
    const source = `/${escapeName(use.root)}/${escapeName(text)}`;
    if (use.as === "truth")
        return `${source} = 'true' ${VARIABLE}`;
    const target = escapeName(use.target);
    return `<${target}>{${source}/node() ${VARIABLE}}</${target}>`;
}
//# sourceMappingURL=expressions.js.map