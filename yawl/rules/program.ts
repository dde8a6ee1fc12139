/** What a rule concludes: a program of steps, one after the other (an exlet), or the worklets that do an item. */

/** Steps that do something to items and cases. */
export const ACTIONS = ["suspend", "continue", "restart", "complete", "fail", "remove", "rollback"] as const;
/** Steps that run worklets. */
export const RUNS = ["compensate", "select"] as const;
/** What a step may act on. `ancestorCases`: the case and all those it was started by; `allCases`: those of the specification. */
export const TARGETS = ["item", "case", "ancestorCases", "allCases"] as const;

/** What a step does. */
export type Action = (typeof ACTIONS)[number];
/** How a step runs worklets: to make up for something, or in place of the work of a task. */
export type Run = (typeof RUNS)[number];
/** What a step acts on. */
export type Target = (typeof TARGETS)[number];

/** A step of a program. Several worklets of one step run at the same time. */
export type Step =
  | { readonly action: Action; readonly target: Target }
  /** worklets by id, URI or identifier of their specifications */
  | { readonly action: Run; readonly worklets: readonly string[] };

/** Steps in their order; none: nothing is done. */
export type Program = readonly Step[];

/** A step as people read it. */
export function textOfStep(step: Step): string {
  return `${step.action} ${"target" in step ? step.target : step.worklets.join(", ")}`;
}
