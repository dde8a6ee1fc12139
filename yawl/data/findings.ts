/** What a conversion or check found wrong, with places; stops listening when there is enough to read. */
import type { FaultDetail } from "../spec/fault.ts";

/** A person does not read more than this at once, and an answer should stay small. */
export const MAX_FINDINGS = 50;

/** Data may nest this deep: recursion over it then stays far from the end of the stack. */
export const MAX_DEPTH = 1_000;

export class Findings {
  readonly details: FaultDetail[] = [];
  /** the data passes a limit, which is another kind of fault than a wrong value */
  tooLarge = false;

  add(pointer: string, message: string): void {
    if (this.details.length < MAX_FINDINGS) this.details.push({ pointer, message });
  }

  /** Notes that the data nests too deep at this place. */
  tooDeep(pointer: string): void {
    this.tooLarge = true;
    // The pointer of a place this deep is itself too long to help; its beginning says which field it is.
    const short = pointer.length > 200 ? pointer.slice(0, pointer.lastIndexOf("/", 200)) : pointer;
    this.add(short, `nests deeper than ${MAX_DEPTH} levels`);
  }

  get full(): boolean {
    return this.details.length >= MAX_FINDINGS;
  }
}
