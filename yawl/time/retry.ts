/** How often and how long a call is tried, in numbers: defaults spelt out, durations as milliseconds. */
import type { RetryPolicy } from "../model/specification.ts";
import { fixedDuration } from "./duration.ts";

/** The times of a call; all lengths in milliseconds. */
export interface Timing {
  readonly retry: {
    readonly attempts: number;
    readonly initialInterval: number;
    readonly coefficient: number;
    readonly maximumInterval: number;
    readonly deadline?: number;
  };
  /** of one attempt */
  readonly timeout: number;
}

const DEFAULTS = {
  attempts: 5,
  initialInterval: 1_000,
  coefficient: 2,
  maximumInterval: 60_000,
  timeout: 60_000,
};

const MOST_ATTEMPTS = 1_000;
const MOST_COEFFICIENT = 100;
/** Longest that an attempt may take or a call be tried. */
const LONGEST = 30 * 24 * 60 * 60 * 1_000;

/**
 * The timing of a call, and what is wrong with what was said of it, each a sentence that names the part. What is wrong or
 * was not said has the engine's default.
 */
export function timingOf({
  retry = {},
  timeout,
}: {
  readonly retry?: RetryPolicy;
  readonly timeout?: string;
}): {
  readonly timing: Timing;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const millis = (name: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const length = fixedDuration(text, { least: 1, most: LONGEST });
    if (length.ok) return length.milliseconds;
    problems.push(`The ${name} ${length.problem}; it is "${text}".`);
    return undefined;
  };
  const number = (
    name: string,
    given: number | undefined,
    standard: number,
    most: number,
    isWhole: boolean,
  ) => {
    if (given === undefined) return standard;
    if (given >= 1 && given <= most && (!isWhole || Number.isInteger(given))) return given;
    problems.push(
      `The ${name} must be a ${isWhole ? "whole " : ""}number from 1 to ${most}; it is ${given}.`,
    );
    return standard;
  };
  const attempts = number("number of attempts", retry.attempts, DEFAULTS.attempts, MOST_ATTEMPTS, true);
  const coefficient = number(
    "coefficient of a retry",
    retry.coefficient,
    DEFAULTS.coefficient,
    MOST_COEFFICIENT,
    false,
  );
  const initialInterval = millis("initial interval", retry.initialInterval) ?? DEFAULTS.initialInterval;
  const maximumInterval = millis("maximum interval", retry.maximumInterval) ?? DEFAULTS.maximumInterval;
  const deadline = millis("deadline", retry.deadline);
  const timing: Timing = {
    retry: {
      attempts,
      initialInterval,
      coefficient,
      maximumInterval: Math.max(maximumInterval, initialInterval),
      ...(deadline !== undefined && { deadline }),
    },
    timeout: millis("timeout", timeout) ?? DEFAULTS.timeout,
  };
  return { timing, problems };
}
