/** Queries of cases and of what happened in them. */
import { caseView, eventView } from "./documents.ts";
import { casesWithWorkFor, type Offeree } from "./items.ts";
import { Cases, Events } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { CaseState, CaseView, EventView } from "./views.ts";
import { OPEN_STATES } from "../yawl/view/views.ts";

/** States of cases that still run. */

/** A case; a block of one is none. */
export async function findCase(id: string): Promise<CaseView | undefined> {
  const found = await findExecution(id);
  return found?.partOf === undefined ? found : undefined;
}

/** A case, or a block of one. */
export async function findExecution(id: string): Promise<CaseView | undefined> {
  const document = await Cases.findById(id).lean();
  // A document without a state comes from a repeated change that overtook the first one: the case is not all there yet.
  return document?.state === undefined ? undefined : caseView(document);
}

/** Whether the view shows the case, or a block of this id; cheaper than reading it. */
export async function caseExists(id: string): Promise<boolean> {
  return (await Cases.exists({ _id: id, state: { $exists: true } })) !== null;
}

/** How far the view of a case or a block is, and whether it is to be made again. */
export async function positionOf(
  id: string,
): Promise<{ readonly revision: number; readonly isDoubtful: boolean } | undefined> {
  const found = await Cases.findById(id, { revision: 1, doubt: 1 }).lean();
  return found ? { revision: found.revision, isDoubtful: found.doubt !== undefined } : undefined;
}

export interface CaseFilter {
  readonly state?: CaseState | undefined;
  readonly specificationId?: string | undefined;
  /** only cases that this person started (since they have their id) or has work in */
  readonly visibleTo?: (Offeree & { readonly since: number }) | undefined;
  /** only these */
  readonly ids?: readonly string[] | undefined;
}

/** Cases, newest first. */
export async function listCases(filter: CaseFilter, page: PageRequest): Promise<Page<CaseView>> {
  const conditions: Record<string, unknown> = { state: filter.state ?? { $exists: true }, partOf: null };
  if (filter.specificationId !== undefined) conditions["specificationId"] = filter.specificationId;
  if (filter.ids !== undefined) conditions["_id"] = { $in: filter.ids };
  if (filter.visibleTo !== undefined) {
    const { participant: id, since } = filter.visibleTo;
    const withWork = await casesWithWorkFor(filter.visibleTo);
    const started = since === 0 ? { startedBy: id } : { startedBy: id, startedAt: { $gte: since } };
    conditions["$or"] = [started, { _id: { $in: withWork } }];
  }
  const { documents, nextCursor } = await pageOf(
    Cases,
    conditions,
    { field: "startedAt", direction: -1 },
    page,
  );
  return { items: documents.map(caseView), nextCursor };
}

/** What happened in a case, in order. */
export async function listEvents(caseId: string, page: PageRequest): Promise<Page<EventView>> {
  const { documents, nextCursor } = await pageOf(Events, { caseId }, { field: "number", direction: 1 }, page);
  return { items: documents.map(eventView), nextCursor };
}

/** Whether a case of this specification (of this version, if one is named) still runs. */
export async function hasOpenCases(specificationId: string, version?: string): Promise<boolean> {
  const filter: Record<string, unknown> = { specificationId, state: { $in: OPEN_STATES } };
  if (version !== undefined) filter["specificationVersion"] = version;
  return (await Cases.exists(filter)) !== null;
}
