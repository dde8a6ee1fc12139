/** Sentences for what is wrong with a value of a request, where its schema has none of its own. */
import type { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  null: "null",
};

/** The sentence, to be read after the value's name; nothing where zod's own says it well. */
export function mistake(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") {
    if (issue.input === undefined) return "is missing";
    return `must be ${KINDS[issue.expected] ?? issue.expected}; it is ${kindOf(issue.input)}`;
  }
  if (issue.code === "too_big") return bound(issue.origin, "at most", issue.maximum, issue.inclusive);
  if (issue.code === "too_small") return bound(issue.origin, "at least", issue.minimum, issue.inclusive);
  if (issue.code === "invalid_value")
    return `must be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
  return undefined;
}

function kindOf(input: unknown): string {
  if (input === null) return "null";
  if (Array.isArray(input)) return "a list";
  return KINDS[typeof input] ?? typeof input;
}

function bound(
  origin: string,
  which: "at most" | "at least",
  limit: number | bigint,
  isInclusive = true,
): string | undefined {
  if (origin === "string") return `must have ${which} ${limit} characters`;
  if (origin === "array") return `must have ${which} ${limit} entries`;
  return isInclusive ? `must be ${which} ${limit}` : undefined;
}
