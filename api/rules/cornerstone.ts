/** What the conditions of rules see of a case or item that the view shows. */
import { findCase, findExecution } from "../../store/cases.ts";
import { findItem } from "../../store/items.ts";
import { findParticipant } from "../../store/participants.ts";
import type { CaseView, ItemView } from "../../store/views.ts";
import type { Facts } from "../../yawl/rules/facts.ts";
import type { Cornerstone } from "../../yawl/rules/rule-set.ts";
import { Problem } from "../http/problem.ts";

/** A case that was handled wrongly, or one of its items. */
export interface Handled {
  readonly specificationId: string;
  readonly version: string;
  /** of the item */
  readonly task?: string;
  readonly cornerstone: Cornerstone;
}

/** @throws Problem `invalid-data` at the property that names what is not there */
export async function findHandled(named: {
  readonly caseId?: string | undefined;
  readonly workItemId?: string | undefined;
}): Promise<Handled> {
  const { caseId, workItemId } = named;
  if (workItemId === undefined) {
    const found = caseId === undefined ? undefined : await findCase(caseId);
    if (!found) throw nothing("/caseId", `there is no case "${caseId}"`);
    return ofCase(found);
  }
  const item = await findItem(workItemId);
  const around = item && (await findExecution(item.partOf ?? item.caseId));
  if (!item || !around) throw nothing("/workItemId", `there is no work item "${workItemId}"`);
  if (caseId !== undefined && caseId !== around.id)
    throw nothing("/caseId", `the work item is one of the case "${around.id}"`);
  return await ofItem(item, around);
}

function nothing(pointer: string, message: string): Problem {
  return new Problem("invalid-data", "The case that the rule is made for is not there.", {
    errors: [{ pointer, message }],
  });
}

function ofCase({ id, specificationId, specificationVersion, data, startedAt }: CaseView): Handled {
  const facts: Facts = { now: Date.now(), case: { id, startedAt } };
  return { specificationId, version: specificationVersion, cornerstone: { data, facts } };
}

/** The item's data stands before the case's. */
async function ofItem(item: ItemView, around: CaseView): Promise<Handled> {
  const { specificationId, version, cornerstone } = ofCase(around);
  const { id, task, status, enabledAt, startedAt, allocatedTo } = item;
  const owner = allocatedTo === undefined ? undefined : await findParticipant(allocatedTo);
  return {
    specificationId,
    version,
    task,
    cornerstone: {
      data: { ...cornerstone.data, ...item.data, ...(item.output ?? item.draft) },
      facts: {
        ...cornerstone.facts,
        item: { id, task, status, enabledAt, ...(startedAt !== undefined && { startedAt }) },
        ...(owner && { participant: { id: owner.id, roles: owner.roles } }),
      },
    },
  };
}
