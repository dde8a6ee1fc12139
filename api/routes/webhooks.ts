/** Web-hooks: where other systems are told what happens, and what could not be delivered. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ConnectorError, type NetworkPolicy } from "../../activities/connectors/contract.ts";
import { endpointOf } from "../../activities/connectors/network/guard.ts";
import { assertReachableByProxy, SYSTEM_LOOKUP } from "../../activities/connectors/network/lookup.ts";
import type { SecretBox } from "../../keys/secret-box.ts";
import { listDeliveries, retryDelivery } from "../../store/deliveries.ts";
import { DELIVERY_STATES, type DeliveryView, type WebhookView } from "../../store/views.ts";
import {
  changeWebhook,
  createWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  resealWebhook,
} from "../../store/webhooks.ts";
import { NOTICE_TYPES } from "../../yawl/view/notices.ts";
import { ANY_ID, ID, iso, isoOrNothing, listOf, PAGE, TIME } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { newSecret, sealSecret } from "../notices/webhooks/secret.ts";
import { auditTrail } from "../security/audit.ts";
import { ADMINISTRATORS } from "./access.ts";

const TAG = "web-hooks";
const PATH = "/api/v1/webhooks";
const LONGEST_URL = 2_000;

const ONE = z.object({ id: ID });
const FILTER = z
  .strictObject({
    specificationId: ANY_ID.optional(),
    taskId: ANY_ID.optional(),
    caseId: ANY_ID.optional(),
    participant: ANY_ID.optional().meta({ description: "only what concerns this participant" }),
  })
  .transform((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
const SETTINGS = z.strictObject({
  url: z
    .string()
    .max(LONGEST_URL)
    .refine(isWebAddress, "has to be an http or https URL without user and fragment")
    .meta({ format: "uri" }),
  events: z
    .array(z.enum(NOTICE_TYPES))
    .max(NOTICE_TYPES.length)
    .default([])
    .transform((types) => [...new Set(types)])
    .meta({ description: "types of events; none: all" }),
  filter: FILTER.optional().meta({ description: "only what fits all that is given" }),
  active: z.boolean().default(true),
});
const WEBHOOK = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  filter: z.object({}).loose().optional(),
  active: z.boolean(),
  reason: z.string().optional().meta({ description: "why it was made inactive, when the engine did it" }),
  createdAt: TIME,
  createdBy: z.string(),
});
const SECRET = z.string().meta({ description: "shown this once: `whsec_` and base64" });
const DELIVERY = z.object({
  id: z.string().meta({ description: "sent as `webhook-id`" }),
  type: z.string(),
  sequence: z.number(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number(),
  createdAt: TIME,
  nextAttemptAt: TIME.optional(),
  lastAttemptAt: TIME.optional(),
  status: z.number().optional().meta({ description: "HTTP status of the last answer" }),
  error: z.string().optional(),
});

/** @param network what web-hooks may reach */
export function webhookRoutes(box: SecretBox, network: NetworkPolicy): readonly Route[] {
  return [
    route({
      method: "get",
      path: PATH,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: "Web-hooks, without their secrets",
      query: z.strictObject(PAGE),
      answers: { 200: listOf(WEBHOOK) },
      async handler({ query }) {
        const { items, nextCursor } = await listWebhooks(query);
        return { status: 200, body: { items: items.map(represent), nextCursor } };
      },
    }),
    route({
      method: "post",
      path: PATH,
      access: ADMINISTRATORS,
      audit: auditTrail("webhook.create"),
      tag: TAG,
      summary: "Make a web-hook; its secret is shown in this answer only",
      body: SETTINGS,
      answers: { 201: WEBHOOK.extend({ secret: SECRET }) },
      async handler(request) {
        const { url, events, filter, active } = request.body;
        await assertAllowed(url, network);
        const [id, secret] = [randomUUID(), newSecret()];
        const webhook = {
          id,
          url,
          events,
          active,
          ...(filter ? { filter } : {}),
          createdAt: Date.now(),
          createdBy: callerOf(request).id,
        };
        await createWebhook({ ...webhook, version: 1, ...sealSecret(box, secret, id, 1) });
        return {
          status: 201,
          body: { ...represent(webhook), secret },
          headers: { Location: `${PATH}/${id}` },
        };
      },
    }),
    route({
      method: "get",
      path: `${PATH}/{id}`,
      access: ADMINISTRATORS,
      tag: TAG,
      summary: "A web-hook, without its secret",
      parameters: ONE,
      answers: { 200: WEBHOOK },
      handler: async ({ parameters: { id } }) => ({
        status: 200,
        body: represent((await findWebhook(id)) ?? unknown(id)),
      }),
    }),
    route({
      method: "put",
      path: `${PATH}/{id}`,
      access: ADMINISTRATORS,
      audit: auditTrail("webhook.change", ({ id }) => idOf(id)),
      tag: TAG,
      summary: "Change where a web-hook leads and what it is told; its secret stays",
      parameters: ONE,
      body: SETTINGS,
      answers: { 200: WEBHOOK },
      async handler({ parameters: { id }, body: { filter, ...settings } }) {
        await assertAllowed(settings.url, network);
        const changed = await changeWebhook(id, { ...settings, ...(filter ? { filter } : {}) });
        return { status: 200, body: represent(changed ?? unknown(id)) };
      },
    }),
    route({
      method: "post",
      path: `${PATH}/{id}/secret`,
      access: ADMINISTRATORS,
      audit: auditTrail("webhook.secret", ({ id }) => idOf(id)),
      tag: TAG,
      summary: "Give a web-hook a new secret; it is shown in this answer only",
      parameters: ONE,
      answers: { 200: z.object({ secret: SECRET }) },
      problems: ["conflict"],
      async handler({ parameters: { id } }) {
        const known = (await findWebhook(id)) ?? unknown(id);
        const [secret, version] = [newSecret(), known.version + 1];
        if (!(await resealWebhook(known, { ...sealSecret(box, secret, id, version), version })))
          throw new Problem("conflict", "Somebody else has changed the secret of this web-hook just now.");
        return { status: 200, body: { secret } };
      },
    }),
    route({
      method: "delete",
      path: `${PATH}/{id}`,
      access: ADMINISTRATORS,
      audit: auditTrail("webhook.remove", ({ id }) => idOf(id)),
      tag: TAG,
      summary: "Remove a web-hook with all that waits for it",
      parameters: ONE,
      answers: { 204: "" },
      async handler({ parameters: { id } }) {
        if (!(await removeWebhook(id))) unknown(id);
        return { status: 204 };
      },
    }),
    ...deliveryRoutes(),
  ];
}

function deliveryRoutes(): readonly Route[] {
  return [
    route({
      method: "get",
      path: `${PATH}/{id}/deliveries`,
      access: ADMINISTRATORS,
      tag: TAG,
      summary:
        "What a web-hook was sent and is going to be sent, newest first; `state=failed`: what could not be delivered",
      parameters: ONE,
      query: z.strictObject({ ...PAGE, state: z.enum(DELIVERY_STATES).optional() }),
      answers: { 200: listOf(DELIVERY) },
      async handler({ parameters: { id }, query: { state, ...page } }) {
        if (!(await findWebhook(id))) unknown(id);
        const { items, nextCursor } = await listDeliveries(id, state, page);
        return { status: 200, body: { items: items.map(representDelivery), nextCursor } };
      },
    }),
    route({
      method: "post",
      path: `${PATH}/{id}/deliveries/{deliveryId}/retry`,
      access: ADMINISTRATORS,
      audit: auditTrail("webhook.retry", ({ id }) => idOf(id)),
      tag: TAG,
      summary: "Send something again now, with as many attempts as the first time",
      parameters: z.object({ id: ID, deliveryId: ID }),
      answers: { 200: DELIVERY },
      problems: ["wrong-state"],
      async handler({ parameters: { id, deliveryId } }) {
        const webhook = (await findWebhook(id)) ?? unknown(id);
        if (!webhook.active)
          throw new Problem("wrong-state", "The web-hook is not active, so that nothing is sent to it.");
        const delivery = await retryDelivery(id, deliveryId);
        if (delivery) return { status: 200, body: representDelivery(delivery) };
        throw new Problem("not-found", `The web-hook has no delivery "${deliveryId}".`);
      },
    }),
  ];
}

function represent({ id, url, events, filter, active, reason, createdAt, createdBy }: WebhookView) {
  const rest = { ...(filter && { filter }), ...(reason === undefined ? {} : { reason }) };
  return { id, url, events, active, ...rest, createdAt: iso(createdAt), createdBy };
}

function representDelivery({ createdAt, due, lastAt, ...rest }: DeliveryView) {
  const { id, type, sequence, state, attempts, status, error } = rest;
  const delivery = { id, type, sequence, state, attempts, status, error };
  return {
    ...delivery,
    createdAt: iso(createdAt),
    ...(delivery.state === "pending" ? { nextAttemptAt: iso(due) } : {}),
    ...isoOrNothing("lastAttemptAt", lastAt),
  };
}

function unknown(id: string): never {
  throw new Problem("not-found", `There is no web-hook "${id}".`);
}

/** Parameters of a path may be anything. */
function idOf(id: unknown): string | undefined {
  return ID.safeParse(id).success ? String(id) : undefined;
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return ["http:", "https:"].includes(protocol) && username === "" && password === "" && hash === "";
}

/** What cannot be reached anyway is refused when it is written. A name may lead elsewhere later: it is asked for again each time. */
async function assertAllowed(url: string, network: NetworkPolicy): Promise<void> {
  try {
    await assertReachableByProxy(endpointOf(new URL(url)), network, SYSTEM_LOOKUP);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    throw new Problem("invalid-data", "The body is not as it should be.", {
      errors: [{ pointer: "/url", message: error.message }],
    });
  }
}
