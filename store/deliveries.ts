/** The outbox: notices that are to be sent to web-hooks, with what became of each. */
import type { Json } from "../yawl/model/json.ts";
import { toText } from "./json-text.ts";
import { Deliveries } from "./models.ts";
import type { DeliveryDocument } from "./models.ts";
import { pageOf } from "./page.ts";
import type { Page, PageRequest } from "./page.ts";
import { foundDuplicates } from "./view/native.ts";
import type { DeliveryState, DeliveryView } from "./views.ts";

const DAY_MILLIS = 24 * 3_600_000;
/** For how long something can be looked at, and tried again by hand. */
const KEPT_MILLIS = 30 * DAY_MILLIS;
const DELIVERED_KEPT_MILLIS = 3 * DAY_MILLIS;

/** A notice for a web-hook that is to be sent as soon as possible. */
export interface NewDelivery {
  readonly webhook: string;
  readonly sequence: number;
  readonly type: string;
  readonly body: Json;
}

/** Adds them; those that are there already stay as they are. */
export async function addDeliveries(deliveries: readonly NewDelivery[], now = Date.now()): Promise<void> {
  if (deliveries.length === 0) return;
  const documents = deliveries.map(({ webhook, sequence, type, body }): DeliveryDocument => ({
    _id: `${webhook}-${sequence}`,
    webhook,
    sequence,
    type,
    state: "pending",
    body: toText(body),
    createdAt: now,
    attempts: 0,
    due: now,
    expires: new Date(now + KEPT_MILLIS),
  }));
  await foundDuplicates(() => Deliveries.insertMany(documents, { ordered: false, lean: true }));
}

/** One that is being tried. */
export type Attempt = Pick<DeliveryDocument, "webhook" | "attempts" | "due" | "createdAt"> & {
  readonly id: string;
  readonly body: string;
};

/**
 * Takes deliveries of a web-hook whose time has come. Should whoever takes one die, it is due again when the time is over.
 * @param millis how long an attempt may take at the longest
 */
export async function takeDue(
  webhook: string,
  most: number,
  millis: number,
  now = Date.now(),
): Promise<readonly Attempt[]> {
  const found = await Deliveries.find({ webhook, state: "pending", due: { $lte: now } })
    .sort({ due: 1, sequence: 1 })
    .limit(most)
    .lean();
  const taken = await Promise.all(
    found.map(async ({ _id: id, due, body, attempts, createdAt }): Promise<Attempt | undefined> => {
      const until = now + millis;
      const { matchedCount } = await Deliveries.updateOne(
        { _id: id, state: "pending", due },
        { $set: { due: until } },
      );
      return matchedCount === 1 ? { id, webhook, due: until, body, attempts, createdAt } : undefined;
    }),
  );
  return taken.filter((each) => each !== undefined);
}

/** When the next delivery of a web-hook is due; `undefined`: none is pending. */
export async function nextDue(webhook: string): Promise<number | undefined> {
  const found = await Deliveries.findOne({ webhook, state: "pending" }, { due: 1 }).sort({ due: 1 }).lean();
  return found?.due;
}

/** What became of an attempt. */
export interface Outcome {
  readonly state: DeliveryState;
  /** when it is tried again, if it is */
  readonly due?: number;
  readonly status?: number;
  readonly error?: string;
}

export async function recordOutcome(
  { id, attempts, due }: Attempt,
  { state, due: next, status, error }: Outcome,
  now = Date.now(),
): Promise<void> {
  const kept = state === "delivered" ? DELIVERED_KEPT_MILLIS : KEPT_MILLIS;
  const gone = { ...(status === undefined && { status: "" }), ...(error === undefined && { error: "" }) };
  await Deliveries.updateOne(
    { _id: id, due },
    {
      $set: {
        state,
        attempts: attempts + 1,
        due: next ?? now,
        lastAt: now,
        expires: new Date(now + kept),
        ...(status === undefined ? {} : { status }),
        ...(error === undefined ? {} : { error }),
      },
      ...(Object.keys(gone).length > 0 ? { $unset: gone } : {}),
    },
  );
}

/** Newest notices first. */
export async function listDeliveries(
  webhook: string,
  state: DeliveryState | undefined,
  page: PageRequest,
): Promise<Page<DeliveryView>> {
  const { documents, nextCursor } = await pageOf(
    Deliveries,
    { webhook, ...(state === undefined ? {} : { state }) },
    { field: "sequence", direction: -1 },
    page,
  );
  return { items: documents.map(deliveryView), nextCursor };
}

/** Has a delivery tried again now, with all its attempts before it. @returns `undefined`: there is none */
export async function retryDelivery(
  webhook: string,
  id: string,
  now = Date.now(),
): Promise<DeliveryView | undefined> {
  const document = await Deliveries.findOneAndUpdate(
    { _id: id, webhook },
    { $set: { state: "pending", attempts: 0, due: now, expires: new Date(now + KEPT_MILLIS) } },
    { returnDocument: "after" },
  ).lean();
  return document ? deliveryView(document) : undefined;
}

function deliveryView(document: DeliveryDocument): DeliveryView {
  const {
    _id: id,
    webhook,
    type,
    sequence,
    state,
    attempts,
    createdAt,
    due,
    lastAt,
    status,
    error,
  } = document;
  return {
    id,
    webhook,
    type,
    sequence,
    state,
    attempts,
    createdAt,
    due,
    ...(lastAt === undefined ? {} : { lastAt }),
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
  };
}
