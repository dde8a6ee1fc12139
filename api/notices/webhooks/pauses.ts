/** When a delivery that failed is tried again. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Pauses after the first, the second, ... failed attempt: about three days in all. */
export const PAUSES: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  DAY,
];

/** A fifth less or more, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * @param failed attempts that failed, this one included
 * @param random from 0 to 1
 * @param asked pause that the receiver asked for, in milliseconds
 * @returns milliseconds until the next attempt; `undefined`: there is none
 */
export function pauseAfter(failed: number, random: number, asked = 0): number | undefined {
  const pause = PAUSES[failed - 1];
  if (pause === undefined) return undefined;
  const own = pause * (1 + JITTER * (2 * random - 1));
  return Math.round(Math.min(Math.max(own, asked), DAY));
}
