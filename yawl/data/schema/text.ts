/**
 * What JSON Schema can say of the texts of XML Schema's built-in types: a `format` as a hint to forms, and a pattern, since
 * formats are narrower (RFC 3339 has no time without a zone and no date with one). Days that a month does not have, octets
 * and long digits are left to `checkValue`.
 */
import { REST, START } from "../xml/names.ts";

type Keywords = Readonly<Record<string, unknown>>;

const ZONE = String.raw`(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?`;
const YEAR = String.raw`-?([1-9]\d{3,8}|0\d{3})`;
const MONTH = String.raw`(0[1-9]|1[0-2])`;
const DAY = String.raw`(0[1-9]|[12]\d|3[01])`;
const CLOCK = String.raw`(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)`;
const YEARS_MONTHS = String.raw`(\d{1,12}Y)?(\d{1,12}M)?`;
const DAYS = String.raw`(\d{1,12}D)?`;
const HOURS = String.raw`(T(?=\d)(\d{1,12}H)?(\d{1,12}M)?(\d{1,12}(\.\d+)?S)?)?`;
const NC_NAME = `[${START}][${REST}]*`;

/** Bodies of patterns; white space at the ends does not count in any of these types. */
const BODIES: Readonly<Record<string, string | undefined>> = {
  date: `${YEAR}-${MONTH}-${DAY}${ZONE}`,
  time: `${CLOCK}${ZONE}`,
  dateTime: `${YEAR}-${MONTH}-${DAY}T${CLOCK}${ZONE}`,
  dateTimeStamp: `${YEAR}-${MONTH}-${DAY}T${CLOCK}${ZONE.slice(0, -1)}`,
  gYear: `${YEAR}${ZONE}`,
  gYearMonth: `${YEAR}-${MONTH}${ZONE}`,
  gMonthDay: `--${MONTH}-${DAY}${ZONE}`,
  gMonth: `--${MONTH}${ZONE}`,
  gDay: `---${DAY}${ZONE}`,
  duration: String.raw`-?P(?=\d|T)${YEARS_MONTHS}${DAYS}${HOURS}`,
  dayTimeDuration: String.raw`-?P(?=\d|T)${DAYS}${HOURS}`,
  yearMonthDuration: String.raw`-?P(?=\d)${YEARS_MONTHS}`,
  hexBinary: "([0-9A-Fa-f]{2})*",
  base64Binary: "([A-Za-z0-9+/] ?)*(= ?){0,2}",
  language: "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
  Name: `[${START}:][${REST}:]*`,
  NMTOKEN: `[${REST}:]+`,
  NCName: NC_NAME,
  ID: NC_NAME,
  IDREF: NC_NAME,
  ENTITY: NC_NAME,
  QName: `(${NC_NAME}:)?${NC_NAME}`,
};

const HINTS: Readonly<Record<string, Keywords | undefined>> = {
  date: { format: "date" },
  time: { format: "time" },
  dateTime: { format: "date-time" },
  dateTimeStamp: { format: "date-time" },
  duration: { format: "duration" },
  anyURI: { format: "uri-reference" },
  base64Binary: { contentEncoding: "base64" },
};

/** The hint to forms of a built-in type, by its name. */
export function textHint(xsd: string): Keywords {
  return HINTS[xsd] ?? {};
}

/** The pattern of a built-in type's texts, if it has one. */
export function textPattern(xsd: string): string | undefined {
  const body = BODIES[xsd];
  return body === undefined ? undefined : String.raw`^[ \t\n\r]*(${body})[ \t\n\r]*$`;
}
