/** Separation of duties: whoever did one task of a case does not do another one of it. */
import { ok } from "../../model/fault.ts";
import type { ConstraintKind } from "../kinds.ts";
import { taskPeople } from "../facts.ts";

/** Its parameter: the other task. */
export const SEPARATION_TASK = "familiarTask";

/** The constraint as `.yawl` files name it. */
export const SEPARATION_OF_DUTIES: ConstraintKind = {
  part: "constraint",
  name: "SeparationOfDuties",
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
  apply(people, { familiarTask = "" }, { facts }) {
    const barred = new Set(taskPeople(facts, familiarTask));
    return ok({
      kept: people.filter(({ id }) => !barred.has(id)),
      why: () => `did the task "${familiarTask}" in this case`,
    });
  },
};
