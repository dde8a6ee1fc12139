/**
 * How much work one expression may be. A workflow has no clock that it could look at, so work is counted, and the same
 * expression over the same data costs the same in every replay.
 */

/**
 * Units of work that one evaluation may take. A unit is less than a microsecond on a slow machine: a look at a node, an item
 * of a range, fifty characters of text. Temporal stops a workflow task that takes two seconds.
 */
export const MAX_WORK = 600_000;

/** Units that the expressions of one step of a case may take together: a completion may evaluate many. */
export const MAX_STEP_WORK = 1_500_000;

/** What the expressions of a step may still do. */
export interface StepWork {
  left: number;
}

/** Units for one evaluation of the body of a loop, a predicate or a function, and for one call of a function. */
export const STEP = 5;
/** Units for a call through a function value where that could be the function calling itself: 400 calls at most. */
export const INDIRECT_CALL = 2_500;

/** Characters of an expression; YAWL's longest known mapping has some 800. */
export const MAX_LENGTH = 10_000;

/** An expression has done all the work that it may. */
export class Exhausted extends Error {}

/** Counts the work of one evaluation. */
export class Budget {
  #left: number;
  readonly #units: number;
  /** what used it up, as the end of a sentence */
  reason: string | undefined;

  /** entries that the present sort has seen */
  sorted = 0;

  constructor(units = MAX_WORK) {
    this.#left = units;
    this.#units = units;
  }

  /** Units that were spent so far. */
  get spent(): number {
    return this.#units - this.#left;
  }

  /** @throws Exhausted when there is no more */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) this.end("needs too much work");
  }

  /** Work on a text: whatever is done with it looks at all of it. */
  read(text: string): void {
    this.spend(1 + text.length / 50);
  }

  /** @throws Exhausted always */
  end(reason: string): never {
    this.reason ??= reason;
    this.#left = Math.min(this.#left, -1);
    throw new Exhausted(`The expression ${this.reason}.`);
  }
}
