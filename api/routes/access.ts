/** Groups of roles of access that routes name often. Administrators may do everything and are not listed. */
import type { Access } from "../../store/views.ts";

export const EVERYBODY = [
  "designer",
  "manager",
  "participant",
  "service",
] as const satisfies readonly Access[];
/** people who work on items; managers on everybody's */
export const WORKERS = ["manager", "participant"] as const satisfies readonly Access[];
export const MANAGERS = ["manager"] as const satisfies readonly Access[];
export const DESIGNERS = ["designer"] as const satisfies readonly Access[];
/** who needs to know what processes there are */
export const SPECIFICATION_READERS = ["designer", "manager", "service"] as const satisfies readonly Access[];
export const LAUNCHERS = ["manager", "service"] as const satisfies readonly Access[];
export const CASE_READERS = ["manager", "participant", "service"] as const satisfies readonly Access[];
/** who may look up the organisation; only administrators change it */
export const ORGANISATION_READERS = ["designer", "manager"] as const satisfies readonly Access[];
/** who may read rules, and with them the data of the cases that they were made for */
export const RULE_READERS = ["designer", "manager"] as const satisfies readonly Access[];
/** no role of access but `admin`, which has everything */
export const ADMINISTRATORS = ["admin"] as const satisfies readonly Access[];
