import { createHash } from "node:crypto";
import { addressOf, failureLimiter } from "./failure-limits.js";
const UNAUTHORIZED = 401;
export function loginLimits(limits) {
    return {
        early: [limiter(limits.perAddress, addressOf)],
        late: [limiter(limits.perUser, (request) => digest(`${addressOf(request)} ${usernameOf(request)}`))],
    };
}
function limiter(limit, keyOf) {
    return failureLimiter({ limit, keyOf, failure: UNAUTHORIZED, what: "failed logins" });
}
function usernameOf(request) {
    const body = request.body;
    const username = typeof body === "object" && body !== null ? body.username : undefined;
    return typeof username === "string" ? username : "";
}
function digest(text) {
    return createHash("sha256").update(text).digest("base64url");
}
//# sourceMappingURL=login-limits.js.map