/**
 * Faults: what is wrong with a model or with input, as a value.
 *
 * A fault is an answer, not a crash: the interpreter returns it and leaves the state as it was. A bug throws.
 */

/** The kinds of fault, stable names: problem types of the API and types of `ApplicationFailure` are made from them. */
export type FaultType =
  /** no such case, item or element */
  | "not-found"
  /** the caller may not do this: not offered to, not the owner, no privilege */
  | "not-eligible"
  /** who did one task of the case may not do this one */
  | "separation-of-duties"
  /** the item or case is in a state from which the command does not lead on */
  | "wrong-state"
  /** data does not fit its type */
  | "invalid-data"
  /** a submission id came again with other content */
  | "submission-conflict"
  /** a mapping failed or gave nothing */
  | "mapping-failed"
  /** a predicate failed or gave no truth value */
  | "predicate-failed"
  /** when a timer expires cannot be known: what says so has no value, or one that is no time */
  | "timer-failed"
  /** tasks without work loop without end */
  | "endless-loop"
  /** nets nest deeper than the limit */
  | "too-deep"
  /** an automated task's connector failed for good, and an operator gave it up */
  | "connector-failed"
  /** more instances of a task failed than are tolerated */
  | "too-many-failures"
  /** whether an instance may complete is decided elsewhere: its completion is held until then. It never leaves the core */
  | "needs-permit"
  /** the workflow of a case was ended in Temporal without asking the case */
  | "ended-in-temporal"
  /** a limit that keeps the engine responsive was passed */
  | "too-large"
  /** the specification cannot be read or run */
  | "invalid-specification";

/** One finding inside a fault: where in the data or file, and what. */
export interface FaultDetail {
  /** JSON pointer into the data that was sent (RFC 6901), `""` for the whole */
  readonly pointer?: string;
  /** element of the specification, e.g. `net/task/flow` */
  readonly element?: string;
  /** one-based line in the source file */
  readonly line?: number;
  /** one-based column in the source file */
  readonly column?: number;
  /** stable name of the kind of finding, for programs */
  readonly code?: string;
  /** a warning says that something looks wrong, a note what cannot be known or has no effect */
  readonly severity?: "error" | "warning" | "note";
  readonly message: string;
  /** the data there passes a limit of the engine: it may be right, but cannot be checked */
  readonly limit?: true;
}

/** What is wrong with a model or with input. */
export interface Fault {
  readonly type: FaultType;
  /** a sentence for the person who sent the input */
  readonly message: string;
  readonly details?: readonly FaultDetail[];
}

/** It went well; this is what came out. */
export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

/** It could not be done; this is why. */
export interface Failure {
  readonly ok: false;
  readonly fault: Fault;
}

/** Result of anything that can be wrong because of a model or input. */
export type Result<T> = Success<T> | Failure;

/** A success with its value. */
export function ok<T>(value: T): Success<T> {
  return { ok: true, value };
}

/** A failure of a kind, with a sentence for who sent the input, and places where there are several. */
export function fault(type: FaultType, message: string, details?: readonly FaultDetail[]): Failure {
  return { ok: false, fault: details ? { type, message, details } : { type, message } };
}
