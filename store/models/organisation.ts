/** Who there is, and what they may do: people, their passwords, and the roles, positions, groups and capabilities they have. */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import type {
  Absence,
  Capability,
  Costs,
  Group,
  Position,
  Resource,
  Role,
} from "../../yawl/resource/organisation.ts";
import type { JsonText } from "../json-text.ts";
import type { ParticipantView } from "../views.ts";
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

/** As it is stored: its id is `_id`. */
type Stored<View> = Omit<View, "id"> & { _id: string };
export type RoleDocument = Stored<Role>;
export type PositionDocument = Stored<Position>;
export type GroupDocument = Stored<Group>;
export type CapabilityDocument = Stored<Capability>;
/** Any of these four: what one kind has, the schema of another refuses. */
export type NamedDocument = RoleDocument & PositionDocument & GroupDocument & CapabilityDocument;
export type ResourceDocument = Stored<Resource>;

/** How far the work of the absent one has followed: nothing yet, its beginning, its end. */
export type AbsencePhase = "planned" | "begun" | "ended";

export type AbsenceDocument = Stored<Absence> & { phase: AbsencePhase };

/** A change after which work has to be distributed again. */
export interface FollowUpDocument {
  _id: string;
  /** what changed (`FollowUp`) */
  what: JsonText<unknown>;
  /** not looked at before, because the change is being made or somebody is at it; epoch milliseconds */
  notBefore: number;
  at: number;
}

/** A change of the organisation that is under way. */
export interface OrganisationChange {
  id: string;
  /** when it no longer counts: its process has died; epoch milliseconds */
  until: number;
}

/** Which organisation this is: one document, `_id` is `organisation`. */
export interface OrganisationVersionDocument {
  _id: string;
  /** counts up when a change begins, and when it ends */
  version: number;
  /** of this version alone, also after a database was restored */
  stamp: string;
  changing: readonly OrganisationChange[];
}

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

const costs = new Schema<Costs>({ perHour: number, perItem: number } satisfies Fields<Costs>, PART);
type Contact = NonNullable<ParticipantView["contact"]>;
const contact = new Schema<Contact>({ mail: text } satisfies Fields<Contact>, PART);

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
    userPrivileges: texts,
    costs: { type: costs },
    contact: { type: contact },
    aliases: texts,
  } satisfies Fields<ParticipantDocument>,
  OPTIONS,
);
participants.index({ roles: 1, available: 1 });
participants.index({ aliases: 1 }, { sparse: true });

const retired = new Schema<RetiredDocument>(
  { _id: text, at: always(number) } satisfies Fields<RetiredDocument>,
  OPTIONS,
);

const NAMED = { _id: text, name: always(text), description: text } as const;

const roles = new Schema<NamedDocument>(
  { ...NAMED, belongsTo: text } satisfies Fields<RoleDocument>,
  OPTIONS,
);
const positions = new Schema<NamedDocument>(
  { ...NAMED, reportsTo: text, group: text } satisfies Fields<PositionDocument>,
  OPTIONS,
);
const groups = new Schema<NamedDocument>(
  { ...NAMED, type: text, belongsTo: text } satisfies Fields<GroupDocument>,
  OPTIONS,
);
const capabilities = new Schema<NamedDocument>(NAMED satisfies Fields<CapabilityDocument>, OPTIONS);
const resources = new Schema<ResourceDocument>(
  {
    ...NAMED,
    category: text,
    subcategory: text,
    calendar: text,
    available: always(flag),
  } satisfies Fields<ResourceDocument>,
  OPTIONS,
);

const absences = new Schema<AbsenceDocument>(
  {
    _id: text,
    participant: always(text),
    from: always(number),
    until: always(number),
    substitute: text,
    roles: texts,
    specifications: texts,
    phase: always(text),
  } satisfies Fields<AbsenceDocument>,
  OPTIONS,
);
absences.index({ participant: 1, from: 1 });
absences.index({ phase: 1, from: 1 });
absences.index({ phase: 1, until: 1 });

const followUps = new Schema<FollowUpDocument>(
  {
    _id: text,
    what: always(text),
    notBefore: always(number),
    at: always(number),
  } satisfies Fields<FollowUpDocument>,
  OPTIONS,
);
followUps.index({ notBefore: 1, at: 1 });

const change = new Schema<OrganisationChange>(
  { id: always(text), until: always(number) } satisfies Fields<OrganisationChange>,
  PART,
);
const versions = new Schema<OrganisationVersionDocument>(
  {
    _id: text,
    version: always(number),
    stamp: always(text),
    changing: always({ type: [change] as [typeof change], default: undefined }),
  } satisfies Fields<OrganisationVersionDocument>,
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
export const Roles: Model<NamedDocument> = model<NamedDocument>("Role", roles, "roles");
export const Positions: Model<NamedDocument> = model<NamedDocument>("Position", positions, "positions");
export const Groups: Model<NamedDocument> = model<NamedDocument>("Group", groups, "groups");
export const Capabilities: Model<NamedDocument> = model<NamedDocument>(
  "Capability",
  capabilities,
  "capabilities",
);
export const Resources: Model<ResourceDocument> = model<ResourceDocument>("Resource", resources, "resources");
export const Absences: Model<AbsenceDocument> = model<AbsenceDocument>("Absence", absences, "absences");
export const FollowUps: Model<FollowUpDocument> = model<FollowUpDocument>(
  "FollowUp",
  followUps,
  "follow-ups",
);
export const OrganisationVersions: Model<OrganisationVersionDocument> = model<OrganisationVersionDocument>(
  "OrganisationVersion",
  versions,
  "organisation",
);
