/** Slows down guessing of passwords: failed logins are counted for a user at an address, and for an address. */
import { createHash } from "node:crypto";
import type { Request, RequestHandler } from "express";
import type { Route } from "../http/route.ts";
import { addressOf, failureLimiter } from "./failure-limits.ts";

export interface LoginLimits {
  /** failed logins of one user from one address in a minute */
  readonly perUser: number;
  /** failed logins from one address in a minute */
  readonly perAddress: number;
}

const UNAUTHORIZED = 401;

export function loginLimits(limits: LoginLimits): NonNullable<Route["limits"]> {
  return {
    early: [limiter(limits.perAddress, addressOf)],
    late: [limiter(limits.perUser, (request) => digest(`${addressOf(request)} ${usernameOf(request)}`))],
  };
}

/**
 * Guesses of the current password are counted for a user's token: who has stolen one does not guess for long, and neither the
 * owner's other sessions nor anybody at the same address are held up by it.
 */
export function passwordLimits(limits: LoginLimits): NonNullable<Route["limits"]> {
  const keyOf = (request: Request): string =>
    digest(`${request.caller?.id ?? ""} ${request.get("authorization") ?? ""}`);
  return { early: [limiter(limits.perUser, keyOf)], late: [] };
}

function limiter(limit: number, keyOf: (request: Request) => string): RequestHandler {
  return failureLimiter({ limit, keyOf, failure: UNAUTHORIZED, what: "wrong passwords" });
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
