/** Web-hooks, with their secrets as they were encrypted elsewhere. */
import { Deliveries, Webhooks } from "./models.ts";
import type { WebhookDocument } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import type { Sealed } from "./secrets.ts";
import type { WebhookView } from "./views.ts";

/** A web-hook with its secret; `version` is the secret's. */
export type StoredWebhook = WebhookView & Sealed & { readonly version: number };

export async function createWebhook(webhook: StoredWebhook): Promise<void> {
  const { id, ...fields } = webhook;
  await Webhooks.create([{ _id: id, ...fields }]);
}

export async function findWebhook(id: string): Promise<StoredWebhook | undefined> {
  const document = await Webhooks.findById(id).lean();
  return document ? stored(document) : undefined;
}

/** By id; without the secrets, encrypted or not. */
export async function listWebhooks(page: PageRequest): Promise<Page<WebhookView>> {
  const { documents, nextCursor } = await pageOf(Webhooks, {}, { direction: 1 }, page);
  return { items: documents.map(webhookView), nextCursor };
}

/** All of them, or those that are active. */
export async function allWebhooks(
  filter: { readonly active?: true } = {},
): Promise<readonly StoredWebhook[]> {
  return (await Webhooks.find(filter).sort({ _id: 1 }).lean()).map(stored);
}

/** What a web-hook is told, and where. */
export type WebhookSettings = Pick<WebhookView, "url" | "events" | "active" | "filter">;

/** @returns the web-hook as it is then; `undefined`: there is none */
export async function changeWebhook(
  id: string,
  { url, events, active, filter }: WebhookSettings,
): Promise<WebhookView | undefined> {
  const document = await Webhooks.findOneAndUpdate(
    { _id: id },
    {
      $set: { url, events, active, ...(filter ? { filter } : {}) },
      $unset: { reason: "", ...(filter ? {} : { filter: "" }) },
    },
    { returnDocument: "after" },
  ).lean();
  return document ? webhookView(document) : undefined;
}

/** The engine makes it inactive. */
export async function deactivateWebhook(id: string, reason: string): Promise<void> {
  await Webhooks.updateOne({ _id: id, active: true }, { $set: { active: false, reason } });
}

/** Gives it another secret if it still has this version. @returns `false`: it was changed or removed in between */
export async function resealWebhook(
  { id, version, sealed }: StoredWebhook,
  renewed: Sealed & { readonly version: number },
): Promise<boolean> {
  const { keyId, sealed: text } = renewed;
  const { matchedCount } = await Webhooks.updateOne(
    { _id: id, version, sealed },
    { $set: { keyId, sealed: text, version: renewed.version } },
  );
  return matchedCount === 1;
}

/** Removes it with its deliveries. `false`: there is none. */
export async function removeWebhook(id: string): Promise<boolean> {
  const { deletedCount } = await Webhooks.deleteOne({ _id: id });
  await Deliveries.deleteMany({ webhook: id });
  return deletedCount === 1;
}

function stored(document: WebhookDocument): StoredWebhook {
  const { keyId, sealed, version } = document;
  return { ...webhookView(document), keyId, sealed, version };
}

function webhookView(document: WebhookDocument): WebhookView {
  const { _id: id, url, events, filter, active, reason, createdAt, createdBy } = document;
  return {
    id,
    url,
    events,
    ...(filter && { filter }),
    active,
    ...(reason === undefined ? {} : { reason }),
    createdAt,
    createdBy,
  };
}
