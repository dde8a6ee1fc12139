import { Problem } from "../http/problem.js";
import { notAuthenticated } from "../http/errors.js";
import { hasAccess } from "./caller.js";
export function authorise(allowed, trail) {
    return async (request, _response, next) => {
        const refusal = refusalOf(request.caller, allowed);
        if (refusal) {
            await trail?.refused(request, refusal);
            throw refusal;
        }
        next();
    };
}
function refusalOf(caller, allowed) {
    if (allowed === "open")
        return undefined;
    if (!caller)
        return notAuthenticated("This needs a token: log in and send it as `Authorization: Bearer <token>`.");
    if (hasAccess(caller.participant.access, allowed))
        return undefined;
    return new Problem("not-allowed", `This is for ${["admin", ...allowed].join(", ")}.`);
}
//# sourceMappingURL=authorise.js.map