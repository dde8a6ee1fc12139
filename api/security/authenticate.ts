/** Finds the caller of a request by its token; without a valid one nothing beyond this point is reached. */
import type { RequestHandler } from "express";
import { notAuthenticated } from "../http/errors.ts";
import { callerFrom } from "./caller.ts";
import type { Identities } from "./identities.ts";
import { readClaims, verifyToken } from "./token.ts";
import type { TokenSettings } from "./token.ts";

export function authenticate(settings: TokenSettings, identities: Identities): readonly RequestHandler[] {
  return [verifyToken(settings), loadCaller(identities)];
}

function loadCaller(identities: Identities): RequestHandler {
  return async (request, _response, next) => {
    const claims = readClaims((request as { auth?: unknown }).auth);
    if (!claims) throw notAuthenticated("The token is not valid.", ', error="invalid_token"');
    const identity = await identities.find(claims.participant);
    if (!identity || identity.version !== claims.version) {
      throw notAuthenticated("The token is no longer valid. Log in again.", ', error="invalid_token"');
    }
    request.caller = callerFrom(identity);
    next();
  };
}
