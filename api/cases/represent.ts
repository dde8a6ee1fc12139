/** Cases and their events as the API shows them. */
import { z } from "zod";
import type { BlockFailure } from "../../store/blocks.ts";
import type { CaseView, EventView } from "../../store/views.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { TimerView } from "../../yawl/view/timers.ts";
import type { TaskFailure } from "../failing.ts";
import { DATA, iso, isoOrNothing, TIME } from "../http/fields.ts";

const STATES = ["running", "suspended", "completed", "cancelled", "failed", "deadlocked"] as const;
export const CASE_STATE = z.enum(STATES);

const SPECIFICATION = z.object({ id: z.string(), version: z.string(), title: z.string() });

export const STARTED_CASE = z.object({
  id: z.string(),
  state: CASE_STATE,
  specification: SPECIFICATION,
  startedAt: TIME,
});

export const CASE = STARTED_CASE.extend({
  startedBy: z.string(),
  endedAt: TIME.optional(),
  data: DATA.optional().meta({
    description: "data of the root net; left out for those who only have work in the case",
  }),
  marking: DATA.optional().meta({ description: "tokens: net instance, condition, count" }),
  busy: DATA.optional().meta({ description: "tasks that are enabled or busy, by net instance" }),
  failures: z
    .array(
      z.object({
        net: z.string(),
        task: z.string(),
        message: z.string(),
        execution: z.string().optional().meta({ description: "block of instances that it is in" }),
      }),
    )
    .optional()
    .meta({ description: "tasks that could not start or end; a retry tries them again" }),
  timers: z
    .array(
      z.object({
        of: z.object({ net: z.string(), task: z.string(), workItemId: z.string().optional() }),
        state: z.enum(["active", "paused", "closed", "expired"]),
        due: TIME.optional().meta({
          description: "when it expires, or reminds where it only does that; none when it has ended",
        }),
      }),
    )
    .optional()
    .meta({
      description:
        "timers of the case's tasks that run, the first 100 to be due; then how those ended that have none running",
    }),
  fault: DATA.optional(),
  reason: z.string().optional(),
  failing: z
    .object({ reason: z.string(), since: TIME, attempts: z.number(), execution: z.string().optional() })
    .optional()
    .meta({
      description:
        "the case, or the block of its instances that is named, cannot go on: its workflow task keeps failing. It is tried again by itself, and the case may be cancelled",
    }),
});

export const EVENT = z.object({
  number: z
    .number()
    .meta({ description: "counts the events of the case, or of the block that `execution` names" }),
  execution: z.string().optional().meta({ description: "block of instances in which it happened" }),
  type: z.string(),
  at: TIME,
  by: z.string().optional(),
  workItemId: z.string().optional(),
  taskId: z.string().optional(),
  net: z.string().optional(),
  details: DATA.optional(),
});

/** What the answer to a start says. */
export interface StartedCase extends JsonObject {
  readonly id: string;
}

export function startedCase(view: CaseView): StartedCase {
  return {
    id: view.id,
    state: view.state,
    specification: { id: view.specificationId, version: view.specificationVersion, title: view.title },
    startedAt: iso(view.startedAt),
  };
}

/**
 * A case for somebody who may see all of it, or its outline.
 * @param failing why it cannot go on, where that is known
 * @param inBlocks tasks in its blocks that could not start or end
 */
export function representCase(
  view: CaseView,
  extent: "all" | "outline",
  failing?: TaskFailure,
  inBlocks: readonly BlockFailure[] = [],
): Record<string, unknown> {
  const failures = [...(view.failures ?? []), ...inBlocks];
  return {
    ...startedCase(view),
    startedBy: view.startedBy,
    ...isoOrNothing("endedAt", view.endedAt),
    ...(view.reason === undefined ? {} : { reason: view.reason }),
    ...(extent === "all" ? { data: view.data, marking: view.marking, busy: view.busy } : {}),
    ...(extent === "all" && failures.length > 0 ? { failures } : {}),
    ...(extent === "all" && view.timers && view.timers.length > 0
      ? { timers: view.timers.map(representTimer) }
      : {}),
    ...(extent === "all" && view.fault ? { fault: view.fault } : {}),
    ...(extent === "all" && failing ? { failing: { ...failing, since: iso(failing.since) } } : {}),
  };
}

function representTimer({ net, task, item, state, due }: TimerView): Record<string, unknown> {
  return {
    of: { net, task, ...(item === undefined ? {} : { workItemId: item }) },
    state,
    ...isoOrNothing("due", due),
  };
}

export function representEvent(event: EventView, caseId: string): Record<string, unknown> {
  const { number, type, at, by, item, task, net, details } = event;
  return {
    number,
    ...(event.caseId === caseId ? {} : { execution: event.caseId }),
    type,
    at: iso(at),
    ...(by === undefined ? {} : { by }),
    ...(item === undefined ? {} : { workItemId: item }),
    ...(task === undefined ? {} : { taskId: task }),
    ...(net === undefined ? {} : { net }),
    ...(details === undefined ? {} : { details }),
  };
}
