/** Durations of configurations and retry policies: ISO 8601, in parts that are always equally long. */
import { z } from "zod";

const FORM =
  /^P(?=\d|T\d)(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,10}(?:\.\d{1,3})?)S)?)?$/;
const LENGTHS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds; `undefined` for other texts, for years and months among them, whose length depends on the calendar. */
export function readDuration(text: string): number | undefined {
  const parts = FORM.exec(text);
  if (!parts) return undefined;
  return LENGTHS.reduce((sum, length, index) => sum + Math.round(Number(parts[index + 1] ?? 0) * length), 0);
}

/**
 * A schema of durations between two others, milliseconds as its output.
 *
 * @param least and `most`: milliseconds, inclusive
 */
export function duration(least: number, most: number) {
  return z
    .string()
    .regex(FORM, 'must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, like "PT30S"')
    .transform((text) => readDuration(text) ?? 0)
    .refine((length) => length >= least && length <= most, {
      message: `must be between ${least / 1000} and ${most / 1000} seconds`,
    });
}
