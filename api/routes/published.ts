/** Events that cases published (connector `publish-event`), for the systems that want to know. */
import { z } from "zod";
import { findCase } from "../../store/cases.ts";
import { listPublished } from "../../store/published.ts";
import { ANY_ID, DATA, iso, listOf, PAGE, TIME } from "../http/fields.ts";
import { callerOf, route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { isOwnCase } from "../items/visibility.ts";
import type { Caller } from "../security/caller.ts";
import { LAUNCHERS } from "./access.ts";

const EVENT = z.object({
  id: z.string(),
  name: z.string(),
  caseId: z.string(),
  specificationId: z.string().optional(),
  at: TIME,
  data: DATA,
});

export function publishedRoutes(): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/published",
      access: LAUNCHERS,
      tag: "published events",
      summary:
        "Events that cases published, newest first; services: of cases that they started, and of specifications that they are named for",
      query: z.strictObject({ ...PAGE, name: ANY_ID.optional(), caseId: ANY_ID.optional() }),
      answers: { 200: listOf(EVENT) },
      async handler(request) {
        const { name, caseId, ...page } = request.query;
        const caller = callerOf(request);
        const visibleTo = (await maySeeAll(caller, caseId))
          ? undefined
          : { id: caller.id, since: caller.since, specifications: caller.participant.specifications };
        const { items, nextCursor } = await listPublished({ name, caseId, visibleTo }, page);
        return {
          status: 200,
          body: { items: items.map((item) => ({ ...item, at: iso(item.at) })), nextCursor },
        };
      },
    }),
  ];
}

/** Managers see all events, and whoever started a case all of its events. */
async function maySeeAll(caller: Caller, caseId: string | undefined): Promise<boolean> {
  if (caller.manager || caseId === undefined) return caller.manager;
  const view = await findCase(caseId);
  return view !== undefined && isOwnCase(view, caller);
}
