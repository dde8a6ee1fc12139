/**
 * What MongoDB holds besides the view (`yawl/view/views.ts`): specifications, people, secrets, records. The API writes them, and
 * they are found nowhere else.
 */
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import type { FaultDetail } from "../yawl/model/fault.ts";
import type { Costs, UserPrivilege } from "../yawl/resource/organisation.ts";
import type { JsonObject } from "../yawl/model/json.ts";
import type { RuleSet } from "../yawl/rules/rule-set.ts";

/** An uploaded version of a specification. Collection `specifications`, `_id` is `<id>@<version>`. */
export interface SpecificationView {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly documentation?: string;
  /** what its file's metadata call it, as conclusions of rules may */
  readonly identifier?: string;
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

/** The ripple-down rules of a version of a specification. Collection `rules`, `_id` is `<id>@<version>`. */
export interface RulesView {
  /** of the specification */
  readonly id: string;
  readonly version: string;
  readonly rules: RuleSet;
  /** counts up with every change */
  readonly revision: number;
  readonly updatedBy: string;
  /** epoch milliseconds */
  readonly updatedAt: number;
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
  /** gets new work */
  readonly available: boolean;
  /** cannot log in, whatever tokens there are, and gets no new work */
  readonly locked: boolean;
  /** ids of specifications: a service sees what their cases publish, whoever started them */
  readonly specifications: readonly string[];
  readonly access: readonly Access[];
  /** what they may do in their worklist; without it: to choose, and to have several items started */
  readonly userPrivileges?: readonly UserPrivilege[];
  readonly costs?: Costs;
  readonly contact?: { readonly mail?: string };
  /** other names by which specification files know them: ids of the organisation that they come from */
  readonly aliases?: readonly string[];
}

/** What a secret may be used for; what is absent is not restricted. */
export interface SecretBinding {
  /** hosts that it may be sent to: `name`, `name:port`, `*.domain`, addresses and ranges of them */
  readonly hosts?: readonly string[];
  /** ids of specifications whose cases may use it */
  readonly specifications?: readonly string[];
}

/** A secret as lists show it. Collection `secrets`, `_id` is its name. */
export interface SecretView extends SecretBinding {
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
  /** what was sent and could be kept nowhere else */
  readonly data?: JsonObject;
}

/** An event that a case published. Collection `published`, `_id` is the event's id. */
export interface PublishedView {
  readonly id: string;
  readonly name: string;
  readonly caseId: string;
  /** absent in events that were kept before it was */
  readonly specificationId?: string;
  /** epoch milliseconds */
  readonly at: number;
  readonly data: JsonObject;
}

/** What a web-hook is told of; what is absent is not restricted. */
export interface WebhookFilter {
  readonly specificationId?: string;
  readonly taskId?: string;
  readonly caseId?: string;
  /** what concerns this participant */
  readonly participant?: string;
}

/** A web-hook as lists show it. Collection `webhooks`, `_id` is its id. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  /** types of notices; empty: all */
  readonly events: readonly string[];
  readonly filter?: WebhookFilter;
  readonly active: boolean;
  /** why the engine has made it inactive */
  readonly reason?: string;
  /** epoch milliseconds */
  readonly createdAt: number;
  readonly createdBy: string;
}

/** `pending`: it is going to be tried, perhaps again. `failed`: it was tried for the last time. */
export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A notice for a web-hook. Collection `deliveries`. */
export interface DeliveryView {
  readonly id: string;
  readonly webhook: string;
  /** type of the notice, and its number */
  readonly type: string;
  readonly sequence: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** epoch milliseconds */
  readonly createdAt: number;
  /** when it is tried next, while it is pending */
  readonly due: number;
  readonly lastAt?: number;
  /** HTTP status of the last answer */
  readonly status?: number;
  /** why the last attempt failed: a sentence */
  readonly error?: string;
}

export type { CaseState, CaseView, DataChange, EventView, ItemView, ViewChange } from "../yawl/view/views.ts";
