/**
 * The documents that MongoDB holds. Cases, work items and events are a view that the case workflows write and that can be
 * rebuilt; specifications, participants and roles are masters that the API writes.
 */
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import type { Fault, FaultDetail } from "../yawl/model/fault.ts";
import type { JsonObject } from "../yawl/model/json.ts";
import type { WorkItem } from "../yawl/work/item.ts";

export type CaseState = "running" | "suspended" | "completed" | "cancelled" | "failed" | "deadlocked";

/** A case as lists and `GET /cases/{id}` show it. Collection `cases`, `_id` is the case id. */
export interface CaseView {
  readonly id: string;
  readonly specificationId: string;
  readonly specificationVersion: string;
  readonly title: string;
  readonly state: CaseState;
  /** data of the root net */
  readonly data: JsonObject;
  /** tokens: net instance key -> condition -> count */
  readonly marking: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** tasks that are enabled or busy: net instance key -> task ids */
  readonly busy: Readonly<Record<string, readonly string[]>>;
  /** tasks that could not fire or exit, with the reason; a retry tries them again */
  readonly failures?: readonly { readonly net: string; readonly task: string; readonly message: string }[];
  readonly startedBy: string;
  /** epoch milliseconds */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** why it failed or was cancelled */
  readonly fault?: Fault;
  readonly reason?: string;
  /** counts up with every change of the case */
  readonly revision: number;
}

/** A work item with what lists need to know of its case. Collection `items`, `_id` is the item id. */
export interface ItemView extends WorkItem {
  readonly caseId: string;
  readonly specificationId: string;
  readonly specificationVersion: string;
  /** id of the net that its task is in */
  readonly netId: string;
  /** id of the decomposition that gives the schema of its output */
  readonly decomposition: string;
  /** revision of the case that wrote it */
  readonly revision: number;
}

/** What happened in a case. Collection `events`, `_id` is `<case>/<number>`. */
export interface EventView {
  readonly caseId: string;
  /** number in the case, from 1 */
  readonly number: number;
  readonly type: string;
  /** epoch milliseconds */
  readonly at: number;
  readonly by?: string;
  readonly item?: string;
  readonly task?: string;
  readonly net?: string;
  readonly details?: JsonObject;
}

/** An uploaded version of a specification. Collection `specifications`, `_id` is `<id>@<version>`. */
export interface SpecificationView {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly documentation?: string;
  /** format of the file: a YAWL schema version or `mizzen` */
  readonly format: string;
  /** SHA-256 of the source, hexadecimal; the same version with other content is refused */
  readonly digest: string;
  readonly source: string;
  readonly contentType: string;
  readonly compiled: CompiledSpecification;
  /** warnings of the static checks */
  readonly checks: readonly FaultDetail[];
  readonly uploadedBy: string;
  readonly uploadedAt: number;
}

/** Rights at the API. */
export type Access = "admin" | "designer" | "manager" | "participant" | "service";

/** A person. Collection `participants`, `_id` is the participant id. The password is kept apart. */
export interface ParticipantView {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly positions: readonly string[];
  readonly groups: readonly string[];
  readonly capabilities: readonly { readonly name: string; readonly value?: string | number }[];
  readonly privileges: readonly string[];
  readonly available: boolean;
  readonly access: readonly Access[];
}

export interface RoleView {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
}

/** A secret as lists show it. Collection `secrets`, `_id` is its name. */
export interface SecretView {
  readonly name: string;
  /** counts up with every new value */
  readonly version: number;
  /** name of the key that it is encrypted with */
  readonly keyId: string;
  /** epoch milliseconds; a change of keys is no update */
  readonly updatedAt: number;
  readonly updatedBy: string;
}

/** `allowed`: it was going to be done; `failed` follows when it could not be. `refused`: the caller may not do it. */
export type AuditResult = "allowed" | "refused" | "failed";

/** Who did what, or tried to. Collection `audit`. */
export interface AuditView {
  readonly id: string;
  /** epoch milliseconds */
  readonly at: number;
  /** participant id */
  readonly by: string;
  /** e.g. `secret.put` */
  readonly action: string;
  /** about what, e.g. the secret's name */
  readonly subject?: string;
  readonly result: AuditResult;
  /** type of the problem, when it was refused or failed */
  readonly reason?: string;
}

/** An event that a case published. Collection `published`, `_id` is the event's id. */
export interface PublishedView {
  readonly id: string;
  readonly name: string;
  readonly caseId: string;
  /** epoch milliseconds */
  readonly at: number;
  readonly data: JsonObject;
}

/** Variables of the root net that changed; the others may be large and stay as they are. */
export interface DataChange {
  readonly values: JsonObject;
  /** names of those that have no value any more */
  readonly emptied: readonly string[];
}

/** What one workflow task of a case changed: written to the view in one go. */
export interface ViewChange {
  readonly caseId: string;
  readonly revision: number;
  /** only the fields that changed; the first change of a case has all of them */
  readonly case: Partial<Omit<CaseView, "id" | "revision">>;
  /** instead of `case.data`, which stands for all of the data */
  readonly data?: DataChange;
  readonly items: readonly ItemView[];
  readonly events: readonly EventView[];
}
