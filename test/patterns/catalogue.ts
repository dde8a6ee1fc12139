/**
 * The control-flow patterns by number. Source: Russell, ter Hofstede, van der Aalst and Mulyar, "Workflow Control-Flow
 * Patterns: A Revised View" (2006).
 */
export const PATTERNS: readonly string[] = [
  "Sequence",
  "Parallel Split",
  "Synchronization",
  "Exclusive Choice",
  "Simple Merge",
  "Multi-Choice",
  "Structured Synchronizing Merge",
  "Multi-Merge",
  "Structured Discriminator",
  "Arbitrary Cycles",
  "Implicit Termination",
  "Multiple Instances without Synchronization",
  "Multiple Instances with a Priori Design-Time Knowledge",
  "Multiple Instances with a Priori Run-Time Knowledge",
  "Multiple Instances without a Priori Run-Time Knowledge",
  "Deferred Choice",
  "Interleaved Parallel Routing",
  "Milestone",
  "Cancel Activity",
  "Cancel Case",
  "Structured Loop",
  "Recursion",
  "Transient Trigger",
  "Persistent Trigger",
  "Cancel Region",
  "Cancel Multiple Instance Activity",
  "Complete Multiple Instance Activity",
  "Blocking Discriminator",
  "Cancelling Discriminator",
  "Structured Partial Join",
  "Blocking Partial Join",
  "Cancelling Partial Join",
  "Generalised AND-Join",
  "Static Partial Join for Multiple Instances",
  "Cancelling Partial Join for Multiple Instances",
  "Dynamic Partial Join for Multiple Instances",
  "Acyclic Synchronizing Merge",
  "General Synchronizing Merge",
  "Critical Section",
  "Interleaved Routing",
  "Thread Merge",
  "Thread Split",
  "Explicit Termination",
];

/** What the static checks say of a fixture is a sentence beside those of its traces. */
export const CHECKS = "the static checks find nothing wrong with it";

/** A trace that says what should happen, and does not happen so far. */
export interface Gap {
  readonly pattern: number;
  /** the trace's sentence, as in the fixture, or `CHECKS` */
  readonly sentence: string;
  readonly reason: string;
}

/**
 * What the engine does not do yet. A test fails as soon as it does, so that the entry goes away and `docs/patterns.md` says
 * so.
 */
export const KNOWN_GAPS: readonly Gap[] = [];

/** `pattern 7, Structured Synchronizing Merge` */
export function titleOf(pattern: number): string {
  return `pattern ${pattern}, ${PATTERNS[pattern - 1] ?? "unknown"}`;
}
