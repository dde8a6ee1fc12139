/** Dates, times and durations of XML Schema: whether a text is one, and which of two comes first. */
import { readDuration } from "../../time/duration.ts";

const ZONE = String.raw`(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?`;
const YEAR = String.raw`(-?(?:[1-9]\d{3,8}|0\d{3}))`;
const CLOCK = String.raw`(\d\d):(\d\d):(\d\d)(?:\.(\d+))?`;

/** Groups: year, month, day, hour, minute, second, fraction, zone; those that a type lacks are empty. */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ["dateTime", new RegExp(`^${YEAR}-(\\d\\d)-(\\d\\d)T${CLOCK}${ZONE}$`)],
  ["date", new RegExp(`^${YEAR}-(\\d\\d)-(\\d\\d)()()()()${ZONE}$`)],
  ["time", new RegExp(`^()()()${CLOCK}${ZONE}$`)],
  ["gYearMonth", new RegExp(`^${YEAR}-(\\d\\d)()()()()()${ZONE}$`)],
  ["gYear", new RegExp(`^${YEAR}()()()()()()${ZONE}$`)],
  ["gMonthDay", new RegExp(`^()--(\\d\\d)-(\\d\\d)()()()()${ZONE}$`)],
  ["gDay", new RegExp(`^()()---(\\d\\d)()()()()${ZONE}$`)],
  ["gMonth", new RegExp(`^()--(\\d\\d)()()()()()${ZONE}$`)],
]);
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The names of types that this module knows. */
export function isMomentType(xsd: string): boolean {
  return FORMS.has(xsd) || xsd === "duration";
}

/** Whether the text is in the lexical space of the type and on the calendar (30 February is not). */
export function isMoment(text: string, xsd: string): boolean {
  if (xsd === "duration") return durationOf(text) !== undefined;
  return readMoment(text, xsd) !== undefined;
}

interface Moment {
  readonly seconds: number;
  readonly fraction: number;
  readonly zoned: boolean;
}

function readMoment(text: string, xsd: string): Moment | undefined {
  const parts = FORMS.get(xsd)?.exec(text);
  if (!parts) return undefined;
  // Types without a year compare inside a leap year, so that 29 February exists.
  const year = Number(parts[1] || 2000);
  const month = Number(parts[2] || 1);
  const day = Number(parts[3] || 1);
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6])];
  const fraction = Number(`0.${parts[7] || 0}`);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  const midnight = hour === 24 && minute === 0 && second === 0 && fraction === 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 59) return undefined;
  const zone = parts[8];
  const seconds = dayNumber(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone);
  // 24:00:00 of a time without a date is midnight, not the next day.
  return {
    seconds: xsd === "time" && midnight ? seconds - 86_400 : seconds,
    fraction,
    zoned: zone !== undefined,
  };
}

function offset(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const size = Number(zone.slice(1, 3)) * 3_600 + Number(zone.slice(4, 6)) * 60;
  return zone.startsWith("-") ? -size : size;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0);
}

/** Days since a fixed day, in the Gregorian calendar without an end on either side. */
function dayNumber(year: number, month: number, day: number): number {
  // Years start in March here: the leap day comes last.
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const inEra = shifted - era * 400;
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
}

/**
 * Less than, equal or greater than zero; `undefined` when the order is not determined (XSD 1.0 part 2, 3.2.7.3: one with
 * and one without a time zone, less than 14 hours apart; a month against 30 days).
 */
export function compareMoments(first: string, second: string, xsd: string): number | undefined {
  if (xsd === "duration") return compareDurations(first, second);
  const a = readMoment(first, xsd);
  const b = readMoment(second, xsd);
  if (!a || !b) return undefined;
  const difference = a.seconds - b.seconds || a.fraction - b.fraction;
  if (a.zoned === b.zoned || Math.abs(difference) > 14 * 3_600) return difference;
  return undefined;
}

function compareDurations(first: string, second: string): number | undefined {
  const a = durationOf(first);
  const b = durationOf(second);
  if (!a || !b) return undefined;
  // The four starts of the standard, as months since year 0 (1696-09, 1697-02, 1903-03, 1903-07): between them they see every length that a number of months can have.
  const differences = [20_360, 20_365, 22_838, 22_842].map((start) => {
    const from = dayNumber(Math.floor(start / 12), (start % 12) + 1, 1);
    return lengthFrom(start, from, a) - lengthFrom(start, from, b);
  });
  const signs = new Set(differences.map((difference) => Math.sign(difference)));
  return signs.size === 1 ? differences[0] : undefined;
}

function lengthFrom(start: number, from: number, duration: { months: number; seconds: number }): number {
  const end = start + duration.months;
  return (
    (dayNumber(Math.floor(end / 12), (((end % 12) + 12) % 12) + 1, 1) - from) * 86_400 + duration.seconds
  );
}

/** A duration as XML Schema counts it: months and seconds. Weeks it does not know. */
function durationOf(text: string): { months: number; seconds: number } | undefined {
  const duration = readDuration(text);
  if (!duration || duration.hasWeeks) return undefined;
  const sign = duration.isNegative ? -1 : 1;
  return {
    months: sign * duration.months,
    seconds: sign * (duration.days * 86_400 + duration.milliseconds / 1_000),
  };
}
