/** Lengths of time as specifications, types and configurations write them: ISO 8601, the one grammar of them all. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const YEARS = String.raw`(?:(\d{1,12})Y)?`;
const MONTHS = String.raw`(?:(\d{1,12})M)?`;
const WEEKS = String.raw`(?:(\d{1,12})W)?`;
const DAYS = String.raw`(?:(\d{1,12})D)?`;
const TIME = String.raw`(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12}(?:\.\d+)?)S)?)?`;
/** What follows the `P` is at least one part. */
const BEGIN = String.raw`P(?=\d|T)`;

const DURATION = new RegExp(`^(-)?${BEGIN}${YEARS}${MONTHS}${WEEKS}${DAYS}${TIME}$`);

/** Texts that `readDuration` takes but for the negative ones, as a regular expression for editors and forms. */
export const DURATION_PATTERN = `^${BEGIN}${YEARS}${MONTHS}${WEEKS}${DAYS}${TIME}$`;
/** Those of them that are always equally long. */
export const FIXED_DURATION_PATTERN = `^${BEGIN}${WEEKS}${DAYS}${TIME}$`;

/** A duration in parts: how long a month is depends on where it begins, and a day may have 23 hours. Never negative. */
export interface Duration {
  readonly isNegative: boolean;
  /** years and months */
  readonly months: number;
  /** weeks and days */
  readonly days: number;
  /** hours, minutes and seconds; fractions of a millisecond are kept */
  readonly milliseconds: number;
  /** it has weeks, which XML Schema does not know */
  readonly hasWeeks: boolean;
}

/** Reads a duration such as `P1Y2M`, `P2W`, `P1DT2H30M` or `PT0.5S`; `undefined` when the text is none. */
export function readDuration(text: string): Duration | undefined {
  const parts = DURATION.exec(text);
  if (!parts) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(2)
    .map((part) => Number(part ?? 0));
  return {
    isNegative: parts[1] !== undefined,
    months: years * 12 + months,
    days: weeks * 7 + days,
    milliseconds: hours * HOUR + minutes * MINUTE + seconds * SECOND,
    hasWeeks: parts[4] !== undefined,
  };
}

/** Bounds of a length of time, in milliseconds, inclusive. */
export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/**
 * The milliseconds of a duration that is always equally long (a day is taken as 24 hours), or what is wrong with it, as the
 * end of a sentence: it is none, is negative, has years or months, or is not within the bounds.
 */
export function fixedDuration(
  text: string,
  { least = 0, most = Infinity }: Bounds = {},
): { readonly ok: true; readonly milliseconds: number } | { readonly ok: false; readonly problem: string } {
  const wrong = (problem: string) => ({ ok: false, problem }) as const;
  const duration = readDuration(text);
  if (!duration) return wrong("must be an ISO 8601 duration such as PT30S, PT1H30M or P2D");
  if (duration.isNegative) return wrong("must not be negative");
  if (duration.months > 0)
    return wrong("must have no years and months, which are not always equally long: write days");
  const milliseconds = Math.round(duration.days * DAY + duration.milliseconds);
  if (milliseconds >= least && milliseconds <= most) return { ok: true, milliseconds };
  if (most === Infinity) return wrong(`must be ${durationText(least)} or longer`);
  if (least === 0) return wrong(`must be ${durationText(most)} or shorter`);
  return wrong(`must be between ${durationText(least)} and ${durationText(most)}`);
}

/** Milliseconds of a duration that is always equally long; `undefined` when the text is none. See `fixedDuration`. */
export function durationMillis(text: string): number | undefined {
  const duration = fixedDuration(text);
  return duration.ok ? duration.milliseconds : undefined;
}

/** A length of time in ISO 8601, in days, hours, minutes and seconds. */
export function durationText(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  const seconds = (milliseconds % MINUTE) / SECOND;
  const time = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`];
  const written = time.filter((part) => part !== 0).join("");
  if (days === 0 && written === "") return "PT0S";
  return `P${days === 0 ? "" : `${days}D`}${written === "" ? "" : `T${written}`}`;
}
