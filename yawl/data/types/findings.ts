/** What a conversion or check found wrong, with places; stops listening when there is enough to read. */
import type { FaultDetail } from "../../model/fault.ts";

/** A person does not read more than this at once, and an answer should stay small. */
export const MAX_FINDINGS = 50;

/**
 * Data may nest this deep. Recursion over it then takes well under half of the stack that a thread has by default (1,000
 * levels take nearly all of it); what is deeper gets a fault, whatever else is on the stack.
 */
export const MAX_DEPTH = 400;

/**
 * Data that a JSON Schema describes may only nest this deep: its validator takes much of the stack for each level (at 250
 * levels of a plain recursive schema it is at the end of it, earlier for schemas with `anyOf` inside `allOf`).
 */
export const MAX_SCHEMA_DEPTH = 64;

export class Findings {
  readonly details: FaultDetail[] = [];
  /** the data passes a limit, which is another kind of fault than a wrong value */
  tooLarge = false;

  add(pointer: string, message: string): void {
    if (this.details.length < MAX_FINDINGS) this.details.push({ pointer, message });
  }

  /** Notes that the data nests too deep at this place. */
  tooDeep(pointer: string, limit = MAX_DEPTH): void {
    this.tooLarge = true;
    // The pointer of a place this deep is itself too long to help; its beginning says which field it is.
    const short = pointer.length > 200 ? pointer.slice(0, pointer.lastIndexOf("/", 200)) : pointer;
    this.add(short, `nests deeper than ${limit} levels`);
  }

  get full(): boolean {
    return this.details.length >= MAX_FINDINGS;
  }
}
