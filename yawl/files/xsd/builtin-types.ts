/** The types that need no definition: XML Schema's built-in ones, and those that YAWL itself adds to every specification. */
import { STRING, type DataType, type SimpleBase, type SimpleType } from "../../model/datatype.ts";

/** Namespace of XML Schema. */
export const XSD_NAMESPACE = "http://www.w3.org/2001/XMLSchema";

const NAMES_BY_BASE: Readonly<Record<SimpleBase, string>> = {
  string:
    "string normalizedString token language Name NCName NMTOKEN ID IDREF ENTITY QName NOTATION anySimpleType " +
    "anyAtomicType untypedAtomic gYear gYearMonth gMonth gMonthDay gDay",
  boolean: "boolean",
  integer:
    "integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger positiveInteger unsignedLong " +
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

const BUILT_IN: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ...Object.entries(NAMES_BY_BASE).flatMap(([base, names]) =>
    names
      .split(" ")
      .map((xsd): [string, DataType] => [xsd, { kind: "simple", base: base as SimpleBase, xsd }]),
  ),
  ...["NMTOKEN", "IDREF", "ENTITY"].map((item): [string, DataType] => {
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

const TRIGGER: SimpleType = { ...STRING, facets: { enumeration: ["OnEnabled", "OnExecuting"] } };

const YAWL_TYPES: ReadonlyMap<string, DataType> = new Map<string, DataType>([
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
          // since YAWL 4; data of older specifications does not have it
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

/**
 * A built-in type of XML Schema by its local name. Derived ones (`long`, `positiveInteger`, `token`) keep their name in
 * `xsd` and carry no facets: their bounds follow from the name.
 */
export function builtInType(name: string): DataType | undefined {
  return BUILT_IN.get(name);
}

/** One of the types that YAWL knows without a definition: `YTimerType`, `YDocumentType`, `YStringListType` (since 2.0). */
export function yawlType(name: string): DataType | undefined {
  return YAWL_TYPES.get(name);
}
