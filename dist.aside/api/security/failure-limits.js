import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { sendProblem } from "../http/errors.js";
import { Problem } from "../http/problem.js";
const WINDOW_MILLIS = 60_000;
export function failureLimiter({ limit, keyOf, failure, what }) {
    return rateLimit({
        windowMs: WINDOW_MILLIS,
        limit,
        keyGenerator: keyOf,
        standardHeaders: false,
        legacyHeaders: false,
        skipSuccessfulRequests: true,
        requestWasSuccessful: (_request, response) => response.statusCode !== failure,
        validate: false,
        handler: (request, response) => {
            const { resetTime } = request.rateLimit ?? {};
            const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? Date.now() + WINDOW_MILLIS) - Date.now()) / 1000));
            sendProblem(response, new Problem("too-many-requests", `Too many ${what}. Try again in ${seconds} seconds.`, {
                headers: { "Retry-After": String(seconds) },
            }));
        },
    });
}
export function addressOf(request) {
    return ipKeyGenerator(request.ip ?? "unknown");
}
//# sourceMappingURL=failure-limits.js.map