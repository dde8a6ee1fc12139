import { expressjwt } from "express-jwt";
import jwt from "jsonwebtoken";
import { z } from "zod";
const ALGORITHM = "HS256";
const ISSUER = "mizzen";
const AUDIENCE = "mizzen-api";
const CLOCK_TOLERANCE_SECONDS = 10;
const CLAIMS = z.object({ sub: z.string().min(1), version: z.string().min(1), exp: z.number() });
export function issueToken(settings, claims) {
    const now = Math.floor(Date.now() / 1000);
    const expires = now + settings.lifetimeSeconds;
    const token = jwt.sign({ sub: claims.participant, version: claims.version, iat: now, exp: expires, iss: ISSUER, aud: AUDIENCE }, settings.key, { algorithm: ALGORITHM });
    return { token, expiresAt: expires * 1000 };
}
export function verifyToken(settings) {
    return expressjwt({
        secret: settings.key,
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requestProperty: "auth",
    });
}
export function readClaims(auth) {
    const claims = CLAIMS.safeParse(auth);
    return claims.success ? { participant: claims.data.sub, version: claims.data.version } : undefined;
}
//# sourceMappingURL=token.js.map