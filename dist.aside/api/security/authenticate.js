import { notAuthenticated } from "../http/errors.js";
import { callerFrom } from "./caller.js";
import { readClaims, verifyToken } from "./token.js";
export function authenticate(settings, identities) {
    return [verifyToken(settings), loadCaller(identities)];
}
function loadCaller(identities) {
    return async (request, _response, next) => {
        const claims = readClaims(request.auth);
        if (!claims)
            throw notAuthenticated("The token is not valid.", ', error="invalid_token"');
        const identity = await identities.find(claims.participant);
        if (!identity || identity.version !== claims.version) {
            throw notAuthenticated("The token is no longer valid. Log in again.", ', error="invalid_token"');
        }
        request.caller = callerFrom(identity.participant);
        next();
    };
}
//# sourceMappingURL=authenticate.js.map