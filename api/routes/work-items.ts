/** Work items: the inbox, lists, and one item. The commands stand in `work-item-commands.ts`. */
import { z } from "zod";
import { inboxOf } from "../../store/inbox.ts";
import { findItem, listItems } from "../../store/items.ts";
import type { ItemView } from "../../store/views.ts";
import { ANY_ID, listOf, PAGE } from "../http/fields.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import type { Candidates } from "../items/candidates.ts";
import { ELIGIBILITY, eligibilityOf } from "../items/eligibility.ts";
import { noSuchItem } from "../items/judge.ts";
import { ITEM, ITEM_STATE, ITEM_WITH_SCHEMA } from "../items/represent.ts";
import type { ItemPresenter } from "../items/represent.ts";
import { offereeNamed } from "../items/targets.ts";
import { maySeeItem } from "../items/visibility.ts";
import { offereeOf } from "../security/caller.ts";
import type { Caller } from "../security/caller.ts";
import { MANAGERS, WORKERS } from "./access.ts";

const TAG = "work items";
export const ITEMS_PATH = "/api/v1/work-items";
const ITEMS = z.array(ITEM);

export function workItemRoutes(present: ItemPresenter, candidates: Candidates): readonly Route[] {
  const presentAll = async (items: readonly ItemView[], caller: Caller): Promise<readonly unknown[]> =>
    await Promise.all(items.map(async (item) => present(item, caller)));
  return [
    route({
      method: "get",
      path: `${ITEMS_PATH}/inbox`,
      access: WORKERS,
      tag: TAG,
      summary: "The caller's inbox: what is offered to them and what is theirs, oldest first",
      answers: { 200: z.object({ offered: ITEMS, allocated: ITEMS, started: ITEMS, suspended: ITEMS }) },
      async handler(request) {
        const caller = callerOf(request);
        const { offered, allocated, started, suspended } = await inboxOf(offereeOf(caller));
        const lists = [offered, allocated, started, suspended];
        const shown = await Promise.all(lists.map(async (items) => presentAll(items, caller)));
        return {
          status: 200,
          body: { offered: shown[0], allocated: shown[1], started: shown[2], suspended: shown[3] },
        };
      },
    }),
    route({
      method: "get",
      path: ITEMS_PATH,
      access: MANAGERS,
      tag: TAG,
      summary: "All work items, oldest first",
      query: z.strictObject({
        ...PAGE,
        state: ITEM_STATE.optional(),
        caseId: ANY_ID.optional(),
        taskId: ANY_ID.optional(),
        participant: ANY_ID.optional().meta({ description: "offered to or owned by this person" }),
      }),
      answers: { 200: listOf(ITEM) },
      async handler(request) {
        const { state, caseId, taskId, participant, ...page } = request.query;
        const person = participant === undefined ? undefined : await offereeNamed(participant);
        const found = await listItems({ status: state, caseId, task: taskId, participant: person }, page);
        const items = await presentAll(found.items, callerOf(request));
        return { status: 200, body: { items, nextCursor: found.nextCursor } };
      },
    }),
    route({
      method: "get",
      path: `${ITEMS_PATH}/{id}`,
      access: WORKERS,
      tag: TAG,
      summary: "A work item, with the schema of what completion takes and what the caller may do now",
      parameters: z.object({ id: ANY_ID }),
      answers: { 200: ITEM_WITH_SCHEMA },
      async handler(request) {
        const caller = callerOf(request);
        const item = await findItem(request.parameters.id);
        if (!item || !maySeeItem(item, caller)) throw noSuchItem(request.parameters.id);
        return { status: 200, body: await present(item, caller, { schema: true }) };
      },
    }),
    route({
      method: "get",
      path: `${ITEMS_PATH}/{id}/eligibility`,
      access: MANAGERS,
      tag: TAG,
      summary:
        "How the people of an item were found: each rule, and who was left out by it and why, as it was decided",
      parameters: z.object({ id: ANY_ID }),
      answers: { 200: ELIGIBILITY },
      async handler(request) {
        return { status: 200, body: await eligibilityOf(request.parameters.id) };
      },
    }),
    route({
      method: "get",
      path: `${ITEMS_PATH}/{id}/candidates`,
      access: WORKERS,
      tag: TAG,
      summary:
        "People to whom an owner may hand the item on: those who are eligible for it; for its owner and managers",
      parameters: z.object({ id: ANY_ID }),
      answers: {
        200: z.object({
          items: z.array(z.object({ id: z.string(), name: z.string() })),
          nextCursor: z.null(),
        }),
      },
      problems: ["not-eligible"],
      async handler(request) {
        const people = await candidates(request.parameters.id, callerOf(request));
        const items = people.map(({ id, name }) => ({ id, name }));
        return { status: 200, body: { items, nextCursor: null } };
      },
    }),
  ];
}
