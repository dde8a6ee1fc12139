/**
 * The resource patterns by number. Source: Russell, ter Hofstede, Edmond and van der Aalst, "Workflow Resource Patterns"
 * (2004), with the names of workflowpatterns.com.
 */
import type { Gap } from "../catalogue.ts";

export const PATTERNS: readonly string[] = [
  "Direct Distribution",
  "Role-Based Distribution",
  "Deferred Distribution",
  "Authorization",
  "Separation of Duties",
  "Case Handling",
  "Retain Familiar",
  "Capability-Based Distribution",
  "History-Based Distribution",
  "Organizational Distribution",
  "Automatic Execution",
  "Distribution by Offer - Single Resource",
  "Distribution by Offer - Multiple Resources",
  "Distribution by Allocation - Single Resource",
  "Random Allocation",
  "Round Robin Allocation",
  "Shortest Queue",
  "Early Distribution",
  "Distribution on Enablement",
  "Late Distribution",
  "Resource-Initiated Allocation",
  "Resource-Initiated Execution - Allocated Work Item",
  "Resource-Initiated Execution - Offered Work Item",
  "System-Determined Work Queue Content",
  "Resource-Determined Work Queue Content",
  "Selection Autonomy",
  "Delegation",
  "Escalation",
  "Deallocation",
  "Stateful Reallocation",
  "Stateless Reallocation",
  "Suspension-Resumption",
  "Skip",
  "Redo",
  "Pre-Do",
  "Commencement on Creation",
  "Commencement on Allocation",
  "Piled Execution",
  "Chained Execution",
  "Configurable Unallocated Work Item Visibility",
  "Configurable Allocated Work Item Visibility",
  "Simultaneous Execution",
  "Additional Resources",
];

/** What does not happen yet; a test fails as soon as it does. */
export const KNOWN_GAPS: readonly Gap[] = [];

/** `resource pattern 5, Separation of Duties` */
export function titleOf(pattern: number): string {
  return `resource pattern ${pattern}, ${PATTERNS[pattern - 1] ?? "unknown"}`;
}
