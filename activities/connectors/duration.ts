/** Durations in configurations: ISO 8601, in parts that are always equally long. */
import { z } from "zod";
import { fixedDuration } from "../../yawl/time/duration.ts";

/**
 * A schema of durations between two others, milliseconds as its output.
 *
 * @param least and `most`: milliseconds, inclusive
 */
export function duration(least: number, most: number) {
  return z
    .string()
    .meta({ format: "duration" })
    .transform((text, context) => {
      const length = fixedDuration(text, { least, most });
      if (length.ok) return length.milliseconds;
      context.addIssue({ code: "custom", message: length.problem, input: text });
      return z.NEVER;
    });
}
