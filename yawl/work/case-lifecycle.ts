/** The life cycle of a case as a table: from which state a command leads where. Only case managers give commands on cases. */
import type { CaseCommand } from "./command.ts";

export type CaseStatus = "running" | "suspended" | "completed" | "cancelled" | "failed" | "deadlocked";

export interface CaseRule {
  readonly from: readonly CaseStatus[];
  /** who finds the case there already repeats what was done; `same`: the state does not change */
  readonly to: CaseStatus | "same";
}

export const CASE_LIFECYCLE: Readonly<Record<CaseCommand["type"], CaseRule>> = {
  "cancel-case": { from: ["running", "suspended"], to: "cancelled" },
  "suspend-case": { from: ["running"], to: "suspended" },
  "resume-case": { from: ["suspended"], to: "running" },
  retry: { from: ["running"], to: "same" },
  "add-instance": { from: ["running"], to: "same" },
  "cancel-instance": { from: ["running"], to: "same" },
  "control-instances": { from: ["running", "suspended"], to: "same" },
  "retry-instances": { from: ["running"], to: "same" },
  "change-data": { from: ["running", "suspended"], to: "same" },
};
