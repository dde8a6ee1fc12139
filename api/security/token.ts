/** Tokens: JWT, HS256 only, with issuer, audience and expiry. They name the participant and the version of the password. */
import { expressjwt } from "express-jwt";
import type { RequestHandler } from "express";
import jwt from "jsonwebtoken";
import { z } from "zod";

const ALGORITHM = "HS256";
const ISSUER = "mizzen";
const AUDIENCE = "mizzen-api";
/** Clocks of servers differ a little. */
const CLOCK_TOLERANCE_SECONDS = 10;

const CLAIMS = z.object({ sub: z.string().min(1), version: z.string().min(1), exp: z.number() });

export interface TokenSettings {
  /** at least 32 bytes */
  readonly key: Buffer;
  readonly lifetimeSeconds: number;
}

export interface TokenClaims {
  readonly participant: string;
  /** version of the password with which it was got */
  readonly version: string;
}

/** Claims of a token, and when it ends in epoch milliseconds. */
export interface ReadClaims extends TokenClaims {
  readonly expiresAt: number;
}

/** A new token, and when it ends in epoch milliseconds. */
export function issueToken(
  settings: TokenSettings,
  claims: TokenClaims,
): { readonly token: string; readonly expiresAt: number } {
  const now = Math.floor(Date.now() / 1000);
  const expires = now + settings.lifetimeSeconds;
  const token = jwt.sign(
    { sub: claims.participant, version: claims.version, iat: now, exp: expires, iss: ISSUER, aud: AUDIENCE },
    settings.key,
    { algorithm: ALGORITHM },
  );
  return { token, expiresAt: expires * 1000 };
}

/** Checks the token of a request and leaves its claims in `request.auth`. */
export function verifyToken(settings: TokenSettings): RequestHandler {
  return expressjwt({
    secret: settings.key,
    algorithms: [ALGORITHM],
    issuer: ISSUER,
    audience: AUDIENCE,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requestProperty: "auth",
  });
}

/** Claims of a verified token; `undefined` when it is not one of ours. */
export function readClaims(auth: unknown): ReadClaims | undefined {
  const claims = CLAIMS.safeParse(auth);
  if (!claims.success) return undefined;
  const { sub: participant, version, exp } = claims.data;
  return { participant, version, expiresAt: exp * 1_000 };
}
