/**
 * The view: cases, their work items and what happened in them, and who writes it. Written by `store/view/` through the driver
 * itself (`view/native.ts`), read through these models.
 */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import type { Encoded, JsonText } from "../json-text.ts";
import type { CaseView, EventView, ItemView } from "../views.ts";
import type { BlockOf } from "../../yawl/view/views.ts";
import type { News } from "../view/news.ts";
import { holders } from "./holders.ts";
import { always, named, number, OPTIONS, PART, text, texts } from "./schema.ts";
import type { Fields } from "./schema.ts";

/** Fields of a case that are stored as JSON text. */
export type CaseText = "data" | "marking" | "busy" | "failures" | "instances" | "timers" | "fault";
export type ItemText =
  | "data"
  | "draft"
  | "output"
  | "call"
  | "failure"
  | "suspended"
  | "lately"
  | "actingFor";
export type EventText = "details";

/** Each member of a union by itself. */
type WithoutId<View> = View extends unknown ? Omit<View, "id"> : never;

/** A case in the view. What is required is there once its first write is done. */
export type CaseDocument = Omit<Encoded<WithoutId<CaseView>, CaseText>, "data"> & {
  _id: string;
  /** all of the data as one text, as the first write has it */
  data?: JsonText<CaseView["data"]>;
  /** variables that were written one by one since, each as text under an encoded name; they count before `data` */
  variables?: Readonly<Record<string, JsonText>>;
  /** of the last certain write: the case knows it, unless the view ran ahead */
  mark?: string;
  /** epoch milliseconds of the last write */
  writtenAt?: number;
  /** run of the workflow that wrote */
  runId?: string;
  /** process that wrote what came by its sink since the last certain write */
  told?: string;
  /** since when it is to be made again; epoch milliseconds */
  doubt?: number;
};

export type ItemDocument = Encoded<WithoutId<ItemView>, ItemText> & {
  _id: string;
  /** everybody to whom it ever was offered or allocated */
  knownTo?: readonly string[];
  /** every role to which it ever was offered */
  knownToRoles?: readonly string[];
  /** of the write */
  mark?: string;
};

/** Its `_id` is `<case>/<number>`. */
export type EventDocument = Encoded<EventView, EventText> & {
  _id: string;
  /** of the write */
  mark?: string;
  /** there until people are told of it */
  news?: News;
};

/** A worker process that writes the view. */
export interface WriterDocument {
  _id: string;
  /** when it last said that it lives; epoch milliseconds of its clock */
  at?: number;
  /** of the one document that is no process (`view/doubts.ts`) */
  lookedUntil?: number;
}

const blockOf = new Schema<BlockOf>(
  {
    case: always(text),
    parent: always(text),
    net: always(text),
    task: always(text),
    from: always(number),
    to: always(number),
  } satisfies Fields<BlockOf>,
  PART,
);

const cases = new Schema<CaseDocument>(
  {
    _id: text,
    specificationId: always(text),
    specificationVersion: always(text),
    title: always(text),
    state: always(text),
    data: text,
    variables: named,
    marking: always(text),
    busy: always(text),
    failures: text,
    instances: text,
    timers: text,
    partOf: { type: blockOf },
    startedBy: always(text),
    startedAt: always(number),
    endedAt: number,
    fault: text,
    reason: text,
    revision: always(number),
    mark: text,
    writtenAt: number,
    runId: text,
    told: text,
    doubt: number,
  } satisfies Fields<CaseDocument>,
  OPTIONS,
);
cases.index({ "partOf.case": 1 }, { sparse: true });
cases.index({ "partOf.parent": 1 }, { sparse: true });
cases.index({ writtenAt: 1 });
cases.index({ doubt: 1 }, { sparse: true });
cases.index({ startedAt: -1, _id: -1 });
cases.index({ state: 1, startedAt: -1, _id: -1 });
cases.index({ specificationId: 1, specificationVersion: 1, state: 1 });
cases.index({ startedBy: 1, startedAt: -1, _id: -1 });

const items = new Schema<ItemDocument>(
  {
    _id: text,
    kind: always(text),
    caseId: always(text),
    partOf: text,
    specificationId: always(text),
    specificationVersion: always(text),
    decomposition: always(text),
    net: always(text),
    netId: always(text),
    task: always(text),
    name: always(text),
    instance: number,
    status: always(text),
    suspended: text,
    offeredTo: always(texts),
    offeredToRoles: texts,
    notOfferedTo: texts,
    actingFor: text,
    allocatedTo: text,
    actsFor: text,
    lately: text,
    data: always(text),
    dataVersion: always(number),
    draft: text,
    output: text,
    enabledAt: always(number),
    offeredAt: number,
    allocatedAt: number,
    deadline: number,
    startedAt: number,
    endedAt: number,
    endedBy: text,
    reason: text,
    cause: text,
    submissionId: text,
    call: text,
    failure: text,
    revision: always(number),
    knownTo: texts,
    knownToRoles: texts,
    mark: text,
  } satisfies Fields<ItemDocument>,
  OPTIONS,
);
items.index({ offeredTo: 1, status: 1, enabledAt: 1, _id: 1 });
items.index(
  { offeredToRoles: 1, status: 1, enabledAt: 1, _id: 1 },
  { partialFilterExpression: { offeredToRoles: { $exists: true } } },
);
items.index({ allocatedTo: 1, status: 1, enabledAt: 1, _id: 1 });
items.index(
  { specificationId: 1, task: 1, allocatedTo: 1 },
  { partialFilterExpression: { allocatedTo: { $exists: true } } },
);
items.index({ caseId: 1, enabledAt: 1, _id: 1 });
items.index({ partOf: 1, enabledAt: 1, _id: 1 }, { partialFilterExpression: { partOf: { $exists: true } } });
items.index(
  { partOf: 1, net: 1, task: 1, instance: 1, enabledAt: 1 },
  { partialFilterExpression: { partOf: { $exists: true } } },
);
items.index({ status: 1, enabledAt: 1, _id: 1 });
items.index({ enabledAt: 1, _id: 1 });

const news = new Schema<News>(
  { at: always(number), revision: always(number), has: { type: holders } } satisfies Fields<News>,
  PART,
);

const events = new Schema<EventDocument>(
  {
    _id: text,
    caseId: always(text),
    number: always(number),
    type: always(text),
    at: always(number),
    by: text,
    item: text,
    task: text,
    net: text,
    details: text,
    mark: text,
    news: { type: news },
  } satisfies Fields<EventDocument>,
  OPTIONS,
);
events.index({ caseId: 1, number: 1 });
events.index({ caseId: 1, at: 1, number: 1 });
// as few as are not told of yet, in the order in which they are told
events.index({ "news.at": 1, number: 1 }, { partialFilterExpression: { "news.at": { $exists: true } } });

const writers = new Schema<WriterDocument>(
  { _id: text, at: number, lookedUntil: number } satisfies Fields<WriterDocument>,
  OPTIONS,
);

export const Cases: Model<CaseDocument> = model<CaseDocument>("Case", cases, "cases");
export const Items: Model<ItemDocument> = model<ItemDocument>("Item", items, "items");
export const Events: Model<EventDocument> = model<EventDocument>("Event", events, "events");
export const Writers: Model<WriterDocument> = model<WriterDocument>("Writer", writers, "writers");
