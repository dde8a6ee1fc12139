/** What people and other systems are told of as it happens, who tells it, web-hooks with what they are sent, and mails that wait. */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import type { Holders, NoticeState, NoticeType } from "../../yawl/view/notices.ts";
import type { JsonText } from "../json-text.ts";
import type { DeliveryState, WebhookFilter } from "../views.ts";
import { holders } from "./holders.ts";
import { always, flag, moment, number, OPTIONS, PART, text, texts } from "./schema.ts";
import type { Fields } from "./schema.ts";

/** Something that people are told of. */
export interface NoticeDocument {
  /** the event's id and time, and the type: the same is never told twice */
  _id: string;
  /** grows by one with every notice, without gaps */
  sequence: number;
  type: NoticeType;
  /** time of the event, epoch milliseconds, and its number in its execution */
  at: number;
  number: number;
  by?: string;
  caseId: string;
  specificationId: string;
  specificationVersion: string;
  /** title of the case, or name of the item */
  name: string;
  state: NoticeState;
  item?: string;
  task?: string;
  had?: Holders;
  has?: Holders;
  expires: Date;
}

/** Who tells notices, and how far others have got with them: one document, `notices`. */
export interface TellerDocument {
  _id: "notices";
  /** process that tells; empty when it has stopped */
  holder: string;
  /** grows as long as it lives */
  beat: number;
  /** last notice */
  sequence: number;
  /** last notice that deliveries to web-hooks were made of */
  hooked: number;
  /** last notice that mails were made of */
  mailed: number;
}

/** A web-hook with its secret, encrypted. */
export interface WebhookDocument {
  _id: string;
  url: string;
  events: readonly string[];
  filter?: WebhookFilter;
  active: boolean;
  /** why the engine has made it inactive */
  reason?: string;
  createdAt: number;
  createdBy: string;
  /** of the secret */
  version: number;
  keyId: string;
  sealed: string;
}

/** A notice for a web-hook. */
export interface DeliveryDocument {
  /** `<webhook>-<sequence of the notice>` */
  _id: string;
  webhook: string;
  sequence: number;
  type: string;
  state: DeliveryState;
  /** what is sent, exactly */
  body: JsonText;
  createdAt: number;
  attempts: number;
  /** when it is tried next, and since when it is being tried; epoch milliseconds */
  due: number;
  lastAt?: number;
  status?: number;
  error?: string;
  expires: Date;
}

/** A notice that somebody gets a mail of. */
export interface MailDocument {
  /** `<participant>/<sequence of the notice>` */
  _id: string;
  participant: string;
  sequence: number;
  type: string;
  item: string;
  at: number;
  /** when the mail with it is to be sent at the latest; epoch milliseconds */
  due: number;
  attempts: number;
  expires: Date;
}

const notices = new Schema<NoticeDocument>(
  {
    _id: text,
    sequence: always(number),
    type: always(text),
    at: always(number),
    number: always(number),
    by: text,
    caseId: always(text),
    specificationId: always(text),
    specificationVersion: always(text),
    name: always(text),
    state: always(text),
    item: text,
    task: text,
    had: { type: holders },
    has: { type: holders },
    expires: always(moment),
  } satisfies Fields<NoticeDocument>,
  OPTIONS,
);
// whoever tells at the same time as somebody else finds the number taken
notices.index({ sequence: 1 }, { unique: true });
notices.index({ item: 1, sequence: 1 });
notices.index({ expires: 1 }, { expireAfterSeconds: 0 });

const teller = new Schema<TellerDocument>(
  {
    _id: text,
    holder: always(text),
    beat: always(number),
    sequence: always(number),
    hooked: always(number),
    mailed: always(number),
  } satisfies Fields<TellerDocument>,
  OPTIONS,
);

const filter = new Schema<WebhookFilter>(
  { specificationId: text, taskId: text, caseId: text, participant: text } satisfies Fields<WebhookFilter>,
  PART,
);

const webhooks = new Schema<WebhookDocument>(
  {
    _id: text,
    url: always(text),
    events: always(texts),
    filter: { type: filter },
    active: always(flag),
    reason: text,
    createdAt: always(number),
    createdBy: always(text),
    version: always(number),
    keyId: always(text),
    sealed: always(text),
  } satisfies Fields<WebhookDocument>,
  OPTIONS,
);

const deliveries = new Schema<DeliveryDocument>(
  {
    _id: text,
    webhook: always(text),
    sequence: always(number),
    type: always(text),
    state: always(text),
    body: always(text),
    createdAt: always(number),
    attempts: always(number),
    due: always(number),
    lastAt: number,
    status: number,
    error: text,
    expires: always(moment),
  } satisfies Fields<DeliveryDocument>,
  OPTIONS,
);
deliveries.index({ webhook: 1, state: 1, due: 1 });
deliveries.index({ webhook: 1, sequence: -1, _id: -1 });
deliveries.index({ expires: 1 }, { expireAfterSeconds: 0 });

const mails = new Schema<MailDocument>(
  {
    _id: text,
    participant: always(text),
    sequence: always(number),
    type: always(text),
    item: always(text),
    at: always(number),
    due: always(number),
    attempts: always(number),
    expires: always(moment),
  } satisfies Fields<MailDocument>,
  OPTIONS,
);
mails.index({ due: 1 });
mails.index({ participant: 1, sequence: 1 });
mails.index({ expires: 1 }, { expireAfterSeconds: 0 });

export const Notices: Model<NoticeDocument> = model<NoticeDocument>("Notice", notices, "notices");
export const Tellers: Model<TellerDocument> = model<TellerDocument>("Teller", teller, "tellers");
export const Webhooks: Model<WebhookDocument> = model<WebhookDocument>("Webhook", webhooks, "webhooks");
export const Deliveries: Model<DeliveryDocument> = model<DeliveryDocument>(
  "Delivery",
  deliveries,
  "deliveries",
);
export const Mails: Model<MailDocument> = model<MailDocument>("Mail", mails, "mails");
