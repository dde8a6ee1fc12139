/**
 * When a duration that begins at an instant is over. Years and months are of the calendar, days have 24 hours, and a day is one
 * of UTC: nothing here needs data about time zones. Where calendars say more, the instant comes from outside of a case.
 */
import type { Duration } from "./duration.ts";

const DAY = 24 * 60 * 60 * 1_000;
/** 1970-01-01 was a Thursday; Saturday is day 6, Sunday day 0. */
const FIRST_WEEKDAY = 4;

/** What of the time after an instant counts. */
export interface Counting {
  /** Saturdays and Sundays do not count (UTC) */
  readonly workdays?: boolean;
}

/**
 * @param from epoch milliseconds
 * @param duration not negative
 * @returns epoch milliseconds, a whole number; `undefined` when it is beyond what a date can be
 */
export function instantAfter(
  from: number,
  duration: Duration,
  { workdays }: Counting = {},
): number | undefined {
  const month = addMonths(from, duration.months);
  if (month === undefined) return undefined;
  const rest = Math.round(duration.days * DAY + duration.milliseconds);
  const at = workdays ? afterWorkdays(month, rest) : month + rest;
  return isDate(at) ? at : undefined;
}

/** The instant at which the rest of a duration begins that is over then: what is so long before an instant. */
export function instantBefore(until: number, duration: Duration): number | undefined {
  const month = addMonths(until, -duration.months);
  const at =
    month === undefined ? undefined : Math.round(month - duration.days * DAY - duration.milliseconds);
  return at !== undefined && isDate(at) ? at : undefined;
}

function isDate(at: number): boolean {
  return !Number.isNaN(new Date(at).getTime());
}

/** The same day and time so many months later; where that month has no such day, its last one. */
function addMonths(from: number, months: number): number | undefined {
  if (months === 0) return from;
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(date.getTime());
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(day, last.getUTCDate()));
  const at = date.getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** A clock that stands on Saturdays and Sundays; what would begin or be over there does so when Monday begins. */
function afterWorkdays(from: number, length: number): number {
  const start = isFree(from) ? nextWorkday(from) : from;
  // five days of work pass in each week, whichever day it begins on
  const weeks = Math.floor(length / (5 * DAY));
  let at = start + weeks * 7 * DAY;
  let rest = length - weeks * 5 * DAY;
  while (rest > 0) {
    const midnight = (Math.floor(at / DAY) + 1) * DAY;
    const today = Math.min(rest, midnight - at);
    at += today;
    rest -= today;
    if (isFree(at)) at = nextWorkday(at);
  }
  return at;
}

function weekdayOf(at: number): number {
  return (((Math.floor(at / DAY) + FIRST_WEEKDAY) % 7) + 7) % 7;
}

function isFree(at: number): boolean {
  const weekday = weekdayOf(at);
  return weekday === 0 || weekday === 6;
}

/** The first moment of the Monday after a day at the weekend. */
function nextWorkday(at: number): number {
  const days = weekdayOf(at) === 6 ? 2 : 1;
  return (Math.floor(at / DAY) + days) * DAY;
}
