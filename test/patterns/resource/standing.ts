/** How work items are called in fixtures, and how it is said how they stand. */
import type { WorkItem } from "../../../yawl/work/item.ts";

/** Name of the case that a trace begins with. */
export const FIRST_CASE = "case";

/** `task`, `task.2` for an instance; in another case than the first, `case: task`. */
export function pathOf(caseId: string, { task, instance }: Pick<WorkItem, "task" | "instance">): string {
  const within = instance === undefined ? task : `${task}.${instance}`;
  return caseId === FIRST_CASE ? within : `${caseId}: ${within}`;
}

/** Id of the case that a path is in. */
export function caseOf(path: string): string {
  const [first = "", rest] = path.split(": ");
  return rest === undefined ? FIRST_CASE : first;
}

/** `offered to role clerk but not ann` and the like. */
export function standingOf(item: WorkItem): string {
  if (item.kind === "call") return "called";
  const { status, offeredTo, offeredToRoles = [], notOfferedTo = [], allocatedTo, actsFor } = item;
  const owner = `${allocatedTo ?? ""}${actsFor === undefined ? "" : ` for ${actsFor}`}`;
  switch (status) {
    case "offered": {
      const roles = offeredToRoles.map((role) => `role ${role}`);
      const except = notOfferedTo.length === 0 ? "" : ` but not ${notOfferedTo.join(", ")}`;
      return `offered to ${[...roles, ...offeredTo].join(", ")}${except}`;
    }
    case "allocated":
      return `allocated to ${owner}`;
    case "started":
    case "suspended":
      return `${status} by ${owner}`;
    default:
      return status;
  }
}
