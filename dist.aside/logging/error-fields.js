const DEEPEST = 6;
const MOST_CHARACTERS = 4_000;
const MOST_ERRORS = 5;
const ADDED = [
    "code",
    "codeName",
    "errno",
    "syscall",
    "type",
    "failureType",
    "activityType",
    "activityId",
    "workflowId",
    "runId",
    "namespace",
    "retryState",
    "nonRetryable",
];
export function errorFields(error, depth = 0) {
    if (!(error instanceof Error))
        return cleaned(textOf(error));
    if (depth >= DEEPEST)
        return cleaned(`${error.name}: ${error.message}`);
    const added = error;
    const cause = error.cause;
    const errors = error instanceof AggregateError ? error.errors.slice(0, MOST_ERRORS) : [];
    const details = detailsOf(added["details"]);
    return {
        name: error.name,
        message: cleaned(error.message),
        ...(error.stack === undefined ? {} : { stack: cleaned(error.stack) }),
        ...Object.fromEntries(ADDED.filter((name) => isShort(added[name])).map((name) => [name, added[name]])),
        ...(details === undefined ? {} : { details }),
        ...(cause === undefined ? {} : { cause: errorFields(cause, depth + 1) }),
        ...(errors.length === 0 ? {} : { errors: errors.map((each) => errorFields(each, depth + 1)) }),
    };
}
function isShort(value) {
    return (typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value !== ""));
}
function detailsOf(details) {
    if (typeof details === "string")
        return details === "" ? undefined : cleaned(details);
    if (!Array.isArray(details))
        return undefined;
    const faults = details.flatMap((each) => {
        if (typeof each !== "object" || each === null || !("type" in each && "message" in each))
            return [];
        return [{ type: cleaned(textOf(each.type)), message: cleaned(textOf(each.message)) }];
    });
    return faults.length === 0 ? undefined : faults.slice(0, MOST_ERRORS);
}
function textOf(value) {
    if (typeof value === "string")
        return value;
    try {
        return JSON.stringify(value) ?? String(value);
    }
    catch {
        return Object.prototype.toString.call(value);
    }
}
function cleaned(text) {
    return text
        .slice(0, MOST_CHARACTERS)
        .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@"']+@/gi, "$1…@")
        .replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, "$1 …");
}
//# sourceMappingURL=error-fields.js.map