/** What errors of the Temporal client mean to the caller of the API. */
import {
  isGrpcServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { DONE_ALREADY, type CommandAnswer } from "../workflows/messages.ts";
import type { Fault } from "../yawl/model/fault.ts";
import { isFaultType, unavailable } from "./http/problem.ts";
import type { Problem } from "./http/problem.ts";

/** gRPC status codes by number: https://grpc.io/docs/guides/status-codes/ */
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

/** A failure that leaves the command possible: 503, with a sentence that says so. Other errors: `undefined`. */
export function temporalProblem(error: unknown): Problem | undefined {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return unavailable(
      "The case did not answer in time. The command may have been taken or may still be: repeating it does no harm.",
      { cause: error },
    );
  }
  if (isUntaken(error)) {
    return unavailable("The case did not take the command. It may be repeated.", { cause: error });
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

/**
 * The workflow task that was to take the update was lost, or ended the run (a case that goes on as new): nothing was done, and
 * the same update may be sent again.
 */
export function isUntaken(error: unknown): boolean {
  return error instanceof WorkflowUpdateFailedError && failureType(error) === "UnprocessedUpdate";
}

/** gRPC status of an error or of what caused it; `NO_CODE` for other errors. */
function codeOf(error: unknown): number {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return cause.code;
  }
  return NO_CODE;
}

/** The workflow does not exist, or has ended: the server gives one answer for both. */
export function isGone(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  // Ended between taking the update and answering it.
  return (
    error instanceof WorkflowUpdateFailedError &&
    faultOf(error) === undefined &&
    /workflow/i.test(failureType(error) ?? "")
  );
}

function failureType(error: WorkflowUpdateFailedError): string | undefined {
  return error.cause instanceof ApplicationFailure ? (error.cause.type ?? undefined) : undefined;
}

/** The fault with which the case refused an update, or ended. */
export function faultOf(error: unknown): Fault | undefined {
  if (!(error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError)) return undefined;
  if (!(error.cause instanceof ApplicationFailure)) return undefined;
  const { type, details, message } = error.cause;
  if (!isFaultType(type)) return undefined;
  const given = details?.[0] as Partial<Fault> | undefined;
  return { type, message: given?.message ?? message, ...(given?.details ? { details: given.details } : {}) };
}

/** The answer of the case when the command was done before; nothing was done now. */
export function doneBefore(error: unknown): CommandAnswer | undefined {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
    return undefined;
  const { type, details } = error.cause;
  return type === DONE_ALREADY ? (details?.[0] as CommandAnswer | undefined) : undefined;
}

/** A search attribute that was just registered is not known everywhere on the server at once. */
export function isUnknownSearchAttribute(error: unknown): boolean {
  return (
    codeOf(error) === INVALID_ARGUMENT && /search attribute/i.test(String((error as Error).cause ?? error))
  );
}
