/**
 * Dates, moments and durations in the texts of XML Schema, computed by its rules (part 2, appendix E): a month is added to
 * the month, and the day is what it was or the month's last.
 */

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** `T10:00:00.5`, or nothing */
  readonly time: string;
  /** `Z`, `+01:00` or nothing */
  readonly zone: string;
}

const DATE = /^(-?(?:[1-9]\d{3,}|0\d{3}))-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(\.\d+)?$/;
const ZONE = /(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

/** Kinds of moments that are checked here. */
export type MomentType = "date" | "dateTime" | "time";

/**
 * A text as XML Schema wants it, with what may be said in two ways said in one (`24:00:00` is the next day's `00:00:00`).
 * @throws Error `FORG0001` for what is no date, e.g. 2026-02-30
 */
export function checkedMoment(type: MomentType, text: string): string {
  const written = text.trim();
  const zone = ZONE.exec(written)?.[0] ?? "";
  const local = zone === "" ? written : written.slice(0, -zone.length);
  switch (type) {
    case "time":
      return timeOf(local, type, text).replace(/^24/, "00") + zone;
    case "date":
      return written === "" ? wrong(type, text) : shown({ ...dateOf(local, type, text), time: "", zone });
    case "dateTime": {
      const [date = "", time = "", more] = local.split("T");
      if (more !== undefined) wrong(type, text);
      const checked = timeOf(time, type, text);
      const day = dateOf(date, type, text);
      if (!checked.startsWith("24")) return shown({ ...day, time: `T${checked}`, zone });
      return shown({ ...nextDay(day), time: "T00:00:00", zone });
    }
  }
}

function wrong(type: string, text: string): never {
  throw new Error(`FORG0001: "${text.slice(0, 60)}" is no xs:${type}`);
}

type Day = Pick<Moment, "year" | "month" | "day">;

function dateOf(text: string, type: string, whole: string): Day {
  const [, year = "", month = "", day = ""] = DATE.exec(text) ?? wrong(type, whole);
  const found = { year: Number(year), month: Number(month), day: Number(day) };
  if (year.length > 7 || found.month < 1 || found.month > 12) wrong(type, whole);
  if (found.day < 1 || found.day > lastDay(found.year, found.month)) wrong(type, whole);
  return found;
}

/** A time of day. */
function timeOf(text: string, type: string, whole: string): string {
  const [, hours = "", minutes = "", seconds = "", fraction = ""] = TIME.exec(text) ?? wrong(type, whole);
  const isMidnight = hours === "24" && minutes === "00" && seconds === "00" && /^(?:\.0+)?$/.test(fraction);
  if (!isMidnight && (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)) wrong(type, whole);
  return isMidnight ? "24:00:00" : text;
}

/** The last day of a month; years before the common era have no year between -1 and 1 in XML Schema 1.0, but 0 in 1.1. */
function lastDay(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function nextDay({ year, month, day }: Day): Day {
  if (day < lastDay(year, month)) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}

function shown({ year, month, day, time, zone }: Moment): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const sign = year < 0 ? "-" : "";
  return `${sign}${String(Math.abs(year)).padStart(4, "0")}-${two(month)}-${two(day)}${time}${zone}`;
}

/**
 * A date or moment so many months later (earlier when negative).
 * @param text of an `xs:date` or `xs:dateTime`
 */
export function plusMonths(text: string, months: number): string {
  const [date = "", time] = text.split("T");
  const zone = ZONE.exec(date)?.[0] ?? "";
  const { year, month, day } = dateOf(zone === "" ? date : date.slice(0, -zone.length), "date", text);
  const count = year * 12 + (month - 1) + months;
  const [inYear, inMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  const inDay = Math.min(day, lastDay(inYear, inMonth));
  return shown({
    year: inYear,
    month: inMonth,
    day: inDay,
    time: time === undefined ? "" : `T${time}`,
    zone,
  });
}

/** The months of an `xs:yearMonthDuration`. */
export function monthsOf(duration: string): number {
  const [, sign = "", years = "0", months = "0"] = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(duration) ?? [];
  return (Number(years) * 12 + Number(months)) * (sign === "-" ? -1 : 1);
}

/** The seconds of an `xs:dayTimeDuration` that was made by floating-point arithmetic, without the noise of it. */
export function cleanDuration(duration: string): string {
  return duration.replace(/\d+\.\d+(?=S)/, (seconds) => {
    const clean = Number(seconds)
      .toFixed(9)
      .replace(/\.?0+$/, "");
    return clean;
  });
}
