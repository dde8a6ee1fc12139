import { compareDecimals } from "./decimal.js";
import { isMoment, isMomentType } from "./moment.js";
import { isNcName, isNmToken, isXmlName } from "../xml/names.js";
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const INTEGER = /^[+-]?\d+$/;
const FLOAT = /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,9})?|[+-]?INF|NaN)$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const HEX = /^([0-9A-Fa-f]{2})*$/;
const LANGUAGE = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;
const DAY_TIME = /^-?P[^YMT]*(T.*)?$/;
const YEAR_MONTH = /^-?P[^DT]*$/;
function whole(min, max) {
    const range = min === undefined
        ? max && ` up to ${max}`
        : max === undefined
            ? ` from ${min}`
            : ` from ${min} to ${max}`;
    const [low, high] = [Number(min ?? -Infinity), Number(max ?? Infinity)];
    return {
        expectation: `a whole number${range ?? ""}`,
        fits: (text) => {
            if (!INTEGER.test(text))
                return false;
            if (text.length <= 15)
                return Number(text) >= low && Number(text) <= high;
            return ((min === undefined || compareDecimals(text, min) >= 0) &&
                (max === undefined || compareDecimals(text, max) <= 0));
        },
    };
}
function moment(xsd, expectation) {
    return [xsd, { expectation, fits: (text) => isMoment(text, xsd) }];
}
const FLOATING = { expectation: "a number", fits: (text) => FLOAT.test(text) };
const TEXT = { expectation: "text", fits: () => true };
const NCNAME = { expectation: "a name without colon", fits: isNcName };
const ZONED = /(Z|[+-]\d\d:\d\d)$/;
const BUILTINS = new Map([
    ["boolean", { expectation: "true or false", fits: (text) => /^(true|false|1|0)$/.test(text) }],
    ["decimal", { expectation: "a decimal number", fits: (text) => DECIMAL.test(text) }],
    ["integer", whole()],
    ["long", whole("-9223372036854775808", "9223372036854775807")],
    ["int", whole("-2147483648", "2147483647")],
    ["short", whole("-32768", "32767")],
    ["byte", whole("-128", "127")],
    ["nonNegativeInteger", whole("0")],
    ["positiveInteger", whole("1")],
    ["nonPositiveInteger", whole(undefined, "0")],
    ["negativeInteger", whole(undefined, "-1")],
    ["unsignedLong", whole("0", "18446744073709551615")],
    ["unsignedInt", whole("0", "4294967295")],
    ["unsignedShort", whole("0", "65535")],
    ["unsignedByte", whole("0", "255")],
    ["double", FLOATING],
    ["float", FLOATING],
    moment("date", "a date such as 2026-11-23"),
    moment("time", "a time such as 14:30:00"),
    moment("dateTime", "a date and time such as 2026-11-23T14:30:00Z"),
    moment("duration", "a duration such as P1DT2H"),
    moment("gYear", "a year such as 2026"),
    moment("gYearMonth", "a month such as 2026-11"),
    moment("gMonthDay", "a day of the year such as --11-23"),
    moment("gMonth", "a month such as --11"),
    moment("gDay", "a day of the month such as ---23"),
    [
        "dateTimeStamp",
        {
            expectation: "a date and time with a time zone",
            fits: (text) => ZONED.test(text) && isMoment(text, "dateTime"),
        },
    ],
    [
        "dayTimeDuration",
        {
            expectation: "a duration in days and time such as P1DT2H",
            fits: (text) => DAY_TIME.test(text) && isMoment(text, "duration"),
        },
    ],
    [
        "yearMonthDuration",
        {
            expectation: "a duration in years and months such as P1Y6M",
            fits: (text) => YEAR_MONTH.test(text) && isMoment(text, "duration"),
        },
    ],
    ["base64Binary", { expectation: "data in base 64", fits: (text) => base64Length(text) !== undefined }],
    ["hexBinary", { expectation: "data in hexadecimal digits", fits: (text) => HEX.test(text) }],
    ["language", { expectation: "a language such as en or en-GB", fits: (text) => LANGUAGE.test(text) }],
    ["Name", { expectation: "an XML name", fits: isXmlName }],
    ["NMTOKEN", { expectation: "a name token", fits: isNmToken }],
    ["NCName", NCNAME],
    ["ID", NCNAME],
    ["IDREF", NCNAME],
    ["ENTITY", NCNAME],
    [
        "QName",
        {
            expectation: "a name with an optional prefix",
            fits: (text) => text.split(":").length <= 2 && text.split(":").every(isNcName),
        },
    ],
]);
const BASE_TYPES = {
    string: "string",
    boolean: "boolean",
    integer: "integer",
    decimal: "decimal",
    double: "double",
    date: "date",
    time: "time",
    dateTime: "dateTime",
    duration: "duration",
    anyURI: "anyURI",
    binary: "base64Binary",
};
export function builtinOf(type) {
    return BUILTINS.get(type.xsd) ?? BUILTINS.get(BASE_TYPES[type.base]) ?? TEXT;
}
export function momentTypeOf(type) {
    if (type.xsd === "dateTimeStamp")
        return "dateTime";
    if (type.xsd.endsWith("Duration"))
        return "duration";
    if (isMomentType(type.xsd))
        return type.xsd;
    const base = BASE_TYPES[type.base];
    return isMomentType(base) ? base : undefined;
}
export function base64Length(text) {
    const packed = text.replaceAll(" ", "");
    if (packed.length % 4 !== 0 || !BASE64.test(packed))
        return undefined;
    const padding = packed.endsWith("==") ? 2 : packed.endsWith("=") ? 1 : 0;
    return (packed.length / 4) * 3 - padding;
}
export function whiteSpaceOf(type) {
    if (type.list || type.union || type.base !== "string")
        return "collapse";
    if (type.facets?.whiteSpace)
        return type.facets.whiteSpace;
    if (KEEPING.has(type.xsd))
        return "preserve";
    if (type.xsd === "normalizedString")
        return "replace";
    return BUILTINS.has(type.xsd) || type.xsd === "token" ? "collapse" : "preserve";
}
const KEEPING = new Set(["string", "anySimpleType", "anyAtomicType", "untypedAtomic"]);
export function normalizeSpace(text, whiteSpace) {
    if (whiteSpace === "preserve" || !/[\t\n\r]| {2}|^ | $/.test(text))
        return text;
    const replaced = text.replaceAll(/[\t\n\r]/g, " ");
    return whiteSpace === "replace" ? replaced : replaced.replaceAll(/ {2,}/g, " ").replaceAll(/^ | $/g, "");
}
//# sourceMappingURL=builtin.js.map