import { isGrpcServiceError, WorkflowFailedError, WorkflowNotFoundError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError, } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { isFaultType, unavailable } from "./http/problem.js";
const CANCELLED = 1;
const UNKNOWN = 2;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const ABORTED = 10;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;
const NO_CODE = -1;
export function temporalProblem(error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
        return unavailable("The case did not answer in time. The command may have been taken or may still be: repeating it does no harm.", { cause: error });
    }
    switch (codeOf(error)) {
        case UNAVAILABLE:
        case DEADLINE_EXCEEDED:
        case CANCELLED:
        case UNKNOWN:
            return unavailable("Temporal cannot be reached. The command may be repeated.", { cause: error });
        case RESOURCE_EXHAUSTED:
        case ABORTED:
            return unavailable("Temporal is busy. The command may be repeated.", { cause: error });
        case PERMISSION_DENIED:
        case UNAUTHENTICATED:
            return unavailable("Temporal refuses this server's credentials. An operator has to look at it.", {
                cause: error,
            });
        default:
            return undefined;
    }
}
function codeOf(error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
        if (isGrpcServiceError(cause))
            return cause.code;
    }
    return NO_CODE;
}
export function isGone(error) {
    if (error instanceof WorkflowNotFoundError)
        return true;
    return (error instanceof WorkflowUpdateFailedError &&
        faultOf(error) === undefined &&
        /workflow/i.test(failureType(error) ?? ""));
}
function failureType(error) {
    return error.cause instanceof ApplicationFailure ? (error.cause.type ?? undefined) : undefined;
}
export function faultOf(error) {
    if (!(error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError))
        return undefined;
    if (!(error.cause instanceof ApplicationFailure))
        return undefined;
    const { type, details, message } = error.cause;
    if (!isFaultType(type))
        return undefined;
    const given = details?.[0];
    return { type, message: given?.message ?? message, ...(given?.details ? { details: given.details } : {}) };
}
export function isUnknownSearchAttribute(error) {
    return (codeOf(error) === INVALID_ARGUMENT && /search attribute/i.test(String(error.cause ?? error)));
}
//# sourceMappingURL=temporal-errors.js.map