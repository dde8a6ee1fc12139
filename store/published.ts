/** Events that cases publish for other systems. */
import { setTimeout as sleep } from "node:timers/promises";
import { fromText, toText } from "./json-text.ts";
import { Cases, Published } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { PublishedView } from "./views.ts";

const DUPLICATE_KEY = 11_000;

/**
 * Publishes an event once: the same id again changes nothing, whatever comes with it. It is kept with who started the case,
 * as far as the view shows the case already.
 */
export async function publish({ id, name, caseId, at, data, ...rest }: PublishedView): Promise<void> {
  const startedBy = await starterOf(caseId);
  const document = { _id: id, name, caseId, at, data: toText(data), ...rest };
  try {
    await Published.create([startedBy === undefined ? document : { ...document, startedBy }]);
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
  }
}

const PATIENCE_MILLIS = 2_000;
const PAUSE_MILLIS = 100;

/** Who started a case. The view shows it within moments of its start; `undefined`: it does not, for reasons of its own. */
async function starterOf(caseId: string): Promise<string | undefined> {
  for (let waited = 0; waited < PATIENCE_MILLIS; waited += PAUSE_MILLIS) {
    const found = await Cases.findById(caseId, { startedBy: 1 }).lean();
    if (found?.startedBy !== undefined) return found.startedBy;
    await sleep(PAUSE_MILLIS);
  }
  return undefined;
}

export interface PublishedFilter {
  readonly name?: string | undefined;
  readonly caseId?: string | undefined;
  /** only events of cases that this participant started, since they have their id, and of these specifications */
  readonly visibleTo?:
    | { readonly id: string; readonly since: number; readonly specifications: readonly string[] }
    | undefined;
}

/** Newest first. */
export async function listPublished(
  filter: PublishedFilter,
  page: PageRequest,
): Promise<Page<PublishedView>> {
  const { name, caseId, visibleTo } = filter;
  const { documents, nextCursor } = await pageOf(
    Published,
    {
      ...(name === undefined ? {} : { name }),
      ...(caseId === undefined ? {} : { caseId }),
      ...(visibleTo ? visible(visibleTo) : {}),
    },
    { field: "at", direction: -1 },
    page,
  );
  const items = documents.map(({ _id: id, name, caseId, specificationId, at, data }) => ({
    id,
    name,
    caseId,
    ...(specificationId === undefined ? {} : { specificationId }),
    at,
    data: fromText(data),
  }));
  return { items, nextCursor };
}

function visible({
  id,
  since,
  specifications,
}: NonNullable<PublishedFilter["visibleTo"]>): Record<string, unknown> {
  const own = since === 0 ? { startedBy: id } : { startedBy: id, at: { $gte: since } };
  return {
    $or: [own, ...(specifications.length === 0 ? [] : [{ specificationId: { $in: specifications } }])],
  };
}
