/** Filters by how people stand to who did an earlier task: their manager, a colleague. */
import { ok } from "../../model/fault.ts";
import { quote } from "../expressions/cursor.ts";
import { taskPeople } from "../facts.ts";
import type { HeldKind, Organisation } from "../indexed.ts";
import type { FilterKind } from "../kinds.ts";

const RELATIONS = {
  "manager of": (organisation, id) => organisation.managersOf(id),
  above: (organisation, id) => organisation.lineAbove(id),
  "reports to": (organisation, id) => organisation.lineBelow(id),
  "same group as": (organisation, id) => sharing(organisation, "group", organisation.groupsOf(id)),
  "same position as": (organisation, id) => sharing(organisation, "position", organisation.positionsOf(id)),
  "same role as": (organisation, id) => sharing(organisation, "role", organisation.ownRolesOf(id)),
} as const satisfies Readonly<Record<string, (organisation: Organisation, id: string) => readonly string[]>>;

const NAMES = Object.keys(RELATIONS) as readonly (keyof typeof RELATIONS)[];

function sharing(organisation: Organisation, kind: HeldKind, ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => [...(organisation.holdersOf(kind, id) ?? [])]);
}

/** `manager of` who did a task of the case, and the like. Where several did it, any of them counts. */
export const RELATION: FilterKind = {
  part: "filter",
  name: "relation",
  description: "Who stands in a relation to who did a task of this case",
  parameters: [
    { name: "to", description: "the relation", type: "choice", choices: NAMES, required: true },
    { name: "task", description: "the task", type: "task", required: true },
  ],
  positional: ["to", "task"],
  prepare({ to = "", task = "" }, { organisation, facts }) {
    const relation = NAMES.find((name) => name === to.trim()) ?? "manager of";
    const people = taskPeople(facts, task);
    const related = new Set(people.flatMap((id) => RELATIONS[relation](organisation, id)));
    const nobody = people.length === 0 ? ", which nobody did" : "";
    return ok({ text: `${relation} who did ${quote(task)}${nobody}`, test: ({ id }) => related.has(id) });
  },
};
