/** The one place that decides whether a caller may use a route. Without a declaration the answer is no. */
import type { RequestHandler } from "express";
import { Problem } from "../http/problem.ts";
import { notAuthenticated } from "../http/errors.ts";
import type { Allowed } from "../http/route.ts";
import { hasAccess } from "./caller.ts";

export function authorise(allowed: Allowed): RequestHandler {
  return (request, _response, next) => {
    if (allowed === "open") {
      next();
      return;
    }
    if (!request.caller)
      throw notAuthenticated("This needs a token: log in and send it as `Authorization: Bearer <token>`.");
    if (!hasAccess(request.caller.participant.access, allowed)) {
      throw new Problem("not-allowed", `This is for ${["admin", ...allowed].join(", ")}.`);
    }
    next();
  };
}
