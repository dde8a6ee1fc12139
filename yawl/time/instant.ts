/** Instants as specifications and data write them: a date, a date with time, with or without a zone, or milliseconds. */

const MILLISECONDS = /^[-+]?\d{1,16}$/;
const DATE = String.raw`(-?\d{4,6})-(\d\d)-(\d\d)`;
const CLOCK = String.raw`T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?`;
const ZONE = String.raw`(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)`;
const INSTANT = new RegExp(`^${DATE}(?:${CLOCK})?${ZONE}?$`);

/** Instants further from 1970 than this many milliseconds do not exist for JavaScript. */
const FURTHEST = 8.64e15;

/**
 * Reads `2030-01-31`, `2030-01-31+01:00`, `2030-01-31T12:30`, `2030-01-31T12:30:00Z` or milliseconds since 1970 (`1896048000000`).
 * A date is its first moment. Without a zone it is UTC.
 * @returns epoch milliseconds, fractions of one cut off; `undefined` when the text is none, or is not on the calendar
 */
export function readInstant(text: string): number | undefined {
  if (MILLISECONDS.test(text)) {
    const milliseconds = Number(text);
    return Math.abs(milliseconds) <= FURTHEST ? milliseconds : undefined;
  }
  const parts = INSTANT.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const fraction = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1_000);
  const isMidnight = hour === 24 && minute === 0 && second === 0 && fraction === 0;
  if ((hour > 23 && !isMidnight) || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  // unlike `Date.UTC`, this takes the years below 100 as they are
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const at = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + fraction - offset(parts[8]);
  return Math.abs(at) <= FURTHEST ? at : undefined;
}

function offset(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const size = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
  return zone.startsWith("-") ? -size : size;
}

/** An instant as people and APIs read it. */
export function instantText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
