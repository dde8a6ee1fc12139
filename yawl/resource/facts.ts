/** What a case says of who did its tasks. */
import type { CaseFacts, Demand } from "../work/distribution.ts";

/** Facts of a demand; cases of before have none. */
export function factsOf({ rules }: Demand): CaseFacts {
  return rules ?? { caseId: "", specification: "", version: "", net: "", task: "" };
}

/** Who did a task in this case, or has it in hand, as far as the case says it; the last one is at the end. */
export function taskPeople(facts: CaseFacts, task: string): readonly string[] {
  const { familiar, separate = [], performed = [] } = facts;
  const found = [...performed, ...separate, ...(familiar ? [familiar] : [])].filter(
    (each) => each.task === task,
  );
  return [...new Set(found.flatMap(({ people }) => people))];
}
