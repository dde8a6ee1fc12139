/**
 * The organisation model: who there is, and what they are, can and may do. Ids are unique within their kind; specification
 * files name things by id or by name. Source: YAWL's organisational model (YAWL user manual, "Managing the organisation").
 */

/** Something that a person can do, perhaps with how well: `{ name: "Contract Law", value: 5 }`. */
export interface HeldCapability {
  /** id or name of the capability */
  readonly name: string;
  readonly value?: string | number;
}

/** What a person may do in the worklist, by name; enforced by the API. */
export const USER_PRIVILEGES = [
  "chooseItem",
  "reorder",
  "startConcurrent",
  "chainItems",
  "viewTeam",
  "viewOrganisation",
] as const;

/** Name of one of them. */
export type UserPrivilege = (typeof USER_PRIVILEGES)[number];

/** What somebody's work costs: an hour by default, or each item. */
export interface Costs {
  readonly perHour?: number;
  readonly perItem?: number;
}

/** A person as the rules of a distribution see them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** ids or names */
  readonly roles: readonly string[];
  readonly positions: readonly string[];
  readonly groups: readonly string[];
  readonly capabilities: readonly HeldCapability[];
  /** gets new work */
  readonly available: boolean;
  /** cannot log in and gets no new work */
  readonly locked: boolean;
  /** without it: to choose, and to have several items started */
  readonly userPrivileges?: readonly UserPrivilege[];
  readonly costs?: Costs;
  /** other names by which specification files know them */
  readonly aliases?: readonly string[];
}

/** A role; whoever has it also counts as having those that it belongs to. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** role above it */
  readonly belongsTo?: string;
}

/** A place in the reporting line. */
export interface Position {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** position above it */
  readonly reportsTo?: string;
  /** group that it is in */
  readonly group?: string;
}

/** A group: a team, a department, a division. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** team, department ...: a word of the organisation's own */
  readonly type?: string;
  /** group above it */
  readonly belongsTo?: string;
}

/** Something that people can do. */
export interface Capability {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
}

/** A thing that work needs: a room, a vehicle, a machine. */
export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly category?: string;
  readonly subcategory?: string;
  /** calendar by which it can be had */
  readonly calendar?: string;
  readonly available: boolean;
}

/** Somebody is away, and somebody else may do their work meanwhile. */
export interface Absence {
  readonly id: string;
  readonly participant: string;
  /** epoch milliseconds; `until` is the first instant at which they are back */
  readonly from: number;
  readonly until: number;
  readonly substitute?: string;
  /** only for work that goes to one of these roles; without it for all work */
  readonly roles?: readonly string[];
  /** only for these specifications, by id; without it for all */
  readonly specifications?: readonly string[];
}

/** All of it, as it is read at once. */
export interface OrganisationModel {
  /** counts up with every change */
  readonly version: number;
  readonly people: readonly Person[];
  readonly roles: readonly Role[];
  readonly positions: readonly Position[];
  readonly groups: readonly Group[];
  readonly capabilities: readonly Capability[];
  readonly absences: readonly Absence[];
}
