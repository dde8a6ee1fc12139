/** Names of properties as names of XML elements and attributes, and back; and which text XML can hold at all. */

/** Characters that may start an XML name, and those that may follow, without the colon; for a class in a `u` pattern. */
export const START =
  "A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}";
/** Characters that an XML name may have after its first, as the inside of a character class. */
export const REST = `${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040`;

const NCNAME = new RegExp(`^[${START}][${REST}]*$`, "u");
const NAME = new RegExp(`^[${START}:][${REST}:]*$`, "u");
const NMTOKEN = new RegExp(`^[${REST}:]+$`, "u");
const STARTER = new RegExp(`^[${START}]$`, "u");
const FOLLOWER = new RegExp(`^[${REST}]$`, "u");
/** What would be read as an escape, or become one when the character after it is escaped. */
const LOOKS_ESCAPED = /^_x[0-9A-F]{4,6}/;

/** Whether the text is a name without a colon (XML Namespaces: NCName). */
export function isNcName(text: string): boolean {
  return NCNAME.test(text);
}

/** Whether the text is an XML name. */
export function isXmlName(text: string): boolean {
  return NAME.test(text);
}

/** Whether the text is a name token. */
export function isNmToken(text: string): boolean {
  return NMTOKEN.test(text);
}

/** Whether a character may start an XML name (`\i` in XSD patterns). */
export function startsName(character: string): boolean {
  return character === ":" || STARTER.test(character);
}

/** Whether a character may stand inside an XML name (`\c` in XSD patterns). */
export function continuesName(character: string): boolean {
  return character === ":" || FOLLOWER.test(character);
}

/**
 * An XML name for any property name: characters that names cannot have become `_xHHHH_`, the empty name `_x_`.
 * `unescapeName` gives the property name again.
 */
export function escapeName(name: string): string {
  if (NCNAME.test(name) && !name.includes("_x")) return name;
  if (name === "") return "_x_";
  if (name === "_x_") return "_x005F_x_";
  let escaped = "";
  let index = 0;
  for (const character of name) {
    const fits = (index === 0 ? STARTER : FOLLOWER).test(character);
    const ambiguous = character === "_" && LOOKS_ESCAPED.test(name.slice(index, index + 8));
    escaped += fits && !ambiguous ? character : hexEscape(character);
    index += character.length;
  }
  return escaped;
}

function hexEscape(character: string): string {
  return `_x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}_`;
}

/** The property name that `escapeName` was given. */
export function unescapeName(name: string): string {
  if (!name.includes("_x")) return name;
  if (name === "_x_") return "";
  return name.replaceAll(/_x([0-9A-F]{4,6})_/g, (whole, hex: string) => {
    const codePoint = Number.parseInt(hex, 16);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}

// oxlint-disable-next-line no-control-regex -- these are the very characters that XML 1.0 leaves out
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/u;

/** What makes a text impossible in XML: control characters and halves of surrogate pairs. */
export function unicodeProblem(text: string): string | undefined {
  const found = NOT_XML.exec(text);
  if (!found) return undefined;
  const code = text.charCodeAt(found.index);
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  const what =
    code >= 0xd800 && code <= 0xdfff ? "half of a surrogate pair" : "a character that XML cannot hold";
  return `contains ${what} (U+${hex}) at position ${found.index + 1}`;
}

/** Why a name cannot be the name of a property, if it cannot. */
export function propertyNameProblem(name: string): string | undefined {
  // Assigning to it would change an object's prototype instead of setting a property.
  if (name === "__proto__") return `must not be named "__proto__"`;
  const problem = unicodeProblem(name);
  return problem && `has a name that ${problem}`;
}
