/** The life cycle of a case as a table: from which state a command leads where. Only case managers give commands on cases. */
import type { CaseCommand } from "./command.ts";

/** Where a case stands; the last four are ends. */
export type CaseStatus = "running" | "suspended" | "completed" | "cancelled" | "failed" | "deadlocked";

/** A row of the life cycle: from which states a command leads to which. */
export interface CaseRule {
  readonly from: readonly CaseStatus[];
  /** who finds the case there already repeats what was done; `same`: the state does not change */
  readonly to: CaseStatus | "same";
}

/**
 * The life cycle of a case by commands; by itself it ends as completed, failed or deadlocked (SEMANTICS 9 in docs/semantics.md).
 */
export const CASE_LIFECYCLE: Readonly<Record<CaseCommand["type"], CaseRule>> = {
  "cancel-case": { from: ["running", "suspended"], to: "cancelled" },
  "suspend-case": { from: ["running"], to: "suspended" },
  "resume-case": { from: ["suspended"], to: "running" },
  retry: { from: ["running"], to: "same" },
  "add-instance": { from: ["running"], to: "same" },
  "cancel-instance": { from: ["running"], to: "same" },
  "control-instances": { from: ["running", "suspended"], to: "same" },
  "retry-instances": { from: ["running"], to: "same" },
  unchain: { from: ["running", "suspended"], to: "same" },
  "change-data": { from: ["running", "suspended"], to: "same" },
};
