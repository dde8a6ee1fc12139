/** Rules as they are read from a file, and the answer to a file that cannot be taken. */
import { fault, type FaultDetail, type Result } from "../../model/fault.ts";
import type { RulePlace } from "../../rules/check.ts";
import type { RuleSet } from "../../rules/rule-set.ts";

/** Where something stands: element or path, line and column. */
export type PlaceInFile = Pick<FaultDetail, "element" | "line" | "column">;

/** Rules as a file has them, with the places of their parts. */
export interface RuleFile {
  readonly rules: RuleSet;
  readonly warnings: readonly FaultDetail[];
  placeOf(place: RulePlace): PlaceInFile;
}

/** Most findings that one fault lists. */
const MOST_DETAILS = 100;

/** What a file that cannot be taken is answered with. */
export function refusedRules(errors: readonly FaultDetail[], count: number): Result<never> {
  const [first] = errors;
  const where = first?.line === undefined ? "" : ` (line ${first.line})`;
  const sentence = first?.message.replace(/\.$/, "") ?? "nothing is in them";
  return fault(
    "invalid-specification",
    count === 1
      ? `The rules cannot be taken: ${sentence}${where}.`
      : `The rules cannot be taken; ${count} things are wrong with them, the first: ${sentence}${where}.`,
    errors.slice(0, MOST_DETAILS),
  );
}
