import { REST, START } from "../xml/names.js";
const ZONE = String.raw `(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?`;
const YEAR = String.raw `-?([1-9]\d{3,8}|0\d{3})`;
const MONTH = String.raw `(0[1-9]|1[0-2])`;
const DAY = String.raw `(0[1-9]|[12]\d|3[01])`;
const CLOCK = String.raw `(([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?|24:00:00(\.0+)?)`;
const YEARS_MONTHS = String.raw `(\d{1,12}Y)?(\d{1,12}M)?`;
const DAYS = String.raw `(\d{1,12}D)?`;
const HOURS = String.raw `(T(?=\d)(\d{1,12}H)?(\d{1,12}M)?(\d{1,12}(\.\d+)?S)?)?`;
const NC_NAME = `[${START}][${REST}]*`;
const BODIES = {
    date: `${YEAR}-${MONTH}-${DAY}${ZONE}`,
    time: `${CLOCK}${ZONE}`,
    dateTime: `${YEAR}-${MONTH}-${DAY}T${CLOCK}${ZONE}`,
    dateTimeStamp: `${YEAR}-${MONTH}-${DAY}T${CLOCK}${ZONE.slice(0, -1)}`,
    gYear: `${YEAR}${ZONE}`,
    gYearMonth: `${YEAR}-${MONTH}${ZONE}`,
    gMonthDay: `--${MONTH}-${DAY}${ZONE}`,
    gMonth: `--${MONTH}${ZONE}`,
    gDay: `---${DAY}${ZONE}`,
    duration: String.raw `-?P(?=\d|T)${YEARS_MONTHS}${DAYS}${HOURS}`,
    dayTimeDuration: String.raw `-?P(?=\d|T)${DAYS}${HOURS}`,
    yearMonthDuration: String.raw `-?P(?=\d)${YEARS_MONTHS}`,
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
const HINTS = {
    date: { format: "date" },
    time: { format: "time" },
    dateTime: { format: "date-time" },
    dateTimeStamp: { format: "date-time" },
    duration: { format: "duration" },
    anyURI: { format: "uri-reference" },
    base64Binary: { contentEncoding: "base64" },
};
export function textHint(xsd) {
    return HINTS[xsd] ?? {};
}
export function textPattern(xsd) {
    const body = BODIES[xsd];
    return body === undefined ? undefined : String.raw `^[ \t\n\r]*(${body})[ \t\n\r]*$`;
}
//# sourceMappingURL=text.js.map