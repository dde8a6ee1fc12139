import { isNumeric, itemType, parseSimple } from "../types/lexical.js";
import { patternProblem } from "../types/pattern.js";
import { textHint, textPattern } from "./text.js";
export function simpleSchema(type) {
    const facets = type.facets ?? {};
    if (type.list)
        return listSchema(type, facets);
    const enumeration = facets.enumeration && { enum: enumerated(type, facets.enumeration) };
    if (type.union)
        return { anyOf: type.union.map((member) => simpleSchema(member)), ...enumeration };
    if (type.base === "boolean")
        return { type: "boolean", ...enumeration };
    if (isNumeric(type))
        return { ...numberSchema(type, facets), ...enumeration };
    return { type: "string", ...textHint(type.xsd), ...textRestrictions(type, facets), ...enumeration };
}
function listSchema(type, facets) {
    const items = simpleSchema(itemType(type));
    if (!type.items)
        return { type: "array", items };
    const min = facets.length ?? facets.minLength;
    const max = facets.length ?? facets.maxLength;
    return {
        type: "array",
        items,
        ...(min !== undefined && { minItems: min }),
        ...(max !== undefined && { maxItems: max }),
    };
}
function enumerated(type, texts) {
    const values = texts.map((text) => {
        const parsed = parseSimple(text, type);
        return parsed.ok ? parsed.value : text;
    });
    return [...new Set(values)];
}
const BOUNDS = {
    int: [-2_147_483_648, 2_147_483_647],
    short: [-32_768, 32_767],
    byte: [-128, 127],
    nonNegativeInteger: [0, undefined],
    positiveInteger: [1, undefined],
    nonPositiveInteger: [undefined, 0],
    negativeInteger: [undefined, -1],
    unsignedLong: [0, undefined],
    unsignedInt: [0, 4_294_967_295],
    unsignedShort: [0, 65_535],
    unsignedByte: [0, 255],
};
function numberSchema(type, facets) {
    const [low, high] = BOUNDS[type.xsd] ?? [];
    const minimum = toNumber(facets.minInclusive) ?? low;
    const maximum = toNumber(facets.maxInclusive) ?? high;
    const exclusiveMinimum = toNumber(facets.minExclusive);
    const exclusiveMaximum = toNumber(facets.maxExclusive);
    return {
        type: [type.base === "integer" ? "integer" : "number", "string"],
        pattern: NUMBER_TEXT[type.base === "integer" || type.base === "decimal" ? type.base : "double"],
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
        ...(exclusiveMinimum !== undefined && { exclusiveMinimum }),
        ...(exclusiveMaximum !== undefined && { exclusiveMaximum }),
    };
}
const NUMBER_TEXT = {
    integer: String.raw `^\s*[+-]?[0-9]+\s*$`,
    decimal: String.raw `^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*$`,
    double: String.raw `^\s*([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)\s*$`,
};
function toNumber(text) {
    const number = text === undefined ? Number.NaN : Number(text);
    return Number.isFinite(number) ? number : undefined;
}
function textRestrictions(type, facets) {
    const patterns = [textPattern(type.xsd), ...(facets.patterns ?? []).map(toEcmaPattern)].filter((pattern) => pattern !== undefined);
    const isMeasured = type.base !== "binary" && (facets.whiteSpace === undefined || facets.whiteSpace === "preserve");
    const min = isMeasured ? (facets.length ?? facets.minLength) : undefined;
    const max = isMeasured ? (facets.length ?? facets.maxLength) : undefined;
    return {
        ...(min !== undefined && { minLength: min }),
        ...(max !== undefined && { maxLength: max }),
        ...(patterns.length === 1 && { pattern: patterns[0] }),
        ...(patterns.length > 1 && { allOf: patterns.map((pattern) => ({ pattern })) }),
    };
}
function toEcmaPattern(pattern) {
    const hasOwnMeaning = /\\[icICwWp]|-\[|[$]|(?:^|[^[\\])\^/i.test(pattern);
    if (hasOwnMeaning || patternProblem(pattern) !== undefined)
        return undefined;
    const expression = `^(?:${pattern.replaceAll(/\\-(?![^[]*\])/g, "-")})$`;
    try {
        void new RegExp(expression, "u");
        return expression;
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=simple.js.map