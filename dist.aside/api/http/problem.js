const FAULTS = {
    "not-found": { status: 404, title: "Not found" },
    "not-eligible": { status: 403, title: "Not eligible" },
    "wrong-state": { status: 409, title: "Wrong state" },
    "invalid-data": { status: 422, title: "Invalid data" },
    "submission-conflict": { status: 409, title: "Submitted before with other data" },
    "mapping-failed": { status: 422, title: "A mapping failed" },
    "predicate-failed": { status: 422, title: "A predicate failed" },
    "ended-in-temporal": { status: 409, title: "Ended in Temporal" },
    "connector-failed": { status: 502, title: "A connector failed" },
    "endless-loop": { status: 422, title: "Endless loop" },
    "too-deep": { status: 422, title: "Nested too deeply" },
    "too-large": { status: 413, title: "Too large" },
    "invalid-specification": { status: 422, title: "Invalid specification" },
};
const OWN = {
    "bad-request": { status: 400, title: "Bad request" },
    "malformed-json": { status: 400, title: "Malformed JSON" },
    "not-authenticated": { status: 401, title: "Not authenticated" },
    "not-allowed": { status: 403, title: "Not allowed" },
    "method-not-allowed": { status: 405, title: "Method not allowed" },
    conflict: { status: 409, title: "Conflict" },
    "in-use": { status: 409, title: "In use" },
    "idempotency-conflict": { status: 409, title: "Idempotency key used before" },
    "unsupported-media-type": { status: 415, title: "Unsupported media type" },
    "too-many-requests": { status: 429, title: "Too many requests" },
    internal: { status: 500, title: "Internal error" },
    unavailable: { status: 503, title: "Unavailable for the moment" },
};
export const PROBLEMS = { ...FAULTS, ...OWN };
export class Problem extends Error {
    name = "Problem";
    type;
    extras;
    constructor(type, detail, extras = {}) {
        super(detail, { cause: extras.cause });
        this.type = type;
        this.extras = extras;
    }
    get status() {
        return PROBLEMS[this.type].status;
    }
    toJSON() {
        const { status, title } = PROBLEMS[this.type];
        const { errors, members } = this.extras;
        return {
            type: `/problems/${this.type}`,
            title,
            status,
            detail: this.message,
            ...(errors && errors.length > 0 ? { errors } : {}),
            ...members,
        };
    }
}
export function faultProblem(fault) {
    return new Problem(fault.type, fault.message, fault.details ? { errors: fault.details } : {});
}
const RETRY_SECONDS = "2";
export function unavailable(detail, extras = {}) {
    return new Problem("unavailable", detail, { ...extras, headers: { "Retry-After": RETRY_SECONDS } });
}
export function isFaultType(text) {
    return typeof text === "string" && Object.hasOwn(FAULTS, text);
}
//# sourceMappingURL=problem.js.map