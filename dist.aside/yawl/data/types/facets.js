import { base64Length, momentTypeOf } from "./builtin.js";
import { compareDecimals, countDigits } from "./decimal.js";
import { compareMoments } from "./moment.js";
import { matchesPattern } from "./pattern.js";
export function quoted(text) {
    return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
export function listed(values) {
    const shown = values.slice(0, 20).map((value) => quoted(value));
    if (values.length > shown.length)
        shown.push(`${values.length - shown.length} more`);
    return shown.join(", ");
}
export function facetProblem(text, type, facets, length) {
    return (enumerationProblem(text, type, facets) ??
        patternProblem(text, facets) ??
        lengthProblem(text, type, facets, length) ??
        boundProblem(text, type, facets) ??
        digitProblem(text, type, facets));
}
function enumerationProblem(text, type, facets) {
    const allowed = facets.enumeration;
    if (!allowed || allowed.some((value) => value === text || compareValues(value, text, type) === 0))
        return undefined;
    return `must be one of ${listed(allowed)}; it is ${quoted(text)}`;
}
function patternProblem(text, facets) {
    const missed = facets.patterns?.find((pattern) => !matchesPattern(pattern, text));
    return missed === undefined ? undefined : `must match the pattern ${missed}; it is ${quoted(text)}`;
}
function lengthProblem(text, type, facets, counted) {
    const { length, minLength, maxLength } = facets;
    if (length === undefined && minLength === undefined && maxLength === undefined)
        return undefined;
    const [actual, unit] = counted === undefined ? measure(text, type) : [counted, "entries"];
    if (length !== undefined && actual !== length)
        return `must have ${length} ${unit}; it has ${actual}`;
    if (minLength !== undefined && actual < minLength)
        return `must have at least ${minLength} ${unit}; it has ${actual}`;
    if (maxLength !== undefined && actual > maxLength)
        return `must have at most ${maxLength} ${unit}; it has ${actual}`;
    return undefined;
}
function measure(text, type) {
    if (type.xsd === "hexBinary")
        return [text.length / 2, "octets"];
    if (type.base === "binary")
        return [base64Length(text) ?? 0, "octets"];
    let characters = 0;
    for (const _character of text)
        characters += 1;
    return [characters, "characters"];
}
function boundProblem(text, type, facets) {
    const { minInclusive, maxInclusive, minExclusive, maxExclusive } = facets;
    const to = (bound) => compareValues(text, bound, type) ?? Number.NaN;
    if (minInclusive !== undefined && !(to(minInclusive) >= 0))
        return `must be ${minInclusive} or more; it is ${text}`;
    if (maxInclusive !== undefined && !(to(maxInclusive) <= 0))
        return `must be ${maxInclusive} or less; it is ${text}`;
    if (minExclusive !== undefined && !(to(minExclusive) > 0))
        return `must be more than ${minExclusive}; it is ${text}`;
    if (maxExclusive !== undefined && !(to(maxExclusive) < 0))
        return `must be less than ${maxExclusive}; it is ${text}`;
    return undefined;
}
function digitProblem(text, type, facets) {
    const { totalDigits, fractionDigits } = facets;
    if (type.base !== "integer" && type.base !== "decimal")
        return undefined;
    if (totalDigits === undefined && fractionDigits === undefined)
        return undefined;
    const digits = countDigits(text);
    if (totalDigits !== undefined && digits.total > totalDigits)
        return `must have at most ${totalDigits} digits; it is ${text}`;
    if (fractionDigits !== undefined && digits.fraction > fractionDigits) {
        return `must have at most ${fractionDigits} digits after the point; it is ${text}`;
    }
    return undefined;
}
function compareValues(first, second, type) {
    if (type.list || type.union)
        return undefined;
    if (type.base === "integer" || type.base === "decimal")
        return compareDecimals(first, second);
    if (type.base === "double")
        return compareDoubles(toDouble(first), toDouble(second));
    if (type.base === "boolean")
        return Number(isTrue(first)) - Number(isTrue(second));
    const moment = momentTypeOf(type);
    return moment === undefined ? undefined : compareMoments(first, second, moment);
}
function compareDoubles(first, second) {
    if (first === second || (Number.isNaN(first) && Number.isNaN(second)))
        return 0;
    if (Number.isNaN(first) || Number.isNaN(second))
        return undefined;
    return first < second ? -1 : 1;
}
function toDouble(text) {
    if (text.endsWith("INF"))
        return text.startsWith("-") ? -Infinity : Infinity;
    return Number(text);
}
function isTrue(text) {
    return text === "true" || text === "1";
}
//# sourceMappingURL=facets.js.map