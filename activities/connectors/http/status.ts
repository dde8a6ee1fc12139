/** What a status means for a call, and when to try again. */
import type { HttpConfiguration } from "./configuration.ts";

type Pattern = HttpConfiguration["status"]["success"][number];

/** 501, 505 and the like say that the server will never do it. */
const NEVER: ReadonlySet<number> = new Set([501, 505, 506, 508, 510, 511]);
const AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);
const LONGEST_WAIT = 24 * 3_600_000;

export type Verdict = "success" | "retry" | "final";

export function judge(status: number, rules: HttpConfiguration["status"]): Verdict {
  if (rules.success.some((pattern) => matches(status, pattern))) return "success";
  if (rules.final.some((pattern) => matches(status, pattern))) return "final";
  if (rules.retry.some((pattern) => matches(status, pattern))) return "retry";
  return AGAIN.has(status) || isTargetFault(status) ? "retry" : "final";
}

/** Whether the status says that the server is in trouble, whoever asks. */
export function isTargetFault(status: number): boolean {
  return status >= 500 && !NEVER.has(status);
}

function matches(status: number, pattern: Pattern): boolean {
  if (typeof pattern === "number") return status === pattern;
  if (pattern.endsWith("xx")) return Math.floor(status / 100) === Number(pattern[0]);
  const [from, to] = pattern.split("-").map(Number);
  return from !== undefined && status >= from && status <= (to ?? from);
}

/**
 * The pause that `Retry-After` asks for (RFC 9110, 10.2.3): seconds or a date.
 *
 * @param now epoch milliseconds
 * @returns milliseconds from 0 to a day; `undefined` for anything else
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT);
  if (!/^(?:[A-Z][a-z]{2,8}, |[A-Z][a-z]{2} [A-Z])/.test(text)) return undefined;
  // The form of C's asctime names no zone; HTTP dates are all in GMT.
  const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  if (Number.isNaN(date)) return undefined;
  return Math.min(Math.max(date - now, 0), LONGEST_WAIT);
}
