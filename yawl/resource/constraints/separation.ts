/** Separation of duties: whoever did one task of a case does not do another one of it. */
import { ok } from "../../model/fault.ts";
import { SEPARATION, SEPARATION_TASK } from "../../model/people-rules.ts";
import { taskPeople } from "../facts.ts";
import type { ConstraintKind, Parameters } from "../kinds.ts";
import { given } from "../parameters.ts";

/** The other task; as at the compilation, a parameter by another name counts if it is the only one. */
export function separatedFrom(parameters: Parameters): string | undefined {
  const [first, second] = Object.values(parameters);
  return given(parameters, SEPARATION_TASK) ?? (second === undefined ? first : undefined);
}

/** The constraint as `.yawl` files name it. */
export const SEPARATION_OF_DUTIES: ConstraintKind = {
  part: "constraint",
  name: SEPARATION,
  description: "Nobody who did the other task in this case, or has it in hand",
  parameters: [
    {
      name: SEPARATION_TASK,
      description: "the task that somebody else has to have done",
      type: "task",
      required: true,
    },
  ],
  // whoever is kept out by it is named in an offer to roles
  narrows: false,
  apply(people, parameters, { facts }) {
    const task = separatedFrom(parameters) ?? "";
    const barred = new Set(taskPeople(facts, task));
    return ok({
      kept: people.filter(({ id }) => !barred.has(id)),
      why: () => `did the task "${task}" in this case`,
    });
  },
};
