/** Errors as log lines hold them: what somebody needs to find the fault, and nothing that has to stay secret. */

const DEEPEST = 6;
const MOST_CHARACTERS = 4_000;
const MOST_ERRORS = 5;

/** What libraries add to errors, and what helps: codes of Node, gRPC and MongoDB, types of Temporal's failures. */
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
] as const;

export interface ErrorFields {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorFields | string;
  readonly errors?: readonly (ErrorFields | string)[];
  readonly [added: string]: unknown;
}

/** An error with its causes; other things that were thrown as text. */
export function errorFields(error: unknown, depth = 0): ErrorFields | string {
  if (!(error instanceof Error)) return cleaned(textOf(error));
  if (depth >= DEEPEST) return cleaned(`${error.name}: ${error.message}`);
  const added = error as unknown as Readonly<Record<string, unknown>>;
  const cause = error.cause;
  const errors = error instanceof AggregateError ? error.errors.slice(0, MOST_ERRORS) : [];
  const details = detailsOf(added["details"]);
  return {
    name: error.name,
    message: cleaned(error.message),
    ...(error.stack === undefined ? {} : { stack: cleaned(error.stack) }),
    ...Object.fromEntries(
      ADDED.filter((name) => isShort(added[name])).map((name) => [name, added[name]] as const),
    ),
    ...(details === undefined ? {} : { details }),
    ...(cause === undefined ? {} : { cause: errorFields(cause, depth + 1) }),
    ...(errors.length === 0 ? {} : { errors: errors.map((each) => errorFields(each, depth + 1)) }),
  };
}

function isShort(value: unknown): boolean {
  return (
    typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value !== "")
  );
}

/** gRPC's details are a sentence; those of Temporal's failures may be a case's data: only what a fault says of itself is kept. */
function detailsOf(details: unknown): unknown {
  if (typeof details === "string") return details === "" ? undefined : cleaned(details);
  if (!Array.isArray(details)) return undefined;
  const faults = details.flatMap((each: unknown) => {
    if (typeof each !== "object" || each === null || !("type" in each && "message" in each)) return [];
    return [{ type: cleaned(textOf(each.type)), message: cleaned(textOf(each.message)) }];
  });
  return faults.length === 0 ? undefined : faults.slice(0, MOST_ERRORS);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Without the passwords and tokens that addresses and headers hold, and not without end. */
function cleaned(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@"']+@/gi, "$1…@")
    .replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, "$1 …");
}
