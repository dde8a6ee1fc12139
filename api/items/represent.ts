/** Work items as the API shows them. */
import { z } from "zod";
import type { ItemView } from "../../store/views.ts";
import { caseOfItem } from "../../store/items.ts";
import { completionSchema } from "../../yawl/case/completion.ts";
import type { ItemCall } from "../../yawl/work/item.ts";
import type { Actor } from "../../yawl/work/command.ts";
import { possibleCommands, type TaskPrivilege } from "../../yawl/work/lifecycle.ts";
import type { Catalogue } from "../catalogue.ts";
import { DATA, iso, isoOrNothing, TIME } from "../http/fields.ts";
import { actorOn } from "../security/caller.ts";
import type { Caller } from "../security/caller.ts";
import { offereesOf } from "./members.ts";
import { hasUserPrivilege } from "./user-privileges.ts";
import { privilegesIn, taskOf } from "./task-of.ts";

const STATES = [
  "unoffered",
  "offered",
  "allocated",
  "started",
  "suspended",
  "completed",
  "skipped",
  "cancelled",
  "failed",
] as const;
export const ITEM_STATE = z.enum(STATES);

export const ITEM = z.object({
  id: z.string(),
  caseId: z.string(),
  execution: z.string().optional().meta({
    description: "workflow that has the item, where that is a block of the case's instances and not the case",
  }),
  specificationId: z.string(),
  specificationVersion: z.string(),
  taskId: z.string(),
  name: z.string(),
  state: ITEM_STATE,
  instance: z.number().optional().meta({ description: "number of the instance in a multiple-instance task" }),
  offeredTo: z.array(z.string()),
  offeredToRoles: z
    .array(z.string())
    .optional()
    .meta({ description: "it is offered to whoever has one of these roles; `offeredTo` names some of them" }),
  allocatedTo: z.string().optional(),
  actsFor: z.string().optional().meta({ description: "for whom its owner does it, who is absent" }),
  data: DATA,
  draft: DATA.optional().meta({ description: "saved, not yet submitted output" }),
  output: DATA.optional(),
  enabledAt: TIME,
  offeredAt: TIME.optional(),
  allocatedAt: TIME.optional(),
  deadline: TIME.optional().meta({
    description:
      "when the timer of its task ends it; left out while that timer stands, and where there is none",
  }),
  startedAt: TIME.optional(),
  endedAt: TIME.optional(),
  endedBy: z.string().optional(),
  reason: z.string().optional(),
  submissionId: z.string().optional(),
  call: z
    .object({
      number: z.number(),
      idempotencyKey: z.string(),
      waitsUntil: TIME.optional(),
      delayedUntil: TIME.optional(),
    })
    .optional()
    .meta({
      description:
        "the call of the connector that performs the item; `delayedUntil`: when the timer of its task has it made",
    }),
  failure: z
    .object({
      type: z.string(),
      message: z.string(),
      attempts: z.number().optional(),
      details: DATA.optional(),
      at: TIME,
    })
    .optional()
    .meta({
      description:
        "why the call failed: the item is suspended until a manager decides; or why work whose time is over could not be ended (`timer-expired`)",
    }),
  actions: z.array(z.string()).meta({ description: "commands that the caller may give now" }),
});

export const ITEM_WITH_SCHEMA = ITEM.extend({
  schema: DATA.optional().meta({ description: "JSON Schema of what completion takes" }),
  documentation: z.string().optional().meta({ description: "what the task is about" }),
  form: z
    .object({
      url: z.string().optional(),
      title: z.string().optional(),
      description: z.string().optional(),
      order: z.array(z.string()).optional(),
      fields: z.record(z.string(), DATA).optional(),
    })
    .optional()
    .meta({ description: "how its author wants the form to look; `url`: a form that is elsewhere" }),
});

export type ItemPresenter = (
  item: ItemView,
  caller: Caller,
  options?: { readonly schema: boolean },
) => Promise<Record<string, unknown>>;

export function itemPresenter(catalogue: Catalogue): ItemPresenter {
  return async (item, caller, options) => {
    const compiled = await catalogue.find(item.specificationId, item.specificationVersion);
    const task = compiled && taskOf(compiled, item);
    const actor = actorOn(caller, item, task);
    const privileges = privilegesIn(compiled, item, actor);
    return {
      ...plain(item, caller),
      offeredTo: await offereesOf(item),
      actions: actionsOf(item, caller, actor, privileges),
      ...(options?.schema
        ? { ...present("documentation", task?.documentation), ...present("form", task?.form) }
        : {}),
      ...(options?.schema && compiled ? { schema: completionSchema(compiled, item.decomposition) } : {}),
    };
  };
}

/** What the caller may do now; that work may be piled and chained is said to those who may. */
function actionsOf(
  item: ItemView,
  caller: Caller,
  actor: Actor,
  privileges: ReadonlySet<TaskPrivilege>,
): readonly string[] {
  const commands = possibleCommands(item, actor, privileges);
  const mayChain = hasUserPrivilege(caller, "chainItems");
  const actions = commands.filter((command) => command !== "chain" || mayChain);
  return commands.includes("start") || commands.includes("claim")
    ? [...actions, ...(privileges.has("canPile") ? ["pile"] : [])]
    : actions;
}

function plain(item: ItemView, caller: Caller): Record<string, unknown> {
  return {
    id: item.id,
    caseId: caseOfItem(item),
    ...(item.partOf === undefined ? {} : { execution: item.caseId }),
    specificationId: item.specificationId,
    specificationVersion: item.specificationVersion,
    taskId: item.task,
    name: item.name,
    state: item.status,
    ...present("instance", item.instance),
    ...present("offeredToRoles", item.offeredToRoles),
    ...present("allocatedTo", item.allocatedTo),
    ...present("actsFor", item.actsFor ?? item.actingFor?.[caller.id]),
    data: item.data,
    ...present("draft", item.draft),
    ...present("output", item.output),
    enabledAt: iso(item.enabledAt),
    ...isoOrNothing("offeredAt", item.offeredAt),
    ...isoOrNothing("allocatedAt", item.allocatedAt),
    ...isoOrNothing("deadline", item.deadline),
    ...isoOrNothing("startedAt", item.startedAt),
    ...isoOrNothing("endedAt", item.endedAt),
    ...present("endedBy", item.endedBy),
    ...present("reason", item.reason),
    ...present("submissionId", item.submissionId),
    ...present("call", item.call && representCall(item.call)),
    ...present("failure", item.failure && { ...item.failure, at: iso(item.failure.at) }),
  };
}

function representCall({ number, key, waitsUntil, delayedUntil }: ItemCall): Record<string, unknown> {
  return {
    number,
    idempotencyKey: key,
    ...isoOrNothing("waitsUntil", waitsUntil),
    ...isoOrNothing("delayedUntil", delayedUntil),
  };
}

function present(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}
