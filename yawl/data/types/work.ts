/**
 * How much work one check of data may be. A workflow has no clock that it could look at, so work is counted: the same
 * value and type cost the same in every replay, whatever was prepared before.
 */

/**
 * Units of work that one check may take. A unit is a tenth of a microsecond to half of one: a look at a part of a type and
 * the value there, a few characters of text, a step of a pattern. All of them together stay below the two seconds after
 * which Temporal stops a workflow task.
 */
export const MAX_CHECK_WORK = 2_000_000;

/** What is said of a value whose check would be more. */
export const TOO_MUCH_WORK = "needs too much work to be checked against its type";

/** A check has done all the work that it may. */
export class TooMuchWork extends Error {}

/** Counts the work of one check. */
export class Work {
  left: number;

  constructor(units: number = MAX_CHECK_WORK) {
    this.left = units;
  }

  /** @throws TooMuchWork when there is no more */
  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw new TooMuchWork(TOO_MUCH_WORK);
  }

  /** Work on a text: whatever is done with it looks at all of it. @throws TooMuchWork */
  read(text: string): void {
    this.spend(1 + text.length / 20);
  }
}
