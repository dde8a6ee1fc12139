/** What a conversion or check found wrong, with places; stops listening when there is enough to read. */
import type { FaultDetail } from "../../model/fault.ts";
import { TOO_MUCH_WORK, Work } from "./work.ts";

/** A person does not read more than this at once, and an answer should stay small. */
export const MAX_FINDINGS = 50;

/**
 * Data may nest this deep. Recursion over it then takes well under half of the stack that a thread has by default (1,000
 * levels take nearly all of it); what is deeper gets a fault, whatever else is on the stack.
 */
export const MAX_DEPTH = 400;

/**
 * Data that a JSON Schema describes may only nest this deep: for each level of data a schema may lead through several of
 * its own.
 */
export const MAX_SCHEMA_DEPTH = 64;

/** What a conversion or check found. */
export class Findings {
  readonly details: FaultDetail[] = [];
  /** what the conversion or check may cost */
  readonly work: Work;

  constructor(work = new Work()) {
    this.work = work;
  }

  /** The data passes a limit, which is another kind of fault than a wrong value. */
  get tooLarge(): boolean {
    return passesLimit(this.details);
  }

  /** Notes what is wrong at a place; what is beyond the most that is reported is left out. */
  add(pointer: string, message: string): void {
    if (this.details.length < MAX_FINDINGS) this.details.push({ pointer, message });
  }

  /** Notes that the data nests too deep at this place. */
  tooDeep(pointer: string, limit = MAX_DEPTH): void {
    // The pointer of a place this deep is itself too long to help; its beginning says which field it is.
    const short = pointer.length > 200 ? pointer.slice(0, pointer.lastIndexOf("/", 200)) : pointer;
    this.limit(short, `nests deeper than ${limit} levels`);
  }

  /** Notes that the check was given up: all that was found before says less than that. */
  tooMuchWork(pointer: string): void {
    this.details.length = 0;
    this.limit(pointer, TOO_MUCH_WORK);
  }

  private limit(pointer: string, message: string): void {
    this.details.splice(MAX_FINDINGS - 1);
    this.details.push({ pointer, message, limit: true });
  }

  /** Whether there is enough to read. */
  get full(): boolean {
    return this.details.length >= MAX_FINDINGS;
  }
}

/** Whether one of some findings is that the data passes a limit of the engine. */
export function passesLimit(details: readonly FaultDetail[]): boolean {
  return details.some(({ limit }) => limit === true);
}
