import { LineCounter, parseDocument } from "yaml";
import { mistakesOf } from "./mistakes.js";
import { Places } from "./places.js";
const MAX_ALIASES = 100;
export const MOST_DETAILS = 50;
export function readDocument(text, shape, keysAt) {
    const lines = new LineCounter();
    let document;
    let content;
    try {
        document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
        if (document.errors.length === 0)
            content = document.toJS({ maxAliasCount: MAX_ALIASES });
    }
    catch (error) {
        return { ok: false, details: [{ line: 1, column: 1, message: reasonOf(error) }] };
    }
    if (document.errors.length > 0) {
        const details = document.errors.slice(0, MOST_DETAILS).map(({ message, linePos }) => ({
            ...(linePos ? { line: linePos[0].line, column: linePos[0].col } : {}),
            message: sentenceOf(message),
        }));
        return { ok: false, details };
    }
    const places = new Places(document, lines);
    const repeated = places.repeatedKeys();
    if (repeated.length > 0) {
        const details = repeated.map(({ key, place }) => ({ ...place, message: `"${key}" stands here twice.` }));
        return { ok: false, details };
    }
    const parsed = shape.safeParse(content);
    if (parsed.success)
        return { ok: true, content: parsed.data, places };
    const details = parsed.error.issues
        .flatMap((issue) => mistakesOf(issue, content, keysAt))
        .slice(0, MOST_DETAILS)
        .map(({ path, message }) => ({ element: path.join("/") || "file", ...places.of(path), message }));
    return { ok: false, details };
}
function sentenceOf(message) {
    if (/call stack/.test(message))
        return "The file nests too deep.";
    return message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? "The file is not YAML.";
}
function reasonOf(error) {
    if (error instanceof RangeError)
        return "The file nests too deep.";
    return error instanceof Error ? error.message : "The file is not YAML.";
}
//# sourceMappingURL=document.js.map