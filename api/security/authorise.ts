/** The one place that decides whether a caller may use a route. Without a declaration the answer is no. */
import type { RequestHandler } from "express";
import { Problem } from "../http/problem.ts";
import { notAuthenticated } from "../http/errors.ts";
import type { Allowed } from "../http/route.ts";
import type { AuditTrail } from "./audit.ts";
import { hasAccess } from "./caller.ts";
import type { Caller } from "./caller.ts";

/** @param trail where refusals are recorded before they are answered */
export function authorise(allowed: Allowed, trail?: AuditTrail): RequestHandler {
  return async (request, _response, next) => {
    const refusal = refusalOf(request.caller, allowed);
    if (refusal) {
      await trail?.refused(request, refusal);
      throw refusal;
    }
    next();
  };
}

function refusalOf(caller: Caller | undefined, allowed: Allowed): Problem | undefined {
  if (allowed === "open") return undefined;
  if (!caller)
    return notAuthenticated("This needs a token: log in and send it as `Authorization: Bearer <token>`.");
  if (hasAccess(caller.participant.access, allowed)) return undefined;
  return new Problem("not-allowed", `This is for ${["admin", ...allowed].join(", ")}.`);
}
