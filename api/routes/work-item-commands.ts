/** Commands on work items: `POST /work-items/{id}/<command>`. */
import { z } from "zod";
import { caseOfItem, openItemsOf } from "../../store/items.ts";
import type { ItemView } from "../../store/views.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { Commands } from "../commands.ts";
import { ANY_ID, DATA } from "../http/fields.ts";
import { callerOf, route } from "../http/route.ts";
import { COMMAND_PROBLEMS } from "../http/route-problems.ts";
import type { Answer, Route } from "../http/route.ts";
import { ITEM, ITEM_WITH_SCHEMA } from "../items/represent.ts";
import type { ItemPresenter } from "../items/represent.ts";
import type { Piling } from "../items/piling.ts";
import { offerTo, requireTarget } from "../items/targets.ts";
import { maySeeItem } from "../items/visibility.ts";
import { offereeOf } from "../security/caller.ts";
import type { Caller } from "../security/caller.ts";
import { MANAGERS, WORKERS } from "./access.ts";
import { ITEMS_PATH } from "./work-items.ts";

const TAG = "work items";
const ONE = z.object({ id: ANY_ID });
const LONGEST_SUBMISSION_ID = 200;
const LONGEST_REASON = 1_000;

/** Who has given an item away sees what became of it, not what is in it. */
const CHANGED_ITEM = ITEM_WITH_SCHEMA.partial({ data: true });

type PlainCommand = Extract<
  ItemCommand,
  {
    type:
      | "claim"
      | "claim-and-start"
      | "reject"
      | "start"
      | "suspend"
      | "resume"
      | "deallocate"
      | "chain"
      | "restart"
      | "redistribute";
  }
>["type"];

const PLAIN: readonly {
  readonly name: string;
  readonly type: PlainCommand;
  readonly summary: string;
  readonly access?: typeof MANAGERS;
}[] = [
  { name: "reject", type: "reject", summary: "Turn down an offer" },
  { name: "start", type: "start", summary: "Begin work on an allocated item" },
  { name: "suspend", type: "suspend", summary: "Pause work on a started item" },
  { name: "resume", type: "resume", summary: "Go on with a suspended item" },
  { name: "deallocate", type: "deallocate", summary: "Give an allocated item back" },
  {
    name: "chain",
    type: "chain",
    summary: "Take and start an item, and from then on later work of the same case that the caller may do",
  },
  {
    name: "restart",
    type: "restart",
    access: MANAGERS,
    summary: "Begin started work anew, without what was saved",
  },
  {
    name: "redistribute",
    type: "redistribute",
    access: MANAGERS,
    summary: "Look for the people of an item that is not started again, as the organisation is now",
  },
];

/** Commands that may come with data: output in place of work, or other input for a call. */
const WITH_DATA = [
  {
    type: "skip",
    access: WORKERS,
    summary:
      "Leave an item out: its task completes without work, with the output that is given or with defaults",
  },
  {
    type: "force-complete",
    access: MANAGERS,
    summary:
      "Complete an item in place of whoever has it, with the output that is given, with what was saved, or with defaults",
  },
  {
    type: "retry",
    access: MANAGERS,
    summary: "Call the connector of a failed automated item again, with the same input or another",
  },
] as const;

export function workItemCommandRoutes(
  commands: Commands,
  present: ItemPresenter,
  piling: Piling,
): readonly Route[] {
  /** The item as it is now; without its data for somebody who gave it away. */
  const answer = async (item: ItemView, caller: Caller): Promise<Answer> => {
    const shown = await present(item, caller, { schema: true });
    if (maySeeItem(item, caller)) return { status: 200, body: shown };
    const { data: _data, draft: _draft, output: _output, schema: _schema, ...outline } = shown;
    return { status: 200, body: outline };
  };
  const declared = {
    method: "post",
    tag: TAG,
    parameters: ONE,
    answers: { 200: CHANGED_ITEM },
    problems: COMMAND_PROBLEMS,
    idempotent: true,
  } as const;
  return [
    ...(["claim", "accept"] as const).map((name) =>
      route({
        ...declared,
        path: `${ITEMS_PATH}/{id}/${name}`,
        access: WORKERS,
        summary:
          name === "claim"
            ? "Take an item that is offered to the caller, and start it if they want"
            : "The same as claim",
        body: z.strictObject({ start: z.boolean().optional() }).default({}),
        async handler(request) {
          const caller = callerOf(request);
          const type = request.body.start === true ? "claim-and-start" : "claim";
          return await answer(
            await commands.onItem(request.parameters.id, caller, { type }, keyOf(request)),
            caller,
          );
        },
      }),
    ),
    ...(["pile", "unpile"] as const).map((name) =>
      route({
        ...declared,
        path: `${ITEMS_PATH}/{id}/${name}`,
        access: WORKERS,
        summary:
          name === "pile"
            ? "Take and start an item, and from then on all work of its task, whatever the case"
            : "Get no more work of an item's task by itself",
        problems: [...COMMAND_PROBLEMS, "conflict"],
        async handler(request) {
          const caller = callerOf(request);
          return await answer(await piling[name](request.parameters.id, caller), caller);
        },
      }),
    ),
    ...PLAIN.map(({ name, type, summary, access = WORKERS }) =>
      route({
        ...declared,
        path: `${ITEMS_PATH}/{id}/${name}`,
        access,
        summary,
        async handler(request) {
          const caller = callerOf(request);
          return await answer(
            await commands.onItem(request.parameters.id, caller, { type }, keyOf(request)),
            caller,
          );
        },
      }),
    ),
    route({
      ...declared,
      path: `${ITEMS_PATH}/{id}/complete`,
      access: WORKERS,
      summary: "Submit the output of a started item; the same submission id again has the same answer",
      body: z.strictObject({
        data: DATA,
        submissionId: z.string().min(1).max(LONGEST_SUBMISSION_ID).optional(),
      }),
      answers: { 200: CHANGED_ITEM.extend({ next: z.array(ITEM) }) },
      problems: [...COMMAND_PROBLEMS, "submission-conflict"],
      async handler(request) {
        const caller = callerOf(request);
        const { data, submissionId } = request.body;
        const command = {
          type: "complete" as const,
          data,
          ...(submissionId === undefined ? {} : { submissionId }),
        };
        const item = await commands.onItem(request.parameters.id, caller, command, keyOf(request));
        const next = await openItemsOf(caseOfItem(item), offereeOf(caller));
        const { body } = await answer(item, caller);
        return {
          status: 200,
          body: {
            ...(body as object),
            next: await Promise.all(next.map(async (one) => present(one, caller))),
          },
        };
      },
    }),
    ...WITH_DATA.map(({ type, access, summary }) =>
      route({
        ...declared,
        path: `${ITEMS_PATH}/{id}/${type}`,
        access,
        summary,
        body: z.strictObject({ data: DATA.optional() }).default({}),
        async handler(request) {
          const caller = callerOf(request);
          const command = { type, ...given("data", request.body.data) };
          return await answer(
            await commands.onItem(request.parameters.id, caller, command, keyOf(request)),
            caller,
          );
        },
      }),
    ),
    route({
      ...declared,
      path: `${ITEMS_PATH}/{id}/fail`,
      access: MANAGERS,
      summary: "Give an automated item up: the case ends as failed, with the cause",
      body: z.strictObject({ reason: z.string().min(1).max(LONGEST_REASON).optional() }).default({}),
      async handler(request) {
        const caller = callerOf(request);
        const command = { type: "fail" as const, ...given("reason", request.body.reason) };
        return await answer(
          await commands.onItem(request.parameters.id, caller, command, keyOf(request)),
          caller,
        );
      },
    }),
    route({
      ...declared,
      path: `${ITEMS_PATH}/{id}/save`,
      access: WORKERS,
      summary: "Keep a draft of the output without submitting it",
      body: z.strictObject({ data: DATA }),
      async handler(request) {
        const caller = callerOf(request);
        const command = { type: "save" as const, data: request.body.data };
        return await answer(
          await commands.onItem(request.parameters.id, caller, command, keyOf(request)),
          caller,
        );
      },
    }),
    route({
      ...declared,
      path: `${ITEMS_PATH}/{id}/instances`,
      access: WORKERS,
      summary: "Add an instance beside this one, where the task creates its instances dynamically",
      body: z.strictObject({ data: DATA.default({}) }),
      async handler(request) {
        const caller = callerOf(request);
        const command = { type: "add-instance" as const, data: request.body.data };
        return await answer(
          await commands.onItem(request.parameters.id, caller, command, keyOf(request)),
          caller,
        );
      },
    }),
    ...(["delegate", "allocate"] as const).map((type) =>
      route({
        ...declared,
        path: `${ITEMS_PATH}/{id}/${type}`,
        access: type === "allocate" ? MANAGERS : WORKERS,
        summary:
          type === "allocate"
            ? "Give an item to a participant"
            : "Hand an allocated item to one of its candidates",
        body: z.strictObject({ to: ANY_ID }),
        async handler(request) {
          const caller = callerOf(request);
          const { to } = request.body;
          const item = await commands.onItem(
            request.parameters.id,
            caller,
            { type, to },
            {
              ...keyOf(request),
              check: async (known, compiled) => requireTarget(to, caller, known, compiled),
            },
          );
          return await answer(item, caller);
        },
      }),
    ),
    route({
      ...declared,
      path: `${ITEMS_PATH}/{id}/reallocate`,
      access: WORKERS,
      summary: "Hand a started or suspended item to one of its candidates, with or without what was saved",
      body: z.strictObject({ to: ANY_ID, keepData: z.boolean().default(false) }),
      async handler(request) {
        const caller = callerOf(request);
        const command = { type: "reallocate" as const, ...request.body };
        const item = await commands.onItem(request.parameters.id, caller, command, {
          ...keyOf(request),
          check: async (known, compiled) => requireTarget(command.to, caller, known, compiled),
        });
        return await answer(item, caller);
      },
    }),
    route({
      ...declared,
      path: `${ITEMS_PATH}/{id}/offer`,
      access: MANAGERS,
      summary: "Offer an item to participants, or to whoever has a role",
      body: z.strictObject({ to: z.array(ANY_ID).min(1).max(1_000) }),
      async handler(request) {
        const caller = callerOf(request);
        const command = await offerTo(request.body.to);
        return await answer(
          await commands.onItem(request.parameters.id, caller, command, keyOf(request)),
          caller,
        );
      },
    }),
  ];
}

function keyOf({ idempotencyKey }: { readonly idempotencyKey: string | undefined }): {
  readonly key?: string;
} {
  return given("key", idempotencyKey);
}

/** A property, where there is a value for it. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { [_ in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [_ in Name]?: Value });
}
