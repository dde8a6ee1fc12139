/** Retain familiar: who did an earlier task goes on, if they are still among those who may. */
import { ok } from "../../model/fault.ts";
import { taskPeople } from "../facts.ts";
import type { ConstraintKind } from "../kinds.ts";

/** Unlike `familiar` it only prefers: where nobody of them is left, all the others stay. */
export const RETAIN_FAMILIAR: ConstraintKind = {
  part: "constraint",
  name: "retain-familiar",
  aliases: ["RetainFamiliar"],
  description: "Those who did the task in this case, if they are among those who are left; else all",
  parameters: [{ name: "task", description: "the task", type: "task", required: true }],
  apply(people, { task = "" }, { facts }) {
    const did = new Set(taskPeople(facts, task));
    const familiar = people.filter(({ id }) => did.has(id));
    return ok({
      kept: familiar.length > 0 ? familiar : people,
      why: () => `did not do the task "${task}", which others did who are left`,
    });
  },
};
