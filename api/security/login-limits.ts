/** Slows down guessing of passwords: failed logins are counted for a user at an address, and for an address. */
import { createHash } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { sendProblem } from "../http/errors.ts";
import { Problem } from "../http/problem.ts";
import type { Route } from "../http/route.ts";

export interface LoginLimits {
  /** failed logins of one user from one address in a minute */
  readonly perUser: number;
  /** failed logins from one address in a minute */
  readonly perAddress: number;
}

const WINDOW_MILLIS = 60_000;
const UNAUTHORIZED = 401;

export function loginLimits(limits: LoginLimits): NonNullable<Route["limits"]> {
  return {
    early: [limiter(limits.perAddress, addressOf)],
    late: [limiter(limits.perUser, (request) => digest(`${addressOf(request)} ${usernameOf(request)}`))],
  };
}

function limiter(limit: number, keyGenerator: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MILLIS,
    limit,
    keyGenerator,
    standardHeaders: false,
    legacyHeaders: false,
    // Only wrong passwords count: people who work are not slowed down.
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== UNAUTHORIZED,
    validate: false,
    handler: (request, response) => {
      const { resetTime } = (request as { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
      const seconds = Math.max(
        1,
        Math.ceil(((resetTime?.getTime() ?? Date.now() + WINDOW_MILLIS) - Date.now()) / 1000),
      );
      sendProblem(
        response,
        new Problem("too-many-requests", `Too many failed logins. Try again in ${seconds} seconds.`, {
          headers: { "Retry-After": String(seconds) },
        }),
      );
    },
  });
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? "unknown");
}

function usernameOf(request: Request): string {
  const body: unknown = request.body;
  const username =
    typeof body === "object" && body !== null ? (body as { username?: unknown }).username : undefined;
  return typeof username === "string" ? username : "";
}

/** User names of any length become keys of one length. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
