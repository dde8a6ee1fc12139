/** Events that cases publish for other systems. */
import { fromText, toText } from "./json-text.ts";
import { Published } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { PublishedView } from "./views.ts";
import type { JsonObject } from "../yawl/model/json.ts";

const DUPLICATE_KEY = 11_000;

/** Publishes an event once: the same id again changes nothing, whatever comes with it. */
export async function publish({ id, name, caseId, at, data }: PublishedView): Promise<void> {
  try {
    await Published.create([{ _id: id, name, caseId, at, data: toText(data) }]);
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
  }
}

export interface PublishedFilter {
  readonly name?: string | undefined;
  readonly caseId?: string | undefined;
}

/** Newest first. */
export async function listPublished(
  filter: PublishedFilter,
  page: PageRequest,
): Promise<Page<PublishedView>> {
  const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
  const { documents, nextCursor } = await pageOf(
    Published,
    Object.fromEntries(wanted),
    { field: "at", direction: -1 },
    page,
  );
  const items = documents.map(({ _id: id, name, caseId, at, data }) => ({
    id,
    name,
    caseId,
    at,
    data: fromText(data) as JsonObject,
  }));
  return { items, nextCursor };
}
