/** What was done, or tried, with what is guarded most, and by whom. Entries are added and read; nothing changes or removes them. */
import { randomUUID } from "node:crypto";
import { Audit } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { AuditView } from "./views.ts";

export async function recordAudit(entry: Omit<AuditView, "id" | "at">): Promise<void> {
  await Audit.create([{ _id: randomUUID(), at: Date.now(), ...entry }]);
}

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly by?: string | undefined;
}

/** Newest first. */
export async function listAudit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditView>> {
  const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
  const { documents, nextCursor } = await pageOf(
    Audit,
    Object.fromEntries(wanted),
    { field: "at", direction: -1 },
    page,
  );
  return { items: documents.map(({ _id: id, ...entry }) => ({ id, ...entry })), nextCursor };
}
