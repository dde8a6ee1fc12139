/** What the API keeps beside cases and people: secrets, the audit, requests with keys, published events, notes of its own. */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { JsonText } from "../json-text.ts";
import type { AuditResult, SecretBinding } from "../views.ts";
import { always, moment, number, OPTIONS, text, texts } from "./schema.ts";
import type { Fields } from "./schema.ts";

/** A request that was made with an `Idempotency-Key`. */
export interface IdempotencyDocument {
  /** `<participant>:<key>` */
  _id: string;
  /** SHA-256 of the request */
  digest: string;
  caseId: string;
  answer?: JsonText<JsonObject>;
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
  data?: JsonText<JsonObject>;
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
  data: JsonText<JsonObject>;
}

/** `readiness`: the document by which a write is tried. `signing-key`: which key signed last, and since when. */
export interface OperationDocument {
  _id: "readiness" | "signing-key";
  /** of `readiness`: epoch milliseconds of the last try */
  at?: number;
  /** of `signing-key` */
  fingerprint?: string;
  /** of `signing-key`: when it last became another one; epoch milliseconds */
  changedAt?: number;
}

const IDEMPOTENCY_SECONDS = 24 * 60 * 60;

const idempotency = new Schema<IdempotencyDocument>(
  {
    _id: text,
    digest: always(text),
    caseId: always(text),
    answer: text,
    createdAt: always(moment),
  } satisfies Fields<IdempotencyDocument>,
  OPTIONS,
);
idempotency.index({ createdAt: 1 }, { expireAfterSeconds: IDEMPOTENCY_SECONDS });

const secrets = new Schema<SecretDocument>(
  {
    _id: text,
    version: always(number),
    keyId: always(text),
    sealed: always(text),
    updatedAt: always(number),
    updatedBy: always(text),
    hosts: texts,
    specifications: texts,
  } satisfies Fields<SecretDocument>,
  OPTIONS,
);

const audit = new Schema<AuditDocument>(
  {
    _id: text,
    at: always(number),
    by: always(text),
    action: always(text),
    subject: text,
    result: always(text),
    reason: text,
    data: text,
  } satisfies Fields<AuditDocument>,
  OPTIONS,
);
audit.index({ at: -1, _id: -1 });

const published = new Schema<PublishedDocument>(
  {
    _id: text,
    name: always(text),
    caseId: always(text),
    specificationId: text,
    startedBy: text,
    at: always(number),
    data: always(text),
  } satisfies Fields<PublishedDocument>,
  OPTIONS,
);
published.index({ at: -1, _id: -1 });
published.index({ name: 1, at: -1, _id: -1 });
published.index({ caseId: 1, at: -1, _id: -1 });
published.index({ startedBy: 1, at: -1, _id: -1 });
published.index({ specificationId: 1, at: -1, _id: -1 });

const operations = new Schema<OperationDocument>(
  { _id: text, at: number, fingerprint: text, changedAt: number } satisfies Fields<OperationDocument>,
  OPTIONS,
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
export const Operations: Model<OperationDocument> = model<OperationDocument>(
  "Operation",
  operations,
  "operations",
);
