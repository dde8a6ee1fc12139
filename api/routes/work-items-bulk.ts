/** The same command on many work items at once: `POST /work-items/bulk`. */
import { z } from "zod";
import type { ItemFilter } from "../../store/items.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { Commands, Extras } from "../commands.ts";
import { ANY_ID, DATA } from "../http/fields.ts";
import { callerOf, route } from "../http/route.ts";
import { Problem } from "../http/problem.ts";
import type { Route } from "../http/route.ts";
import { itemsFound, MOST_ITEMS, onMany } from "../items/bulk.ts";
import { ITEM_STATE } from "../items/represent.ts";
import { offereeNamed, offerTo, requireTarget } from "../items/targets.ts";
import type { Caller } from "../security/caller.ts";
import { MANAGERS } from "./access.ts";
import { ITEMS_PATH } from "./work-items.ts";

const COMMAND = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.enum(["suspend", "resume", "deallocate", "redistribute", "restart"]),
  }),
  z.strictObject({ type: z.literal("offer"), to: z.array(ANY_ID).min(1).max(1_000) }),
  z.strictObject({ type: z.enum(["allocate", "delegate"]), to: ANY_ID }),
  z.strictObject({ type: z.literal("reallocate"), to: ANY_ID, keepData: z.boolean().default(false) }),
  z.strictObject({ type: z.enum(["skip", "force-complete", "retry"]), data: DATA.optional() }),
  z.strictObject({ type: z.literal("fail"), reason: z.string().min(1).max(1_000).optional() }),
]);

const FILTER = z
  .strictObject({
    state: ITEM_STATE.optional(),
    caseId: ANY_ID.optional(),
    taskId: ANY_ID.optional(),
    participant: ANY_ID.optional(),
  })
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: "say at least one thing that the items have in common",
  });

const RESULT = z.object({
  id: z.string(),
  status: z.number().meta({ description: "as the command alone would have been answered" }),
  problem: z.record(z.string(), z.unknown()).optional(),
});

export function bulkRoutes(commands: Pick<Commands, "onItem">): readonly Route[] {
  return [
    route({
      method: "post",
      path: `${ITEMS_PATH}/bulk`,
      access: MANAGERS,
      tag: "work items",
      summary: `The same command on many items, ${MOST_ITEMS} at most: each succeeds or fails by itself`,
      body: z.strictObject({
        command: COMMAND,
        ids: z.array(ANY_ID).min(1).max(MOST_ITEMS).optional(),
        filter: FILTER.optional(),
      }),
      answers: { 207: z.object({ results: z.array(RESULT) }) },
      problems: ["invalid-data"],
      idempotent: true,
      async handler(request) {
        const caller = callerOf(request);
        const { command: asked, ids, filter } = request.body;
        if ((ids === undefined) === (filter === undefined)) {
          const message = "one of `ids` and `filter` says which items";
          throw new Problem("invalid-data", "It is not clear which items are meant.", {
            errors: [{ pointer: ids === undefined ? "" : "/filter", message }],
          });
        }
        const found = ids ?? (await itemsFound(await filterOf(filter ?? {})));
        const { command, check } = await prepared(asked, caller);
        const key = request.idempotencyKey;
        const extras: Extras = { ...(key === undefined ? {} : { key }), ...(check ? { check } : {}) };
        const results = await onMany(commands, caller, [...new Set(found)], command, extras);
        return { status: 207, body: { results } };
      },
    }),
  ];
}

async function filterOf({
  state,
  caseId,
  taskId,
  participant,
}: z.output<typeof FILTER>): Promise<ItemFilter> {
  const person = participant === undefined ? undefined : await offereeNamed(participant);
  return { status: state, caseId, task: taskId, participant: person };
}

/** The command as the case takes it: names that stand for people are looked up once. */
async function prepared(
  asked: z.output<typeof COMMAND>,
  caller: Caller,
): Promise<{ readonly command: ItemCommand; readonly check?: Extras["check"] }> {
  switch (asked.type) {
    case "offer":
      return { command: await offerTo(asked.to) };
    case "allocate":
    case "delegate":
    case "reallocate": {
      const { to } = asked;
      return {
        command: asked,
        check: async (known, compiled) => requireTarget(to, caller, known, compiled),
      };
    }
    case "skip":
    case "force-complete":
    case "retry": {
      const { type, data } = asked;
      return { command: data === undefined ? { type } : { type, data } };
    }
    case "fail": {
      const { type, reason } = asked;
      return { command: reason === undefined ? { type } : { type, reason } };
    }
    default:
      return { command: { type: asked.type } };
  }
}
