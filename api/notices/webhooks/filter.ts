/** Which notices a web-hook is sent, and as what. */
import type { Notice } from "../../../store/notices.ts";
import type { NewDelivery } from "../../../store/deliveries.ts";
import { addDeliveries } from "../../../store/deliveries.ts";
import { peopleNow } from "../../../store/listeners.ts";
import type { WebhookView } from "../../../store/views.ts";
import { allWebhooks } from "../../../store/webhooks.ts";
import { reachOf, type Listener } from "../../../yawl/view/notices.ts";
import { iso } from "../../http/fields.ts";
import { noticeInFull } from "../represent.ts";

/** @param person that the filter names, as they are now */
export function isWanted(webhook: WebhookView, notice: Notice, person: Listener | undefined): boolean {
  const { events, filter = {}, createdAt } = webhook;
  const { specificationId, taskId, caseId, participant } = filter;
  return (
    (events.length === 0 || events.includes(notice.type)) &&
    // what happened before is no news for it
    notice.at >= createdAt - SKEW_MILLIS &&
    (specificationId === undefined || specificationId === notice.specificationId) &&
    (taskId === undefined || taskId === notice.task) &&
    (caseId === undefined || caseId === notice.caseId) &&
    (participant === undefined || (person !== undefined && reachOf(notice)(person)))
  );
}

/** Clocks of servers differ a little. */
const SKEW_MILLIS = 10_000;

/** Puts notices into the outbox. @param told is called with each web-hook that gets something */
export async function addToOutbox(
  notices: readonly Notice[],
  told: (webhook: string) => void = () => undefined,
): Promise<void> {
  const webhooks = await allWebhooks({ active: true });
  if (webhooks.length === 0) return;
  const named = webhooks.flatMap(({ filter }) => filter?.participant ?? []);
  const people = named.length === 0 ? new Map<string, never>() : await peopleNow(named);
  const deliveries: NewDelivery[] = [];
  for (const webhook of webhooks) {
    const id = webhook.filter?.participant;
    const roles = id === undefined ? undefined : people.get(id)?.roles;
    const person = id !== undefined && roles ? { id, roles } : undefined;
    const wanted = notices.filter((notice) => isWanted(webhook, notice, person));
    deliveries.push(...wanted.map((notice) => deliveryOf(webhook.id, notice)));
  }
  await addDeliveries(deliveries);
  for (const webhook of new Set(deliveries.map((each) => each.webhook))) told(webhook);
}

function deliveryOf(webhook: string, notice: Notice): NewDelivery {
  const { sequence, type, at } = notice;
  const data = { sequence, ...noticeInFull(notice) };
  return { webhook, sequence, type, body: { type, timestamp: iso(at), data } };
}
