/** Who there is, and what they may do: people, their passwords, and the roles, positions, groups and capabilities they have. */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import type { ParticipantView, RoleView } from "../views.ts";
import { always, anything, flag, OPTIONS, PART, text, texts, number } from "./schema.ts";
import type { Fields } from "./schema.ts";

/** Documents of before there were locks and specifications of services lack those two. */
export type ParticipantDocument = Omit<ParticipantView, "id" | "locked" | "specifications"> & {
  _id: string;
  locked?: boolean;
  specifications?: readonly string[];
};
type HeldCapability = ParticipantView["capabilities"][number];

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

const capability = new Schema<HeldCapability>(
  // text or number
  { name: always(text), value: anything } satisfies Fields<HeldCapability>,
  PART,
);

const participants = new Schema<ParticipantDocument>(
  {
    _id: text,
    name: always(text),
    roles: always(texts),
    positions: always(texts),
    groups: always(texts),
    capabilities: always({ type: [capability] as [typeof capability], default: undefined }),
    privileges: always(texts),
    available: always(flag),
    locked: flag,
    specifications: texts,
    access: always(texts),
  } satisfies Fields<ParticipantDocument>,
  OPTIONS,
);
participants.index({ roles: 1, available: 1 });

const retired = new Schema<RetiredDocument>(
  { _id: text, at: always(number) } satisfies Fields<RetiredDocument>,
  OPTIONS,
);

const named = (): Schema<NamedDocument> =>
  new Schema<NamedDocument>(
    { _id: text, name: always(text), description: text } satisfies Fields<NamedDocument>,
    OPTIONS,
  );

const credentials = new Schema<CredentialDocument>(
  { _id: text, hash: always(text), version: always(text) } satisfies Fields<CredentialDocument>,
  OPTIONS,
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
export const Roles: Model<NamedDocument> = model<NamedDocument>("Role", named(), "roles");
export const Positions: Model<NamedDocument> = model<NamedDocument>("Position", named(), "positions");
export const Groups: Model<NamedDocument> = model<NamedDocument>("Group", named(), "groups");
export const Capabilities: Model<NamedDocument> = model<NamedDocument>("Capability", named(), "capabilities");
