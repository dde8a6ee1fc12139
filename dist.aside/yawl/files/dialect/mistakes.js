import { didYouMean } from "./near.js";
export function mistakesOf(issue, content, keysAt, base = []) {
    const path = [...base, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    if (issue.code === "unrecognized_keys") {
        const where = path.length === 0 ? "" : ` (in ${path.join("/")})`;
        return issue.keys.map((name) => ({
            path: [...path, name],
            message: `"${name}" is not known here${where}.${didYouMean(name, keysAt(path))}`,
        }));
    }
    if (path.length > 0 && valueAt(content, path) === undefined) {
        const where = path.length > 1 ? ` (in ${path.slice(0, -1).join("/")})` : "";
        return [{ path, message: `"${path.at(-1)}" is missing${where}.` }];
    }
    if (issue.code === "invalid_union") {
        const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
        if (nearest && depth(nearest) > 0)
            return nearest.flatMap((inner) => mistakesOf(inner, content, keysAt, path));
        const ways = [...new Set(issue.errors.flat().flatMap(waysOf))];
        const only = ways.length === 1 && !/^(an?|"|\d)/.test(ways[0] ?? "");
        return [
            {
                path,
                message: sentence(path, only ? (ways[0] ?? "") : `it must be ${ways.slice(0, 4).join("; or ")}`),
            },
        ];
    }
    if (issue.code === "invalid_key")
        return [{ path, message: sentence(path, issue.issues[0]?.message ?? "") }];
    if (issue.code === "invalid_value") {
        const one = issue.values.length === 1 ? "" : "one of ";
        const hint = didYouMean(String(valueAt(content, path)), issue.values.map(String));
        return [{ path, message: `${sentence(path, `it must be ${one}${valuesOf(issue)}`)}${hint}` }];
    }
    return [{ path, message: sentence(path, plain(issue.message)) }];
}
function waysOf(issue) {
    if (issue.code === "invalid_union")
        return issue.errors.flat().flatMap(waysOf);
    if (issue.code === "invalid_value")
        return [valuesOf(issue)];
    if (issue.code !== "invalid_type")
        return [plain(issue.message)];
    const name = issue.expected === "record" ? "object" : issue.expected;
    return [/^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`];
}
function valuesOf({ values }) {
    return values.map((value) => JSON.stringify(value)).join(", ");
}
function plain(message) {
    return message.replace(/^Invalid (input|string): /, "");
}
function sentence(path, message) {
    return `${path.at(-1) ?? "The file"}: ${message}.`;
}
function valueAt(content, path) {
    let value = content;
    for (const part of path) {
        if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
            return undefined;
        value = value[part];
    }
    return value;
}
function depth(issues) {
    const [first] = issues;
    if (!first)
        return 0;
    const inner = first.code === "invalid_union" ? Math.max(0, ...first.errors.map(depth)) : 0;
    return first.path.length + inner + (first.code === "unrecognized_keys" ? 1 : 0);
}
//# sourceMappingURL=mistakes.js.map