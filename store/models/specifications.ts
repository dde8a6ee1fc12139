/** Uploaded specifications, their rules, whose they are, and the large payloads that histories refer to. */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import type { Encoded } from "../json-text.ts";
import type { RulesView, SpecificationView } from "../views.ts";
import { always, bytes, moment, number, OPTIONS, text, texts } from "./schema.ts";
import type { Fields } from "./schema.ts";

/** Fields of a specification that are stored as JSON text. */
export type SpecificationText = "compiled" | "checks";

/** Its `_id` is `<id>@<version>`. */
export type SpecificationDocument = Encoded<SpecificationView, SpecificationText> & { _id: string };

/** The rules of a version; its `_id` is that of the version. */
export type RulesDocument = Encoded<RulesView, "rules"> & { _id: string };

export interface OwnershipDocument {
  /** id of the specification, whatever its version */
  _id: string;
  owner?: string;
  designers: readonly string[];
}

export interface PayloadDocument {
  /** SHA-256 of the content, hexadecimal */
  _id: string;
  data: Buffer;
  storedAt: Date;
}

const specifications = new Schema<SpecificationDocument>(
  {
    _id: text,
    id: always(text),
    version: always(text),
    title: always(text),
    documentation: text,
    identifier: text,
    format: always(text),
    digest: always(text),
    source: always(text),
    contentType: always(text),
    compiled: always(text),
    checks: always(text),
    uploadedBy: always(text),
    uploadedAt: always(number),
  } satisfies Fields<SpecificationDocument>,
  OPTIONS,
);
specifications.index({ id: 1 });
specifications.index({ identifier: 1 }, { sparse: true });

/** Found by their `_id`, and removed by the specification's id. */
const rules = new Schema<RulesDocument>(
  {
    _id: text,
    id: always(text),
    version: always(text),
    rules: always(text),
    revision: always(number),
    updatedBy: always(text),
    updatedAt: always(number),
  } satisfies Fields<RulesDocument>,
  OPTIONS,
);
rules.index({ id: 1 });

/** Found by their id only: there is no other index. */
const owners = new Schema<OwnershipDocument>(
  { _id: text, owner: text, designers: always(texts) } satisfies Fields<OwnershipDocument>,
  OPTIONS,
);

const payloads = new Schema<PayloadDocument>(
  { _id: text, data: always(bytes), storedAt: always(moment) } satisfies Fields<PayloadDocument>,
  OPTIONS,
);

export const Specifications: Model<SpecificationDocument> = model<SpecificationDocument>(
  "Specification",
  specifications,
  "specifications",
);
export const Rules: Model<RulesDocument> = model<RulesDocument>("Rules", rules, "rules");
export const Owners: Model<OwnershipDocument> = model<OwnershipDocument>(
  "SpecificationOwner",
  owners,
  "specificationOwners",
);
export const Payloads: Model<PayloadDocument> = model<PayloadDocument>("Payload", payloads, "payloads");
