/** Texts of simple types: values of every built-in type, restrictions with values that keep to them, and a schema as text. */
import type { Complex, Element, Group, Schema, Simple } from "./random-schema.ts";

const TEXTS = ["", "a", " padded  twice ", `<&>"'`, "ünï – 漢字 😀", "line\nbreak\ttab", "007", "true"];
const INTEGERS = ["0", "1", "5", "+7", "-0", "00012", "100"];

/** Built-in types with some of their values, as XML has them. */
export const BUILTINS: Readonly<Record<string, readonly string[]>> = {
  string: TEXTS,
  normalizedString: TEXTS,
  token: TEXTS,
  boolean: ["true", "false", "1", "0", " true "],
  integer: [...INTEGERS, "-5", "123456789012345678901234567890"],
  long: [...INTEGERS, "9223372036854775807", "-9223372036854775808"],
  int: [...INTEGERS, "2147483647", "-2147483648"],
  short: ["32767", "-32768", "12"],
  byte: ["127", "-128", "0"],
  nonNegativeInteger: INTEGERS,
  positiveInteger: ["1", "007", "99999999999999999999"],
  nonPositiveInteger: ["0", "-0", "-17"],
  negativeInteger: ["-1", "-99999999999999999999"],
  unsignedLong: ["0", "18446744073709551615"],
  unsignedInt: ["0", "4294967295"],
  unsignedShort: ["0", "65535"],
  unsignedByte: ["0", "255"],
  decimal: ["0", "0.00", "-1.50", "+3", ".5", "5.", "12345678901234567890.123456789"],
  float: ["0", "-1.5E3", "INF", "-INF", "NaN", "1e-3", "007"],
  double: ["0", "-1.5E3", "INF", "-INF", "NaN", "0.1", "1e300"],
  date: ["2026-11-24", "2024-02-29Z", "2026-01-01+14:00", "-0044-03-15"],
  time: ["10:00:00", "23:59:59.999Z", "00:00:00-05:00"],
  dateTime: ["2026-11-24T10:00:00", "2026-11-24T10:00:00.5Z"],
  duration: ["P1D", "-PT0.5S", "P1Y2M3DT4H5M6.7S"],
  gYear: ["2026", "2026Z"],
  gYearMonth: ["2026-11"],
  gMonthDay: ["--02-29"],
  gMonth: ["--11"],
  gDay: ["---31"],
  anyURI: ["http://acme.com/a?b=c#d", "", "../x"],
  base64Binary: ["", "TWl6emVu", "TWl6emVuIQ=="],
  hexBinary: ["", "00ff", "0FB7"],
  language: ["en", "en-GB"],
  Name: ["a:b", "_x"],
  NCName: ["a.b-c", "_1"],
  NMTOKEN: ["1a", "-x"],
  NMTOKENS: ["1a b", "c"],
};

interface Restriction {
  /** inside of `<xs:simpleType>` */
  readonly xsd: string;
  readonly values: readonly string[];
}

const from = (base: string, facets: Readonly<Record<string, string | readonly string[]>>): string =>
  `<xs:restriction base="${base}">${Object.entries(facets)
    .flatMap(([name, values]) => [values].flat().map((value) => `<xs:${name} value="${escaped(value)}"/>`))
    .join("")}</xs:restriction>`;

/** Restrictions of one or two steps, with values that keep to them. */
export const RESTRICTIONS: readonly Restriction[] = [
  {
    xsd: from("xs:string", { enumeration: ["red", "dark blue", "<&>", ""] }),
    values: ["red", "dark blue", "<&>", ""],
  },
  { xsd: from("xs:string", { pattern: String.raw`[A-Z]{2}\d+` }), values: ["AB1", "XY999"] },
  { xsd: from("xs:string", { pattern: ["a+", "b+"] }), values: ["aaa", "b"] },
  { xsd: from("xs:string", { minLength: "1", maxLength: "3" }), values: ["a", "ab ", "😀漢x"] },
  { xsd: from("xs:token", { length: "3" }), values: ["abc", " abc "] },
  { xsd: from("xs:string", { whiteSpace: "collapse", enumeration: ["a b"] }), values: ["a b", " a  b\n"] },
  { xsd: from("xs:int", { minInclusive: "1", maxExclusive: "10" }), values: ["1", "9", "007"] },
  { xsd: from("xs:decimal", { totalDigits: "5", fractionDigits: "2" }), values: ["123.45", "0.50", "-7"] },
  { xsd: from("xs:decimal", { enumeration: ["1.0", "2.50"] }), values: ["1.0", "2.50"] },
  { xsd: from("xs:integer", { enumeration: ["25", "50"] }), values: ["25", "50"] },
  { xsd: from("xs:double", { minExclusive: "0", maxInclusive: "1e3" }), values: ["0.5", "1000", "1E3"] },
  {
    xsd: from("xs:date", { minInclusive: "2026-01-01", maxExclusive: "2027-01-01" }),
    values: ["2026-01-01", "2026-12-31"],
  },
  { xsd: from("xs:hexBinary", { length: "2" }), values: ["00ff"] },
  { xsd: from("xs:boolean", { pattern: "true|false" }), values: ["true", "false"] },
  {
    xsd: `<xs:restriction><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType><xs:minLength value="1"/><xs:maxLength value="2"/></xs:restriction>`,
    values: ["1", " 2  3 ", "007 1"],
  },
  {
    xsd: `<xs:restriction><xs:simpleType>${from("xs:string", { maxLength: "4" })}</xs:simpleType><xs:minLength value="2"/></xs:restriction>`,
    values: ["ab", "abcd"],
  },
  {
    xsd: `<xs:restriction><xs:simpleType>${from("xs:integer", { minInclusive: "0" })}</xs:simpleType><xs:maxInclusive value="5"/></xs:restriction>`,
    values: ["0", "5", "05"],
  },
];

/** Texts that most types do not take. */
export const STRANGE = [
  "",
  " ",
  "x",
  "-1",
  "1.5",
  "11",
  "2026-13-01",
  "99999999999999999999999",
  "1e5",
  "INF",
  "a b c",
  "1 2 3",
];

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What stands in the `xs:schema` element of a schema; `v0` is the element for documents of the type `T0`, and so on. */
export function schemaText(schema: Schema): string {
  const globals: string[] = [];
  let groups = 0;

  const simpleType = (type: Simple): string => {
    switch (type.kind) {
      case "builtin":
        return from(`xs:${type.name}`, {});
      case "restriction":
        return RESTRICTIONS[type.index]?.xsd ?? "";
      case "list":
        return `<xs:list><xs:simpleType>${simpleType(type.item)}</xs:simpleType></xs:list>`;
      case "union":
        return `<xs:union>${type.members.map((member) => `<xs:simpleType>${simpleType(member)}</xs:simpleType>`).join("")}</xs:union>`;
    }
  };
  /** An element or attribute with its type: by name where it has one, otherwise inside. */
  const declared = (tag: string, head: string, type: Simple | Complex | number): string => {
    if (typeof type === "number") return `<xs:${tag} ${head} type="T${type}"/>`;
    if (type.kind === "builtin") return `<xs:${tag} ${head} type="xs:${type.name}"/>`;
    const inner =
      type.kind === "complex" ? complexType(type) : `<xs:simpleType>${simpleType(type)}</xs:simpleType>`;
    return `<xs:${tag} ${head}>${inner}</xs:${tag}>`;
  };
  const attributes = (type: Complex): string =>
    type.attributes
      .map(({ name, type: of, required }) =>
        declared("attribute", `name="${name}"${required ? ' use="required"' : ""}`, of),
      )
      .join("");
  const complexType = (type: Complex, name?: string): string => {
    const open = `<xs:complexType${name ? ` name="${name}"` : ""}${type.mixed ? ' mixed="true"' : ""}>`;
    const inner = `${type.content ? group(type.content) : ""}${attributes(type)}`;
    if (type.base !== undefined)
      return `${open}<xs:complexContent><xs:extension base="T${type.base}">${inner}</xs:extension></xs:complexContent></xs:complexType>`;
    if (!type.text) return `${open}${inner}</xs:complexType>`;
    const base = `S${(groups += 1)}`;
    globals.push(`<xs:simpleType name="${base}">${simpleType(type.text)}</xs:simpleType>`);
    return `${open}<xs:simpleContent><xs:extension base="${base}">${inner}</xs:extension></xs:simpleContent></xs:complexType>`;
  };
  const bounds = ({ min, max }: Element | Group): string =>
    `${min === 1 ? "" : ` minOccurs="${min}"`}${max === 1 ? "" : ` maxOccurs="${max ?? "unbounded"}"`}`;
  const element = (part: Element): string => {
    const standard = part.standard === undefined ? "" : ` default="${escaped(part.standard)}"`;
    const head = `name="${part.name}"${part.nillable ? ' nillable="true"' : ""}${standard}`;
    if (!part.isGlobal) return declared("element", `${head}${bounds(part)}`, part.type);
    globals.push(declared("element", head, part.type));
    return `<xs:element ref="${part.name}"${bounds(part)}/>`;
  };
  const group = (part: Group): string => {
    const inner = part.parts.map((each) => (each.kind === "element" ? element(each) : group(each))).join("");
    if (!part.isNamed) return `<xs:${part.kind}${bounds(part)}>${inner}</xs:${part.kind}>`;
    const name = `G${(groups += 1)}`;
    globals.push(`<xs:group name="${name}"><xs:${part.kind}>${inner}</xs:${part.kind}></xs:group>`);
    return `<xs:group ref="${name}"${bounds(part)}/>`;
  };

  const types = schema.map((type, number) => complexType(type, `T${number}`));
  const roots = schema.map((_type, number) => `<xs:element name="v${number}" type="T${number}"/>`);
  return [...types, ...globals, ...roots].join("");
}
