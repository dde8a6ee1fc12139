/** Problem documents (RFC 9457): every error that the API answers. */
import type { Fault, FaultDetail, FaultType } from "../../yawl/model/fault.ts";

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** Problem types that are faults of the engine. */
const FAULTS: Readonly<Record<FaultType, Kind>> = {
  "not-found": { status: 404, title: "Not found" },
  "not-eligible": { status: 403, title: "Not eligible" },
  "separation-of-duties": { status: 403, title: "Separation of duties" },
  "wrong-state": { status: 409, title: "Wrong state" },
  "invalid-data": { status: 422, title: "Invalid data" },
  "submission-conflict": { status: 409, title: "Submitted before with other data" },
  "mapping-failed": { status: 422, title: "A mapping failed" },
  "predicate-failed": { status: 422, title: "A predicate failed" },
  "timer-failed": { status: 422, title: "A timer cannot be set" },
  "ended-in-temporal": { status: 409, title: "Ended in Temporal" },
  "connector-failed": { status: 502, title: "A connector failed" },
  "too-many-failures": { status: 409, title: "Too many failures" },
  "needs-permit": { status: 503, title: "To be decided" },
  "endless-loop": { status: 422, title: "Endless loop" },
  "too-deep": { status: 422, title: "Nested too deeply" },
  "too-large": { status: 413, title: "Too large" },
  "invalid-specification": { status: 422, title: "Invalid specification" },
};

/** Problem types of the HTTP side. */
const OWN = {
  "bad-request": { status: 400, title: "Bad request" },
  "malformed-json": { status: 400, title: "Malformed JSON" },
  "not-authenticated": { status: 401, title: "Not authenticated" },
  "not-allowed": { status: 403, title: "Not allowed" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  "not-acceptable": { status: 406, title: "Not acceptable" },
  conflict: { status: 409, title: "Conflict" },
  "in-use": { status: 409, title: "In use" },
  "idempotency-conflict": { status: 409, title: "Idempotency key used before" },
  "request-timeout": { status: 408, title: "Request not complete in time" },
  "expectation-failed": { status: 417, title: "Expectation cannot be met" },
  "headers-too-large": { status: 431, title: "Headers too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Internal error" },
  unavailable: { status: 503, title: "Unavailable for the moment" },
} as const satisfies Record<string, Kind>;

export type ProblemType = FaultType | keyof typeof OWN;

/** Every problem type with its status and title. */
export const PROBLEMS: Readonly<Record<ProblemType, Kind>> = { ...FAULTS, ...OWN };

/** One finding; `parameter` names a path or query parameter or a header. */
export interface ProblemError extends FaultDetail {
  readonly parameter?: string;
}

interface Extras {
  readonly errors?: readonly ProblemError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** further members of the document */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Thrown anywhere below a route; the error handler turns it into the answer. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly type: ProblemType;
  readonly extras: Extras;

  constructor(type: ProblemType, detail: string, extras: Extras = {}) {
    super(detail, { cause: extras.cause });
    this.type = type;
    this.extras = extras;
  }

  get status(): number {
    return PROBLEMS[this.type].status;
  }

  /** The document. */
  toJSON(): Record<string, unknown> {
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

/** A fault of the engine as a problem. */
export function faultProblem(fault: Fault): Problem {
  return new Problem(fault.type, fault.message, fault.details ? { errors: fault.details } : {});
}

const RETRY_SECONDS = "2";

/** A server behind the API is away or slow: the same request may succeed later. */
export function unavailable(detail: string, extras: Omit<Extras, "headers"> = {}): Problem {
  return new Problem("unavailable", detail, { ...extras, headers: { "Retry-After": RETRY_SECONDS } });
}

/** Whether an `ApplicationFailure` of this type carries a fault. */
export function isFaultType(text: string | null | undefined): text is FaultType {
  return typeof text === "string" && Object.hasOwn(FAULTS, text);
}
