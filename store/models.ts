/** The mongoose models: names of collections, the fields that queries use, and the indexes that serve them. */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import type {
  AuditResult,
  CaseView,
  EventView,
  ItemView,
  ParticipantView,
  RoleView,
  SecretBinding,
  SpecificationView,
} from "./views.ts";
import type { JsonText } from "./json-text.ts";

type Stored<View, Text extends keyof View> = Omit<View, Text | "id"> & { _id: string } & {
  [Name in Text]: undefined extends View[Name] ? JsonText | undefined : JsonText;
};

export type CaseDocument = Stored<
  CaseView,
  "data" | "marking" | "busy" | "failures" | "instances" | "fault"
> & {
  /** the data's variables, each as text under an encoded name; before what `data` says */
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
export type ItemDocument = Stored<ItemView, "data" | "draft" | "output" | "call" | "failure"> & {
  /** everybody to whom it ever was offered or allocated */
  knownTo?: readonly string[];
  /** of the write */
  mark?: string;
};
export type EventDocument = Stored<EventView, "details"> & {
  /** of the write */
  mark?: string;
};
export type SpecificationDocument = Stored<SpecificationView, "compiled" | "checks"> & { id: string };
export type ParticipantDocument = Omit<ParticipantView, "id" | "locked" | "specifications"> & {
  _id: string;
  locked?: boolean;
  specifications?: readonly string[];
};
/** An id that somebody had who was removed: whoever gets it later is somebody else. */
export interface RetiredDocument {
  _id: string;
  /** epoch milliseconds */
  at: number;
}
/** Roles, positions, groups and capabilities look alike. */
export type NamedDocument = Omit<RoleView, "id"> & { _id: string };

/** The password of a participant, as a hash that carries its own parameters. */
export interface CredentialDocument {
  _id: string;
  hash: string;
  /** changes with the password: tokens that carry another one are void */
  version: string;
}

/** A request that was made with an `Idempotency-Key`. */
export interface IdempotencyDocument {
  /** `<participant>:<key>` */
  _id: string;
  /** SHA-256 of the request */
  digest: string;
  caseId: string;
  answer?: JsonText;
  createdAt: Date;
}

/** A secret, encrypted, and what it may be used for. */
export interface SecretDocument extends SecretBinding {
  /** its name */
  _id: string;
  version: number;
  keyId: string;
  sealed: string;
  updatedAt: number;
  updatedBy: string;
}

/** Something that was done, or tried, with what is guarded most. Only ever added. */
export interface AuditDocument {
  _id: string;
  at: number;
  by: string;
  action: string;
  subject?: string;
  result: AuditResult;
  reason?: string;
  data?: JsonText;
}

/** An event that a case published for whoever wants to know. */
export interface PublishedDocument {
  _id: string;
  name: string;
  caseId: string;
  specificationId?: string;
  /** of the case: participant, or the case that started it */
  startedBy?: string;
  at: number;
  data: JsonText;
}

/** A worker process that writes the view. */
export interface WriterDocument {
  _id: string;
  /** when it last said that it lives; epoch milliseconds of its clock */
  at?: number;
  /** of the one document that is no process (`view/doubts.ts`) */
  lookedUntil?: number;
}

const IDEMPOTENCY_SECONDS = 24 * 60 * 60;

/** Documents are checked at the borders (zod) and written whole: mongoose only names collections, casts queries and makes indexes. */
const OPTIONS = {
  strict: false,
  versionKey: false,
  minimize: false,
  id: false,
  autoIndex: false,
  autoCreate: false,
} as const;

const cases = new Schema<CaseDocument>(
  {
    _id: String,
    state: String,
    specificationId: String,
    specificationVersion: String,
    startedBy: String,
    startedAt: Number,
    writtenAt: Number,
    doubt: Number,
  },
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
    _id: String,
    caseId: String,
    task: String,
    status: String,
    offeredTo: [String],
    allocatedTo: String,
    enabledAt: Number,
  },
  OPTIONS,
);
items.index({ offeredTo: 1, status: 1, enabledAt: 1, _id: 1 });
items.index({ allocatedTo: 1, status: 1, enabledAt: 1, _id: 1 });
items.index({ caseId: 1, enabledAt: 1, _id: 1 });
items.index({ partOf: 1, enabledAt: 1, _id: 1 }, { partialFilterExpression: { partOf: { $exists: true } } });
items.index({ status: 1, enabledAt: 1, _id: 1 });
items.index({ enabledAt: 1, _id: 1 });

const events = new Schema<EventDocument>({ _id: String, caseId: String, number: Number }, OPTIONS);
items.index(
  { partOf: 1, net: 1, task: 1, instance: 1, enabledAt: 1 },
  { partialFilterExpression: { partOf: { $exists: true } } },
);

events.index({ caseId: 1, number: 1 });
events.index({ caseId: 1, at: 1, number: 1 });

const specifications = new Schema<SpecificationDocument>(
  { _id: String, id: String, version: String },
  OPTIONS,
);
specifications.index({ id: 1 });

const participants = new Schema<ParticipantDocument>(
  { _id: String, roles: [String], available: Boolean, locked: Boolean, access: [String] },
  OPTIONS,
);
participants.index({ roles: 1, available: 1 });

const retired = new Schema<RetiredDocument>({ _id: String, at: Number }, OPTIONS);

const named = (): Schema<NamedDocument> => new Schema<NamedDocument>({ _id: String, name: String }, OPTIONS);

const credentials = new Schema<CredentialDocument>({ _id: String, hash: String, version: String }, OPTIONS);

const idempotency = new Schema<IdempotencyDocument>(
  { _id: String, digest: String, caseId: String, answer: String, createdAt: Date },
  OPTIONS,
);
idempotency.index({ createdAt: 1 }, { expireAfterSeconds: IDEMPOTENCY_SECONDS });

const secrets = new Schema<SecretDocument>({ _id: String, version: Number, sealed: String }, OPTIONS);

const audit = new Schema<AuditDocument>({ _id: String, at: Number }, OPTIONS);
audit.index({ at: -1, _id: -1 });

const writers = new Schema<WriterDocument>({ _id: String, at: Number, lookedUntil: Number }, OPTIONS);

const published = new Schema<PublishedDocument>(
  { _id: String, name: String, caseId: String, specificationId: String, startedBy: String, at: Number },
  OPTIONS,
);
published.index({ at: -1, _id: -1 });
published.index({ name: 1, at: -1, _id: -1 });
published.index({ caseId: 1, at: -1, _id: -1 });
published.index({ startedBy: 1, at: -1, _id: -1 });
published.index({ specificationId: 1, at: -1, _id: -1 });

export const Cases: Model<CaseDocument> = model<CaseDocument>("Case", cases, "cases");
export const Items: Model<ItemDocument> = model<ItemDocument>("Item", items, "items");
export const Events: Model<EventDocument> = model<EventDocument>("Event", events, "events");
export const Specifications: Model<SpecificationDocument> = model<SpecificationDocument>(
  "Specification",
  specifications,
  "specifications",
);
export const Participants: Model<ParticipantDocument> = model<ParticipantDocument>(
  "Participant",
  participants,
  "participants",
);
export const Retired: Model<RetiredDocument> = model<RetiredDocument>("Retired", retired, "retired");
export const Credentials: Model<CredentialDocument> = model<CredentialDocument>(
  "Credential",
  credentials,
  "credentials",
);
export const Idempotency: Model<IdempotencyDocument> = model<IdempotencyDocument>(
  "Idempotency",
  idempotency,
  "idempotency",
);
export const Secrets: Model<SecretDocument> = model<SecretDocument>("Secret", secrets, "secrets");
export const Audit: Model<AuditDocument> = model<AuditDocument>("Audit", audit, "audit");
export const Published: Model<PublishedDocument> = model<PublishedDocument>(
  "Published",
  published,
  "published",
);
export const Writers: Model<WriterDocument> = model<WriterDocument>("Writer", writers, "writers");
export const Roles: Model<NamedDocument> = model<NamedDocument>("Role", named(), "roles");
export const Positions: Model<NamedDocument> = model<NamedDocument>("Position", named(), "positions");
export const Groups: Model<NamedDocument> = model<NamedDocument>("Group", named(), "groups");
export const Capabilities: Model<NamedDocument> = model<NamedDocument>("Capability", named(), "capabilities");

interface Indexed {
  createIndexes(): Promise<void>;
}

export const MODELS: readonly Indexed[] = [
  Cases,
  Items,
  Events,
  Specifications,
  Participants,
  Retired,
  Credentials,
  Idempotency,
  Secrets,
  Audit,
  Published,
  Writers,
  Roles,
  Positions,
  Groups,
  Capabilities,
];
