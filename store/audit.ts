/** What was done, or tried, with what is guarded most, and by whom. Entries are added and read; nothing changes or removes them. */
import { randomUUID } from "node:crypto";
import { fromText, toText } from "./json-text.ts";
import { Audit } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { AuditView } from "./views.ts";

export async function recordAudit({ data, ...entry }: Omit<AuditView, "id" | "at">): Promise<void> {
  const kept = data === undefined ? {} : { data: toText(data) };
  await Audit.create([{ _id: randomUUID(), at: Date.now(), ...entry, ...kept }]);
}

/** Whether something was recorded. */
export async function isAudited(filter: AuditFilter): Promise<boolean> {
  return (await Audit.exists(wantedOf(filter))) !== null;
}

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly by?: string | undefined;
}

/** Newest first. */
export async function listAudit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditView>> {
  const { documents, nextCursor } = await pageOf(
    Audit,
    wantedOf(filter),
    { field: "at", direction: -1 },
    page,
  );
  return {
    items: documents.map(({ _id: id, data, ...entry }) => ({
      id,
      ...entry,
      ...(data === undefined ? {} : { data: fromText(data) }),
    })),
    nextCursor,
  };
}

function wantedOf(filter: AuditFilter): Record<string, unknown> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
