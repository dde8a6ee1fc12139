/** Records who uses the most guarded routes, or tries to. */
import type { Request } from "express";
import { recordAudit } from "../../store/audit.ts";
import { Problem } from "../http/problem.ts";

/** Where uses of a route are recorded. When they cannot be, nothing is done and nothing answered but that. */
export interface AuditTrail {
  /** the caller may not use the route */
  refused(request: Request, refusal: Problem): Promise<void>;
  /** Records the use, then does the work; a failure is recorded, too. */
  around<T>(request: Request, work: () => Promise<T>): Promise<T>;
}

/**
 * @param action what the route does, e.g. `secret.put`
 * @param subjectOf what it is done to, from the path's parameters; never from a body
 */
export function auditTrail(
  action: string,
  subjectOf: (parameters: Request["params"]) => string | undefined = () => undefined,
): AuditTrail {
  const entryOf = (request: Request) => {
    const subject = subjectOf(request.params);
    return { by: request.caller?.id ?? "nobody", action, ...(subject === undefined ? {} : { subject }) };
  };
  return {
    async refused(request, { type }) {
      await recordAudit({ ...entryOf(request), result: "refused", reason: type });
    },
    async around(request, work) {
      const entry = entryOf(request);
      // Before the work: a process that dies in between must not leave a change without a trace.
      await recordAudit({ ...entry, result: "allowed" });
      try {
        return await work();
      } catch (error) {
        const reason = error instanceof Problem ? error.type : "internal";
        await recordAudit({ ...entry, result: "failed", reason });
        throw error;
      }
    },
  };
}
