/** Slows down guessing: counts the failed requests of an address, a user or whatever else a key is made of. */
import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { sendProblem } from "../http/errors.ts";
import { Problem } from "../http/problem.ts";

interface FailureLimit {
  /** failures of one key in a minute */
  readonly limit: number;
  readonly keyOf: (request: Request) => string;
  /** status of an answer that counts as failed */
  readonly failure: number;
  /** what there were too many of, e.g. `failed logins` */
  readonly what: string;
}

const WINDOW_MILLIS = 60_000;

/** Answers 429 after too many failures. Requests that succeed are not counted: who works is not slowed down. */
export function failureLimiter({ limit, keyOf, failure, what }: FailureLimit): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MILLIS,
    limit,
    keyGenerator: keyOf,
    standardHeaders: false,
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== failure,
    validate: false,
    handler: (request, response) => {
      const { resetTime } = (request as { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
      const seconds = Math.max(
        1,
        Math.ceil(((resetTime?.getTime() ?? Date.now() + WINDOW_MILLIS) - Date.now()) / 1000),
      );
      sendProblem(
        response,
        new Problem("too-many-requests", `Too many ${what}. Try again in ${seconds} seconds.`, {
          headers: { "Retry-After": String(seconds) },
        }),
      );
    },
  });
}

export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? "unknown");
}
