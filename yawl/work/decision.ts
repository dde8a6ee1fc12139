/**
 * What was decided about who gets a work item, and why. Decided outside the case by `yawl/resource` on a snapshot of the
 * organisation; the history keeps it, so that the case never has to decide it again.
 */

/** Somebody who was left out. */
export interface Dropped {
  readonly participant: string;
  /** a sentence for people */
  readonly reason: string;
}

/** One step of the way to a decision. */
export interface DecisionStep {
  readonly step:
    | "piled"
    | "familiar"
    | "initial"
    | "filter"
    | "constraint"
    | "chained"
    | "gave-back"
    | "absent"
    | "substitute"
    | "allocation";
  /** the rule as the specification has it, for people: `capability("Contract Law", >= 5)`, `role lawyer` */
  readonly rule: string;
  /** how many are left after it */
  readonly kept: number;
  /** those who were left out here; at most `MOST_DROPPED` of them by name */
  readonly dropped: readonly Dropped[];
  /** how many more were left out than are named */
  readonly more?: number;
  /** what the step looked at, for people: the queues of the last candidates, the rate of the cheapest, whom a substitute stands for */
  readonly note?: string;
}

/** How many of those whom a step left out are named: a record never grows with the organisation. */
export const MOST_DROPPED = 25;

/** Why it was decided so. */
export interface Reasoning {
  readonly steps: readonly DecisionStep[];
  /** of the random choices and ties, if there were any */
  readonly seed?: number;
  /** version of the organisation that was looked at */
  readonly organisation: number;
  /** why there is nobody, or why a rule could not be applied: a sentence for people */
  readonly fault?: string;
}

/** Whom a substitute stands for, by the substitute's id. */
export type ActingFor = Readonly<Record<string, string>>;

/** To whom an item is offered. */
export interface Offer {
  /** participants by id, sorted; beside those who have one of the roles */
  readonly people: readonly string[];
  /** whoever has one of these roles when it counts, roles below them included: an offer to thousands names no one */
  readonly roles?: readonly string[];
  /** those who have a role and may not have the item all the same, sorted */
  readonly except?: readonly string[];
  readonly actingFor?: ActingFor;
}

/** What becomes of an item that looked for people. */
export type Decision = { readonly why: Reasoning } & (
  | ({ readonly kind: "offered" } & Offer)
  | {
      readonly kind: "allocated";
      readonly to: string;
      readonly by: "allocator" | "pile" | "chain";
      /** the engine starts it for them */
      readonly start?: true;
      /** whom the participant stands for */
      readonly actsFor?: string;
    }
  /** it waits for an administrator */
  | { readonly kind: "unoffered" }
);
