import { STRING } from "../../model/datatype.js";
export const XSD_NAMESPACE = "http://www.w3.org/2001/XMLSchema";
const NAMES_BY_BASE = {
    string: "string normalizedString token language Name NCName NMTOKEN ID IDREF ENTITY QName NOTATION anySimpleType " +
        "anyAtomicType untypedAtomic gYear gYearMonth gMonth gMonthDay gDay",
    boolean: "boolean",
    integer: "integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger positiveInteger unsignedLong " +
        "unsignedInt unsignedShort unsignedByte",
    decimal: "decimal",
    double: "double float",
    date: "date",
    time: "time",
    dateTime: "dateTime dateTimeStamp",
    duration: "duration dayTimeDuration yearMonthDuration",
    anyURI: "anyURI",
    binary: "base64Binary hexBinary",
};
const BUILT_IN = new Map([
    ...Object.entries(NAMES_BY_BASE).flatMap(([base, names]) => names
        .split(" ")
        .map((xsd) => [xsd, { kind: "simple", base: base, xsd }])),
    ...["NMTOKEN", "IDREF", "ENTITY"].map((item) => {
        const xsd = item === "ENTITY" ? "ENTITIES" : `${item}S`;
        return [
            xsd,
            {
                kind: "simple",
                base: "string",
                xsd,
                list: true,
                items: { kind: "simple", base: "string", xsd: item },
            },
        ];
    }),
    ["anyType", { kind: "any" }],
]);
const TRIGGER = { ...STRING, facets: { enumeration: ["OnEnabled", "OnExecuting"] } };
const YAWL_TYPES = new Map([
    [
        "YTimerType",
        {
            kind: "complex",
            content: {
                kind: "sequence",
                min: 1,
                max: 1,
                particles: [
                    { kind: "element", name: "trigger", type: TRIGGER, min: 1, max: 1 },
                    { kind: "element", name: "expiry", type: STRING, min: 1, max: 1 },
                    {
                        kind: "element",
                        name: "workdays",
                        type: { kind: "simple", base: "boolean", xsd: "boolean" },
                        min: 0,
                        max: 1,
                    },
                ],
            },
        },
    ],
    [
        "YDocumentType",
        {
            kind: "complex",
            content: {
                kind: "sequence",
                min: 1,
                max: 1,
                particles: [
                    {
                        kind: "element",
                        name: "id",
                        type: { kind: "simple", base: "integer", xsd: "long" },
                        min: 0,
                        max: 1,
                    },
                    { kind: "element", name: "name", type: STRING, min: 1, max: 1 },
                ],
            },
        },
    ],
    [
        "YStringListType",
        {
            kind: "complex",
            content: {
                kind: "sequence",
                min: 1,
                max: 1,
                particles: [{ kind: "element", name: "item", type: STRING, min: 0, max: null }],
            },
        },
    ],
]);
export function builtInType(name) {
    return BUILT_IN.get(name);
}
export function yawlType(name) {
    return YAWL_TYPES.get(name);
}
//# sourceMappingURL=builtin-types.js.map